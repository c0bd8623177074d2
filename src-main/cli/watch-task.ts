import { setTimeout as sleep } from 'node:timers/promises';
import type { Task } from '../../src-preload/contract/tasks.ts';
import { EXIT } from './exit-codes.ts';
import { followTasks } from './follow/follow-tasks.ts';
import { storedNote, tellOfDrives } from './follow/hold-notes.ts';
import { HolderGone } from './held/held-error.ts';
import { printNote } from './output.ts';
import { openProgress, taskLine } from './progress.ts';
import type { Session } from './session.ts';

export interface Watched {
  task: Task;
  /** As the whole command exits where the task was all that it was about. */
  exitCode: number;
}

/** How long a second Ctrl-C waits for the program that works on the task to be told of the first, in ms. */
const TELLING_MS = 200;

/**
 * Shows a task until it has ended, or until a pause holds it back: that is said, and waiting for it would never end. The
 * first Ctrl-C cancels the task cleanly and waits for that, but where it waits for a drive it stops the waiting only; the
 * second ends the process on the spot. Nothing is lost by either: what is left goes on when the library is next opened.
 * @param cancel for a task that is part of something larger, which is canceled as a whole. Default: the task itself
 */
export async function watchTask(
  session: Session,
  taskId: string,
  cancel: () => Promise<unknown> = () => session.client.tasks.cancel({ id: taskId }),
): Promise<Watched> {
  const progress = openProgress();
  const tellDrive = tellOfDrives(progress);
  const left = new AbortController();
  let isWaiting = false;
  let canceling: Promise<unknown> | null = null;
  const onInterrupt = () => {
    if (canceling !== null) {
      void Promise.race([canceling, sleep(TELLING_MS)]).then(() => process.exit(EXIT.canceled));
      return;
    }
    if (isWaiting) left.abort();
    // Where it cannot be canceled, it has ended, or those who work on it are gone: following it tells which.
    canceling = isWaiting ? Promise.resolve() : cancel().catch(() => undefined);
  };
  const seen = (task: Task) => {
    isWaiting = tellDrive(task);
    if (!isWaiting) progress.update(taskLine(task), task.progress.processed, task.progress.total);
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  try {
    await followTasks(session, [taskId], seen, left.signal);
  } catch (error) {
    if (error instanceof HolderGone) {
      progress.end();
      printNote(`It was waiting for task ${taskId}.`);
    }
    throw error;
  } finally {
    progress.end();
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
  }
  const { task } = await session.client.tasks.get({ id: taskId });
  if (task.finishedAt === null) printNote(storedNote(session, task));
  return { task, exitCode: left.signal.aborted ? EXIT.canceled : exitCodeOf(task) };
}

/** What has not ended is stored, and nothing of it failed. */
export function exitCodeOf({ state }: { state: string }): number {
  if (state === 'canceled') return EXIT.canceled;
  return state === 'failed' ? EXIT.failedItems : EXIT.done;
}
