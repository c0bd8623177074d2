import type { Task } from '../../../src-preload/contract/tasks.ts';
import { EXIT } from '../exit-codes.ts';
import { printJson, printLine, printNote } from '../output.ts';
import { type Session, withLibrary } from '../session.ts';
import { watchTask } from '../watch-task.ts';
import { taskToLine } from './lines.ts';
import type { WorkOptions } from './options.ts';

/**
 * Does something that leaves a task to be worked on, and waits for its end; with `--no-wait`, or while all work is
 * paused, the task is stored and goes on when the library is next opened for work.
 */
export async function runToEnd(
  library: string,
  options: WorkOptions,
  begin: (session: Session) => Promise<string>,
): Promise<number> {
  return await withLibrary(library, { create: false, work: options.wait }, async (session) => {
    const taskId = await begin(session);
    const { pauses } = await session.client.jobs.queue();
    if (!options.wait || pauses.length > 0) {
      const { task } = await session.client.tasks.get({ id: taskId });
      printNote(
        pauses.length > 0
          ? 'All work is paused: it goes on after "jobs LIBRARY resume-all".'
          : 'It goes on when the library is next opened for work.',
      );
      return print(task, options, EXIT.done);
    }
    const task = await watchTask(session, taskId);
    if (task.state === 'canceled') return print(task, options, EXIT.canceled);
    return print(task, options, task.state === 'failed' ? EXIT.failedItems : EXIT.done);
  });
}

function print(task: Task, { json }: WorkOptions, exitCode: number): number {
  if (json) printJson(task);
  else printLine(taskToLine(task));
  return exitCode;
}
