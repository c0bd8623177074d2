import type { Command } from 'commander';
import { source } from '../../../src-preload/contract/common.ts';
import { taskState } from '../../../src-preload/contract/states.ts';
import { EXIT } from '../exit-codes.ts';
import { printJson, printLine, printNote } from '../output.ts';
import { openProgress, taskLine } from '../progress.ts';
import { type Session, withLibrary } from '../session.ts';
import { taskToLine } from '../work/lines.ts';
import { listOf, type WorkOptions, wholeNumber } from '../work/options.ts';
import { TASK_ACTIONS } from '../work/task-actions.ts';

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
    .option('--type <type>', 'only those of a type')
    .option('--limit <n>', 'at most so many, newest first', '500')
    .option('--project <name>', 'start: about this project')
    .option('--photo <id...>', 'start: about these photos')
    .option('--params <json>', 'start: parameters of the task')
    .option('--no-wait', 'store it and do not work on it now')
    .option('--json', 'print one JSON document')
    .action(async (library: string, action: string | undefined, words: string[], options: WorkOptions) => {
      if (action === undefined) {
        exit(await resumeAndList(library, options));
        return;
      }
      const act = Object.hasOwn(TASK_ACTIONS, action) ? TASK_ACTIONS[action] : undefined;
      if (act === undefined) tasks.error(USAGE);
      else exit(await act(library, words, options));
    });
}

async function resumeAndList(library: string, options: WorkOptions): Promise<number> {
  const states = listOf(options.status, taskState.options, 'status');
  const [from] = listOf(options.source, source.options, 'source') ?? [];
  const limit = Math.min(500, wholeNumber(options.limit, 500, 'limit'));
  return await withLibrary(library, { create: false, work: options.wait }, async (session) => {
    const resumed = session.app.library().engine.unfinishedTasks();
    const stopped = options.wait && (await finishOpenTasks(session));
    const { tasks } = await session.client.tasks.list({
      includeMaintenance: true,
      limit,
      ...(states === undefined ? {} : { states }),
      ...(from === undefined ? {} : { source: from }),
      ...(options.type === undefined ? {} : { type: options.type }),
    });
    if (options.json) printJson(tasks);
    else for (const task of tasks) printLine(taskToLine(task));
    if (stopped) return EXIT.canceled;
    const failed = tasks.some((task) => resumed.includes(task.id) && task.state === 'failed');
    return failed ? EXIT.failedItems : EXIT.done;
  });
}

/** Waits until nothing is left that can go on. Ctrl-C stops the waiting, not the work: it goes on the next time. */
async function finishOpenTasks({ app, client }: Session): Promise<boolean> {
  const { engine } = app.library();
  if ((await client.jobs.queue()).pauses.length > 0) {
    printNote('All work is paused: it goes on after "jobs LIBRARY resume-all".');
    return false;
  }
  const { tasks } = await client.tasks.list({ includeMaintenance: true, limit: 500 });
  const held = new Set(tasks.filter((task) => task.paused !== null).map((task) => task.id));
  const open = engine.unfinishedTasks().filter((id) => !held.has(id));
  if (open.length === 0) return false;
  printNote(`Going on with ${open.length} unfinished ${open.length === 1 ? 'task' : 'tasks'}.`);
  const progress = openProgress();
  const stop = new AbortController();
  let interrupt: () => void = () => {};
  const interrupted = new Promise<true>((resolve) => {
    interrupt = () => resolve(true);
  });
  process.once('SIGINT', interrupt);
  const shown = (async () => {
    for await (const batch of app.events(stop.signal)) {
      const task = batch.tasks.at(-1);
      if (task !== undefined) progress.update(taskLine(task), task.progress.processed, task.progress.total);
    }
  })();
  const ended = Promise.all(open.map((id) => engine.taskEnded(id))).then(() => false);
  const stopped = await Promise.race([ended, interrupted]);
  stop.abort();
  await shown;
  progress.end();
  process.off('SIGINT', interrupt);
  return stopped;
}
