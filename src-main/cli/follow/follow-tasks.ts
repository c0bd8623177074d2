import type { Task } from '../../../src-preload/contract/tasks.ts';
import { AppError } from '../../files/app-error.ts';
import type { Session } from '../session.ts';

/**
 * Follows tasks until each has ended or is held back: paused, or all work is. Those would never end by themselves. One
 * that waits for a drive is followed on.
 * @param seen hears of each task at the beginning and whenever it changes
 * @param signal stops the following, not the work
 * @throws AppError where the queue cannot be written any more, which ends no task
 */
export async function followTasks(
  { client }: Session,
  ids: readonly string[],
  seen: (task: Task) => void,
  signal: AbortSignal,
): Promise<void> {
  const open = new Set(ids);
  const stop = new AbortController();
  let allPaused = false;
  try {
    for await (const batch of await client.events.stream(undefined, {
      signal: AbortSignal.any([signal, stop.signal]),
    })) {
      if (batch.queue != null) allPaused = batch.queue.pauses.length > 0;
      const news = batch.reset
        ? await Promise.all([...open].map(async (id) => (await client.tasks.get({ id })).task))
        : batch.tasks.filter((task) => open.has(task.id));
      for (const task of news) {
        seen(task);
        if (task.finishedAt !== null || isHeldBack(task, allPaused)) open.delete(task.id);
      }
      if (open.size === 0) return;
      const halted = batch.library?.halted ?? null;
      if (halted !== null) throw new AppError(halted.code);
    }
  } finally {
    stop.abort();
  }
}

/** Nothing of the task goes on, and nothing will before somebody lifts a pause. */
export function isHeldBack({ waitingFor }: Task, allPaused: boolean): boolean {
  if (waitingFor === null) return false;
  return allPaused || waitingFor.reason === 'paused' || waitingFor.reason === 'all_paused';
}
