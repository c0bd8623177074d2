import type { Command } from 'commander';
import { taskId } from '../../../src-preload/contract/common.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { printJson, printLine, printNote, problemText, shownPath } from '../output.ts';
import { openProgress, taskLine } from '../progress.ts';
import { type Session, withLibrary } from '../session.ts';

interface TasksOptions {
  json?: boolean;
}

export function tasksCommand(program: Command, exit: (code: number) => void): void {
  const tasks = program
    .command('tasks')
    .description('go on with work that was interrupted, then list the tasks of a library')
    .argument('<library>', 'folder of the library')
    .argument('[action]', 'show or cancel')
    .argument('[id]', 'the task')
    .option('--json', 'print one JSON document')
    .action(
      async (library: string, action: string | undefined, id: string | undefined, options: TasksOptions) => {
        if (action === undefined) exit(await resumeAndList(library, options));
        else if (action === 'show' && id !== undefined) exit(await show(library, id, options));
        else if (action === 'cancel' && id !== undefined) exit(await cancel(library, id, options));
        else tasks.error(`error: tasks takes "show ID" or "cancel ID"`);
      },
    );
}

async function resumeAndList(library: string, options: TasksOptions): Promise<number> {
  return await withLibrary(library, { create: false, work: true }, async (session) => {
    const resumed = session.app.library().engine.unfinishedTasks();
    const stopped = await finishOpenTasks(session);
    const { tasks } = await session.client.tasks.list({ includeMaintenance: true, limit: 500 });
    if (options.json) printJson(tasks);
    else for (const task of tasks) printLine(toLine(task));
    if (stopped) return EXIT.canceled;
    const failed = tasks.some((task) => resumed.includes(task.id) && task.state === 'failed');
    return failed ? EXIT.failedItems : EXIT.done;
  });
}

/** Waits until nothing is left to do. Ctrl-C stops the waiting, not the work: it goes on the next time. */
async function finishOpenTasks({ app }: Session): Promise<boolean> {
  const { engine } = app.library();
  const open = engine.unfinishedTasks();
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

async function show(library: string, text: string, options: TasksOptions): Promise<number> {
  const id = taskNamed(text);
  return await withLibrary(library, { create: false, work: false }, async ({ client }) => {
    const { task, steps, jobs } = await client.tasks.get({ id });
    const { items } = await client.tasks.items({ taskId: id, limit: 2000 });
    if (options.json) {
      printJson({ ...task, steps, jobs, items });
      return EXIT.done;
    }
    printLine(toLine(task));
    for (const item of items) {
      const reason = item.error === null ? '' : `: ${problemText(item.error, item.state === 'failed')}`;
      printLine(`  ${item.state.padEnd(9)} ${shownPath(item.ref)}${reason}`);
    }
    return EXIT.done;
  });
}

async function cancel(library: string, text: string, options: TasksOptions): Promise<number> {
  const id = taskNamed(text);
  return await withLibrary(library, { create: false, work: true }, async ({ app, client }) => {
    await client.tasks.cancel({ id });
    await app.library().engine.taskEnded(id);
    const { task } = await client.tasks.get({ id });
    if (options.json) printJson(task);
    else printLine(toLine(task));
    return EXIT.done;
  });
}

function taskNamed(text: string): string {
  if (!taskId.safeParse(text).success) throw new UsageError(`There is no task ${shownPath(text)}.`);
  return text;
}

function toLine(task: Task): string {
  const { processed, total, failed, skipped } = task.progress;
  const when = new Date(task.createdAt).toISOString().slice(0, 16).replace('T', ' ');
  const project = task.projectName === null ? '' : ` (${shownPath(task.projectName)})`;
  return `${task.id}  ${when}  ${task.state.padEnd(9)}  ${task.label}${project}: ${processed} of ${total}, ${skipped} skipped, ${failed} failed`;
}
