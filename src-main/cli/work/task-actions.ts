import type { JobItem } from '../../../src-preload/contract/jobs.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { printJson, printLine } from '../output.ts';
import { type Client, withLibrary } from '../session.ts';
import { itemToLine, jobToLine, taskToLine } from './lines.ts';
import { itemNamed, jsonObject, priorityNamed, targetOf, taskNamed, type WorkOptions } from './options.ts';
import { runToEnd } from './run-to-end.ts';

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

const PAGE = 2000;

const show: Action = async (library, [name], options) => {
  const id = taskNamed(name);
  return await withLibrary(library, { create: false, work: false }, async ({ client }) => {
    const { task, steps, jobs } = await client.tasks.get({ id });
    const items: JobItem[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const page: { items: JobItem[]; next: number | null } = await client.tasks.items({
        taskId: id,
        after,
        limit: PAGE,
      });
      items.push(...page.items);
      after = page.next;
    }
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

/** The queue runs for it: what was begun is cleaned up behind. */
const cancel: Action = async (library, [name], options) => {
  const id = taskNamed(name);
  return await withLibrary(library, { create: false, work: true }, async ({ app, client }) => {
    await client.tasks.cancel({ id });
    await app.library().engine.taskEnded(id);
    const { task } = await client.tasks.get({ id });
    if (options.json) printJson(task);
    else printLine(taskToLine(task));
    return EXIT.done;
  });
};

const start: Action = (library, [type], options) => {
  if (type === undefined) throw new UsageError('tasks start takes the type of the task.');
  const params = jsonObject(options.params, 'params');
  return runToEnd(library, options, async (session) => {
    const target = await targetOf(session, options);
    return (await session.client.tasks.start({ type, target, params })).taskId;
  });
};

const resume: Action = (library, [name], options) => {
  const id = taskNamed(name);
  return runToEnd(library, options, async ({ client }) => (await client.tasks.resume({ id })).id);
};

const retry: Action = (library, [name], options) => {
  const id = taskNamed(name);
  return runToEnd(library, options, async ({ client }) => (await client.tasks.retry({ id })).id);
};

const retryItem: Action = (library, [name], options) => {
  const itemId = itemNamed(name);
  return runToEnd(library, options, async ({ client }) => (await client.tasks.retryItem({ itemId })).id);
};

export const TASK_ACTIONS: Readonly<Record<string, Action>> = {
  show,
  cancel,
  start,
  resume,
  retry,
  'retry-item': retryItem,
  pause: change((client, [id]) => client.tasks.pause({ id: taskNamed(id) })),
  priority: change((client, [id, priority]) =>
    client.tasks.setPriority({ id: taskNamed(id), priority: priorityNamed(priority) }),
  ),
};
