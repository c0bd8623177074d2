import type { Command } from 'commander';
import { changeTarget } from '../changes/change-target.ts';
import { runOrPlan } from '../changes/run-or-plan.ts';
import { EXIT } from '../exit-codes.ts';
import { taskNamed, type WorkOptions } from '../follow/options.ts';
import { printJson, printLine } from '../output.ts';
import { withLibrary } from '../session.ts';

type Options = WorkOptions & { dryRun?: boolean };

/** `commit`, `revert` and `undo`. */
export function changeCommands(program: Command, exit: (code: number) => void): void {
  program
    .command('commit')
    .description('move what is not wanted into the trash of its project; it can be undone')
    .argument('<library>', 'folder of the library')
    .option('--project <name>', 'of this project only')
    .option('--photo <id...>', 'of these photos only')
    .option('--dry-run', 'print the plan, and change nothing')
    .option('--no-wait', 'store it and do not work on it now')
    .option('--json', 'print one JSON document')
    .action(async (library: string, options: Options) => {
      exit(
        await runOrPlan(library, options, {
          plan: async (session, lineLimit) =>
            session.client.changes.preview({ target: await changeTarget(session, options), lineLimit }),
          start: async (session) =>
            session.client.changes.commit({ target: await changeTarget(session, options) }),
        }),
      );
    });
  program
    .command('revert')
    .description('want everything again that is still there')
    .argument('<library>', 'folder of the library')
    .option('--project <name>', 'of this project only')
    .option('--photo <id...>', 'of these photos only')
    .option('--json', 'print one JSON document')
    .action(async (library: string, options: Options) => {
      exit(
        await withLibrary(library, { create: false, work: false }, async (session) => {
          const reverted = await session.client.changes.revert({
            target: await changeTarget(session, options),
          });
          if (options.json) printJson(reverted);
          else printLine(`${reverted.photos} photos are wanted again.`);
          return EXIT.done;
        }),
      );
    });
  program
    .command('undo')
    .description('take a commit, a move or the deletion of a project back')
    .argument('<library>', 'folder of the library')
    .argument('<task>', 'the task that did it; "safelight trash <library> undoable" lists them')
    .option('--dry-run', 'print the plan, and change nothing')
    .option('--no-wait', 'store it and do not work on it now')
    .option('--json', 'print one JSON document')
    .action(async (library: string, task: string, options: Options) => {
      const taskId = taskNamed(task);
      exit(
        await runOrPlan(library, options, {
          plan: ({ client }, lineLimit) => client.changes.previewUndo({ taskId, lineLimit }),
          start: ({ client }) => client.changes.undo({ taskId }),
        }),
      );
    });
}
