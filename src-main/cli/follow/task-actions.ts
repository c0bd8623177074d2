import type { Task } from '../../../src-preload/contract/tasks.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { printJson, printLine } from '../output.ts';
import { type Client, withLibrary } from '../session.ts';
import { cancelTask } from './cancel.ts';
import { itemToLine, jobToLine, taskToLine } from './lines.ts';
import { itemNamed, jsonObject, priorityNamed, targetOf, taskNamed, type WorkOptions } from './options.ts';
import { allItems } from './pages.ts';
import { runTaskToEnd } from './run-to-end.ts';

/** What can be done with a task, by the word that asks for it. Each answers the exit code. */
type Action = (library: string, words: readonly string[], options: WorkOptions) => Promise<number>;

/** Changes what is stored, and runs nothing: whatever is left goes on when the library is next opened for work. */
const change =
  (act: (client: Client, words: readonly string[]) => Promise<Task>): Action =>
  async (library, words, options) =>
    await withLibrary(library, { create: false, work: false }, async ({ client }) => {
      const task = await act(client, words);
      if (options.json) printJson(task);
      else printLine(taskToLine(task));
      return EXIT.done;
    });

const show: Action = async (library, [name], options) => {
  const id = taskNamed(name);
  return await withLibrary(library, { create: false, work: false }, async ({ client }) => {
    const { task, steps, jobs } = await client.tasks.get({ id });
    const items = await allItems(client, id);
    if (options.json) {
      printJson({ ...task, steps, jobs, items });
      return EXIT.done;
    }
    printLine(taskToLine(task));
    for (const step of steps) {
      printLine(`  ${step.label}: ${step.state}`);
      for (const job of jobs) if (job.step === step.step) printLine(`  ${jobToLine(job)}`);
    }
    for (const item of items) printLine(`  ${itemToLine(item)}`);
    return EXIT.done;
  });
};

const start: Action = (library, [type], options) => {
  if (type === undefined) throw new UsageError('tasks start takes the type of the task.');
  const params = jsonObject(options.params, 'params');
  return runTaskToEnd(library, options, async (session) => {
    const target = await targetOf(session, options);
    return (await session.client.tasks.start({ type, target, params })).taskId;
  });
};

const resume: Action = (library, [name], options) => {
  const id = taskNamed(name);
  return runTaskToEnd(library, options, async ({ client }) => (await client.tasks.resume({ id })).id);
};

const retry: Action = (library, [name], options) => {
  const id = taskNamed(name);
  return runTaskToEnd(library, options, async ({ client }) => (await client.tasks.retry({ id })).id);
};

const retryItem: Action = (library, [name], options) => {
  const itemId = itemNamed(name);
  return runTaskToEnd(library, options, async ({ client }) => (await client.tasks.retryItem({ itemId })).id);
};

export const TASK_ACTIONS: Readonly<Record<string, Action>> = {
  show,
  cancel: cancelTask,
  start,
  resume,
  retry,
  'retry-item': retryItem,
  pause: change((client, [id]) => client.tasks.pause({ id: taskNamed(id) })),
  priority: change((client, [id, priority]) =>
    client.tasks.setPriority({ id: taskNamed(id), priority: priorityNamed(priority) }),
  ),
};
