import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { printJson, printLine, shownPath } from '../output.ts';
import { withLibrary } from '../session.ts';

export function projectsCommand(program: Command, exit: (code: number) => void): void {
  program
    .command('projects')
    .description('list the projects of a library')
    .argument('<library>', 'folder of the library')
    .option('--json', 'print one JSON document')
    .action(async (library: string, options: { json?: boolean }) => {
      const projects = await withLibrary(library, { create: false, work: false }, ({ client }) =>
        client.projects.list(),
      );
      if (options.json) {
        printJson(projects.map(({ id, name, folder, photos }) => ({ id, name, folder, photos })));
      } else {
        for (const project of projects)
          printLine(`${String(project.photos).padStart(7)}  ${shownPath(project.name)}`);
      }
      exit(EXIT.done);
    });
}
