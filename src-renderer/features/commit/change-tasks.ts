import type { Task } from '../../../src-preload/contract/tasks.ts';
import { hasEnded } from '../../lib/texts/states.ts';

const COMMITS = new Set(['change_commit', 'change_commit_all']);
const UNDO = 'change_undo';
/** Changes to originals that `changes.undo` takes back. */
const UNDOABLE = new Set([...COMMITS, 'photo_move', 'project_delete', 'metadata_write']);

export const isUndoable = ({ type, dryRun, progress }: Pick<Task, 'type' | 'dryRun' | 'progress'>) =>
  UNDOABLE.has(type) && !dryRun && progress.succeeded > 0;

/** The commit, or its undo, that is under way; the oldest where there are several. */
export function runningChange(tasks: readonly Task[]): Task | null {
  return (
    tasks
      .filter((task) => (COMMITS.has(task.type) || task.type === UNDO) && !hasEnded(task))
      .sort((a, b) => a.createdAt - b.createdAt)[0] ?? null
  );
}

/**
 * The commit that is the last thing that a person had done, if it has ended since this window was opened. After anything
 * else has been begun it is history, and is undone from there.
 */
export function lastCommit(tasks: readonly Task[], since: number | null): Task | null {
  if (since === null) return null;
  const [last] = tasks.filter((task) => task.source === 'user').sort((a, b) => b.createdAt - a.createdAt);
  if (last === undefined || !COMMITS.has(last.type) || !hasEnded(last)) return null;
  return (last.finishedAt ?? 0) >= since && last.progress.succeeded > 0 ? last : null;
}
