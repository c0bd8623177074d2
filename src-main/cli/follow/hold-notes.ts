import type { Task } from '../../../src-preload/contract/tasks.ts';
import { programName } from '../error-text.ts';
import { printNote, shownPath } from '../output.ts';
import type { Progress } from '../progress.ts';
import type { Session } from '../session.ts';

/** What to say of work that was stored, and is not waited for. */
export function storedNote({ holder }: Session, task: Task): string {
  switch (task.waitingFor?.reason) {
    case 'all_paused':
      return 'It waits because all work is paused; "jobs LIBRARY resume-all" lets it go on.';
    case 'paused':
      return `It waits because it is paused; "tasks LIBRARY resume ${task.id}" lets it go on.`;
    case 'volume':
      return holder === null
        ? `It waits for ${driveOf(task)} to come back, and is looked after when the library is next opened for work.`
        : `It waits for ${driveOf(task)} to come back, and goes on then.`;
    default:
      if (holder !== null) return `It is worked on by ${programName(holder.program)}.`;
      return 'It goes on when the library is next opened for work: by the app, or with "tasks LIBRARY".';
  }
}

/**
 * Says once of each task what drive it waits for, and again if it is another one: a bar that stands still says nothing.
 * @returns for each task that is told of, whether nothing of it can go on before a drive or a folder is back
 */
export function tellOfDrives(progress: Progress): (task: Task) => boolean {
  const told = new Map<string, string>();
  return (task) => {
    if (task.waitingFor?.reason !== 'volume') {
      told.delete(task.id);
      return false;
    }
    const drive = driveOf(task);
    if (told.get(task.id) === drive) return true;
    told.set(task.id, drive);
    progress.end();
    printNote(
      `${task.label} waits for ${drive} to come back. Ctrl-C stops the waiting; the work stays stored.`,
    );
    return true;
  };
}

const driveOf = ({ waitingFor }: Task): string => shownPath(waitingFor?.detail ?? 'a drive');
