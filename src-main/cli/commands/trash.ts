import type { Command } from 'commander';
import type { TrashEntry, TrashTarget } from '../../../src-preload/contract/trash.ts';
import { runOrPlan } from '../changes/run-or-plan.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { timeText } from '../follow/lines.ts';
import { photosNamed, taskNamed, type WorkOptions } from '../follow/options.ts';
import { printJson, printLine, shownPath } from '../output.ts';
import { type Session, withLibrary } from '../session.ts';

interface TrashOptions extends WorkOptions {
  task?: string;
  dryRun?: boolean;
}

const PAGE = 500;
const ACTIONS: Record<string, (library: string, options: TrashOptions) => Promise<number>> = {
  list: (library, options) => look(library, options, list),
  undoable: (library, options) => look(library, options, listUndoable),
  restore: (library, options) => {
    const target = targetOfTrash(options);
    return runOrPlan(library, options, {
      plan: ({ client }, lineLimit) => client.trash.previewRestore({ target, lineLimit }),
      start: ({ client }) => client.trash.restore({ target }),
    });
  },
  purge: (library, options) => {
    const target = targetOfTrash(options);
    return runOrPlan(library, options, {
      plan: ({ client }, lineLimit) => client.trash.previewPurge({ target, lineLimit }),
      start: ({ client }) => client.trash.purge({ target }),
    });
  },
};

export function trashCommand(program: Command, exit: (code: number) => void): void {
  const trash = program
    .command('trash')
    .description('what commits removed: list it, restore it, or remove it for good')
    .argument('<library>', 'folder of the library')
    .argument('[action]', Object.keys(ACTIONS).join(', '), 'list')
    .option('--photo <id...>', 'restore, purge: these photos')
    .option('--task <id>', 'restore, purge: what this commit removed')
    .option('--all', 'restore, purge: everything')
    .option('--dry-run', 'print the plan, and change nothing')
    .option('--no-wait', 'store it and do not work on it now')
    .option('--json', 'print one JSON document')
    .action(async (library: string, action: string, options: TrashOptions) => {
      const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
      if (act === undefined) trash.error(`error: trash takes ${Object.keys(ACTIONS).join(', ')}`);
      else exit(await act(library, options));
    });
}

/** One of the three has to be said: that everything is meant is never taken for granted. */
function targetOfTrash({ photo, task, all }: TrashOptions): TrashTarget {
  const said = [photo, task, all].filter((word) => word !== undefined).length;
  if (said !== 1) throw new UsageError('This takes one of --photo, --task and --all.');
  if (photo !== undefined) return { photoIds: photosNamed(photo) };
  return task === undefined ? { all: true } : { taskId: taskNamed(task) };
}

async function look(
  library: string,
  options: TrashOptions,
  show: (session: Session, options: TrashOptions) => Promise<void>,
): Promise<number> {
  return await withLibrary(library, { create: false, work: false }, async (session) => {
    await show(session, options);
    return EXIT.done;
  });
}

async function list({ client }: Session, { json }: TrashOptions): Promise<void> {
  const entries: TrashEntry[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: { entries: TrashEntry[]; next: string | null } = await client.trash.list({
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    entries.push(...page.entries);
    cursor = page.next;
  }
  if (json) printJson(entries);
  else {
    for (const { photoId, project, name, files, trashedAt, purgeAt } of entries) {
      const times = `${timeText(trashedAt).slice(0, 16)}  gone for good ${timeText(purgeAt).slice(0, 10)}`;
      printLine(
        `${String(photoId).padStart(6)}  ${times}  ${files.length} files  ${shownPath(`${project}/${name}`)}`,
      );
    }
  }
}

async function listUndoable({ client }: Session, { json }: TrashOptions): Promise<void> {
  const undoables = await client.changes.undoables({ limit: PAGE });
  if (json) printJson(undoables);
  else {
    for (const { taskId, kind, at, photos, files, projects } of undoables) {
      const of = projects.map(shownPath).join(', ');
      printLine(
        `${taskId}  ${timeText(at).slice(0, 16)}  ${kind.padEnd(14)}  ${photos} photos, ${files} files of ${of}`,
      );
    }
  }
}
