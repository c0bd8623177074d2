import type { Command } from 'commander';
import { source } from '../../../src-preload/contract/common.ts';
import { taskState } from '../../../src-preload/contract/states.ts';
import { EXIT } from '../exit-codes.ts';
import { goOn } from '../follow/go-on.ts';
import { taskToLine } from '../follow/lines.ts';
import { countNamed, listOf, type WorkOptions } from '../follow/options.ts';
import { listed } from '../follow/pages.ts';
import { TASK_ACTIONS } from '../follow/task-actions.ts';
import { printJson, printLine } from '../output.ts';
import { type Session, withLibrary } from '../session.ts';

const USAGE = `error: tasks takes ${Object.keys(TASK_ACTIONS).join(', ')}, or nothing to list`;

export function tasksCommand(program: Command, exit: (code: number) => void): void {
  const tasks = program
    .command('tasks')
    .description('go on with work that was interrupted, then list the tasks of a library; or act on one')
    .argument('<library>', 'folder of the library')
    .argument('[action]', Object.keys(TASK_ACTIONS).join(', '))
    .argument('[words...]', 'the task; for start its type; for priority the task and a number from 0 to 100')
    .option('--status <states>', `only these: ${taskState.options.join(',')}`)
    .option('--source <source>', 'only those of a user, or of maintenance')
    .option('--all', 'those of maintenance too, as without --source')
    .option('--type <type>', 'only those of a type')
    .option('--limit <n>', 'at most so many, newest first', '500')
    .option('--project <name>', 'start: about this project')
    .option('--photo <id...>', 'start: about these photos')
    .option('--params <json>', 'start: parameters of the task')
    .option('--no-wait', 'store it and do not work on it now')
    .option('--json', 'print one JSON document')
    .action(async (library: string, action: string | undefined, words: string[], options: WorkOptions) => {
      if (action === undefined) {
        exit(await goOnAndList(library, options));
        return;
      }
      const act = Object.hasOwn(TASK_ACTIONS, action) ? TASK_ACTIONS[action] : undefined;
      if (act === undefined) tasks.error(USAGE);
      else exit(await act(library, words, options));
    });
}

async function goOnAndList(library: string, options: WorkOptions): Promise<number> {
  const ask = listing(options);
  const since = Date.now();
  return await withLibrary(library, { create: false, work: options.wait }, async (session) => {
    const wentToEnd = !options.wait || (await goOn(session));
    const tasks = await ask(session);
    if (options.json) printJson(tasks);
    else for (const task of tasks) printLine(taskToLine(task));
    if (!wentToEnd) return EXIT.canceled;
    if (session.holder !== null) return EXIT.done;
    return (await hasFailedSince(session, since)) ? EXIT.failedItems : EXIT.done;
  });
}

/** Asked of the library, not of what was waited for: a short task ends while the library is still being opened. */
async function hasFailedSince({ client }: Session, since: number): Promise<boolean> {
  const failed = await listed({ limit: Number.MAX_SAFE_INTEGER, offset: 0 }, async (page) => {
    const { tasks: rows, total } = await client.tasks.list({
      ...page,
      states: ['failed'],
      includeMaintenance: true,
    });
    return { rows, total };
  });
  return failed.some((task) => (task.finishedAt ?? 0) >= since);
}

/** @throws UsageError before the library is opened */
function listing(options: WorkOptions) {
  const states = listOf(options.status, taskState.options, 'status');
  const [from] = listOf(options.source, source.options, 'source') ?? [];
  const limit = countNamed(options.limit, 'limit', 1);
  const filter = {
    includeMaintenance: true,
    ...(states === undefined ? {} : { states }),
    ...(from === undefined || options.all ? {} : { source: from }),
    ...(options.type === undefined ? {} : { type: options.type }),
  };
  return ({ client }: Session) =>
    listed({ limit, offset: 0 }, async (page) => {
      const { tasks: rows, total } = await client.tasks.list({ ...page, ...filter });
      return { rows, total };
    });
}
