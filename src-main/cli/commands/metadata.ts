import type { Command } from 'commander';
import type { MetadataDifference } from '../../../src-preload/contract/metadata.ts';
import { changeTarget } from '../changes/change-target.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import type { WorkOptions } from '../follow/options.ts';
import { allItems } from '../follow/pages.ts';
import { words } from '../follow/words.ts';
import { namedPath } from '../named-path.ts';
import { printJson, printLine, printNote, problemText, shownPath } from '../output.ts';
import { type Session, withLibrary } from '../session.ts';
import { watchTask } from '../watch-task.ts';

interface MetadataOptions extends WorkOptions {
  dryRun?: boolean;
  file?: string[];
  subjects?: string;
  hierarchical?: string;
}

const ACTIONS: Record<string, (library: string, options: MetadataOptions) => Promise<number>> = {
  import: (library, options) => runTask('import', library, options),
  write: (library, options) => runTask('write', library, options),
  conflicts: listConflicts,
};

export function metadataCommand(program: Command, exit: (code: number) => void): void {
  const metadata = program
    .command('metadata')
    .description(
      'read what files and sidecars say into the library, or write what the library says into them',
    )
    .argument('<library>', 'folder of the library')
    .argument('<action>', Object.keys(ACTIONS).join(', '))
    .option('--project <name>', 'of this project only')
    .option('--photo <id...>', 'of these photos only')
    .option('--file <path...>', 'of the photos of these files only')
    .option('--subjects <words>', 'write: keywords to add, separated by commas')
    .option('--hierarchical <paths>', 'write: keywords with their ancestors, "places|iceland,people|ann"')
    .option('--dry-run', 'say what would change, and change nothing')
    .option('--json', 'print one JSON document')
    .action(async (library: string, action: string, options: MetadataOptions) => {
      const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
      if (act === undefined) metadata.error(`error: metadata takes ${Object.keys(ACTIONS).join(', ')}`);
      else exit(await act(library, options));
    });
}

async function runTask(
  operation: 'import' | 'write',
  library: string,
  options: MetadataOptions,
): Promise<number> {
  if (operation === 'import' && (options.subjects ?? options.hierarchical) !== undefined)
    throw new UsageError('--subjects and --hierarchical are for write.');
  return await withLibrary(library, { create: false, work: true }, async (session) => {
    const { taskId } = await session.client.metadata.start({
      operation,
      target:
        options.file === undefined
          ? await changeTarget(session, options)
          : { files: options.file.map((file) => namedPath(file, 'The name of a file')) },
      subjects: words(options.subjects),
      hierarchical: words(options.hierarchical),
      dryRun: options.dryRun ?? false,
    });
    const { task, exitCode } = await watchTask(session, taskId);
    const items = (await allItems(session.client, taskId)).map(
      ({ ref, photoId, state, error, difference }) => ({
        path: ref,
        outcome: state,
        ...(photoId === null ? {} : { photoId }),
        ...(error === null ? {} : { message: problemText(error, state === 'failed') }),
        difference: difference ?? [],
      }),
    );
    const { total, succeeded, skipped, failed } = task.progress;
    if (options.json) {
      printJson({ taskId, state: task.state, counts: { total, succeeded, skipped, failed }, items });
      return exitCode;
    }
    for (const { path, outcome, message, difference } of items) {
      if (message !== undefined) printLine(`${outcome.padEnd(9)} ${shownPath(path)}: ${message}`);
      for (const one of difference) printLine(`  ${shownPath(path)}  ${differenceText(one)}`);
    }
    printLine(`${succeeded} photos changed, ${skipped} left as they are, ${failed} failed (${task.state})`);
    return exitCode;
  });
}

function differenceText({ field, verdict, ours, theirs }: MetadataDifference): string {
  return shownPath(`${field}: ${JSON.stringify(ours)} | file ${JSON.stringify(theirs)} (${verdict})`);
}

async function listConflicts(library: string, options: MetadataOptions): Promise<number> {
  if (options.dryRun || options.file) throw new UsageError('conflicts only lists.');
  return await withLibrary(library, { create: false, work: false }, async ({ client }: Session) => {
    const { conflicts, total } = await client.metadata.conflicts({ limit: 1000 });
    if (options.json) printJson(conflicts);
    else {
      for (const { photoId, project, photo, field, ours, theirs } of conflicts) {
        printLine(
          shownPath(
            `${photoId}  ${project}/${photo}  ${field}: ${JSON.stringify(ours)} | file ${JSON.stringify(theirs)}`,
          ),
        );
      }
    }
    if (conflicts.length < total) printNote(`These are ${conflicts.length} of ${total}.`);
    return EXIT.done;
  });
}
