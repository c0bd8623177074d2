import type { Task } from '../../../src-preload/contract/tasks.ts';
import type { Session } from '../session.ts';

/**
 * Follows tasks until each has ended or is held back: paused, or all work is. Those would never end by themselves, and
 * nobody else can lift the pause while this process has the library. One that waits for a drive is followed on.
 * @param seen hears of each task at the beginning and whenever it changes
 * @param signal stops the following, not the work
 * @throws AppError where the queue cannot be written any more; see `LibraryEngine.taskEnded`
 */
export async function followTasks(
  { app, client }: Session,
  ids: readonly string[],
  seen: (task: Task) => void,
  signal: AbortSignal,
): Promise<void> {
  const { engine } = app.library();
  const open = new Set(ids);
  const stop = new AbortController();
  const follow = async (): Promise<void> => {
    let allPaused = false;
    for await (const batch of app.events(AbortSignal.any([signal, stop.signal]))) {
      if (batch.queue != null) allPaused = batch.queue.pauses.length > 0;
      const news = batch.reset
        ? await Promise.all([...open].map(async (id) => (await client.tasks.get({ id })).task))
        : batch.tasks.filter((task) => open.has(task.id));
      for (const task of news) {
        seen(task);
        if (task.finishedAt !== null || isHeldBack(task, allPaused)) open.delete(task.id);
      }
      if (open.size === 0) return;
    }
  };
  // Events do not tell of a queue that stopped because it cannot be written; those who wait for an end hear of it.
  const halted = new Promise<never>((_resolve, reject) => {
    for (const id of ids) engine.taskEnded(id).catch(reject);
  });
  try {
    await Promise.race([follow(), halted]);
  } finally {
    stop.abort();
  }
}

/** Nothing of the task goes on, and nothing will before somebody lifts a pause. */
export function isHeldBack({ waitingFor }: Task, allPaused: boolean): boolean {
  if (waitingFor === null) return false;
  return allPaused || waitingFor.reason === 'paused' || waitingFor.reason === 'all_paused';
}
