import type { Task } from '../../../src-preload/contract/tasks.ts';
import { printNote } from '../output.ts';
import { openProgress, taskLine } from '../progress.ts';
import type { Session } from '../session.ts';
import { followTasks, isHeldBack } from './follow-tasks.ts';
import { tellOfDrives } from './hold-notes.ts';

/**
 * Waits until nothing unfinished is left that can go on. What is held back by a pause is said, and left alone.
 * @returns false where Ctrl-C stopped the waiting. That does not stop the work: it goes on the next time.
 */
export async function goOn(session: Session): Promise<boolean> {
  const { app, client } = session;
  const allPaused = (await client.jobs.queue()).pauses.length > 0;
  const unfinished = await all(session, app.library().engine.unfinishedTasks());
  const open = unfinished.filter((task) => !isHeldBack(task, allPaused));
  tellOfPauses(unfinished.length - open.length, allPaused);
  if (open.length === 0) return true;
  printNote(`Going on with ${open.length} unfinished ${open.length === 1 ? 'task' : 'tasks'}.`);
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  const progress = openProgress();
  const tellDrive = tellOfDrives(progress);
  try {
    await followTasks(
      session,
      open.map((task) => task.id),
      (task) => {
        if (!tellDrive(task)) progress.update(taskLine(task), task.progress.processed, task.progress.total);
      },
      stop.signal,
    );
  } finally {
    progress.end();
    process.off('SIGINT', interrupt);
  }
  return !stop.signal.aborted;
}

async function all({ client }: Session, ids: readonly string[]): Promise<Task[]> {
  return await Promise.all(ids.map(async (id) => (await client.tasks.get({ id })).task));
}

function tellOfPauses(held: number, allPaused: boolean): void {
  if (allPaused) printNote('All work is paused; "jobs LIBRARY resume-all" lifts that.');
  else if (held > 0) {
    const tasks = held === 1 ? '1 unfinished task is' : `${held} unfinished tasks are`;
    printNote(`${tasks} paused; "tasks LIBRARY resume ID" lets one go on.`);
  }
}
