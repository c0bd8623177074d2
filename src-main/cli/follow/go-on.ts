import type { TaskState } from '../../../src-preload/contract/states.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { printNote } from '../output.ts';
import { openProgress, taskLine } from '../progress.ts';
import type { Session } from '../session.ts';
import { followTasks, isHeldBack } from './follow-tasks.ts';
import { tellOfDrives } from './hold-notes.ts';
import { listed } from './pages.ts';

const UNFINISHED: TaskState[] = ['queued', 'running', 'paused', 'waiting'];

/**
 * Waits until nothing unfinished is left that can go on. What is held back by a pause is said, and left alone. Where
 * another program holds the library, its work goes on without us, and is not waited for.
 * @returns false where Ctrl-C stopped the waiting. That does not stop the work: it goes on the next time.
 */
export async function goOn(session: Session): Promise<boolean> {
  const { client, holder } = session;
  if (holder !== null) return true;
  const allPaused = (await client.jobs.queue()).pauses.length > 0;
  const unfinished = await unfinishedTasks(session);
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

async function unfinishedTasks({ client }: Session): Promise<Task[]> {
  return await listed({ limit: Number.MAX_SAFE_INTEGER, offset: 0 }, async (page) => {
    const { tasks: rows, total } = await client.tasks.list({
      ...page,
      states: UNFINISHED,
      includeMaintenance: true,
    });
    return { rows, total };
  });
}

function tellOfPauses(held: number, allPaused: boolean): void {
  if (allPaused) printNote('All work is paused; "jobs LIBRARY resume-all" lifts that.');
  else if (held > 0) {
    const tasks = held === 1 ? '1 unfinished task is' : `${held} unfinished tasks are`;
    printNote(`${tasks} paused; "tasks LIBRARY resume ID" lets one go on.`);
  }
}
