import type { Task } from '../../../src-preload/contract/tasks.ts';
import { hasEnded } from '../../lib/texts/states.ts';

/** What survives a reload of the page (it is kept in the session's storage), so that nothing is told twice. */
export interface SeenTasks {
  libraryId: string;
  /** Tasks that ended before this are history; telling of them now would be noise. */
  since: number;
  /** `taskId@finishedAt`: a task that is retried may end once more, and says so once more. */
  keys: string[];
}

/** Far more than can end in one sitting; a bound all the same. */
const MAX_KEYS = 500;

const keyOf = (task: Task) => `${task.id}@${task.finishedAt ?? ''}`;

/** The memory for a library: the stored one if it is of this very library, else one that begins `now`. */
export function seenTasksFor(libraryId: string, stored: SeenTasks | null, now: number): SeenTasks {
  return stored !== null && stored.libraryId === libraryId ? stored : { libraryId, since: now, keys: [] };
}

/**
 * The tasks that have to be told of, and the memory after that. Tasks come from events and from lists alike, as often
 * as they like: each end is told once. What ended unseen during a gap in the events is told when the list brings it.
 */
export function newlyEnded(seen: SeenTasks, tasks: readonly Task[]): { tell: Task[]; seen: SeenTasks } {
  const known = new Set(seen.keys);
  const tell: Task[] = [];
  for (const task of tasks) {
    if (!hasEnded(task) || task.source !== 'user' || known.has(keyOf(task))) continue;
    if ((task.finishedAt ?? Number.POSITIVE_INFINITY) < seen.since) continue;
    known.add(keyOf(task));
    tell.push(task);
  }
  if (tell.length === 0) return { tell, seen };
  return { tell, seen: { ...seen, keys: [...known].slice(-MAX_KEYS) } };
}
