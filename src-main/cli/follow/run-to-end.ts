import { EXIT } from '../exit-codes.ts';
import { printJson, printLine, printNote } from '../output.ts';
import { type Session, withLibrary } from '../session.ts';
import { exitCodeOf, type Watched, watchTask } from '../watch-task.ts';
import { storedNote } from './hold-notes.ts';
import { jobToLine, taskToLine } from './lines.ts';
import type { WorkOptions } from './options.ts';
import { watchScan } from './scan-outcome.ts';

/** What it has started is what was asked for, and would be handed back when the command ends. */
const SCAN = 'batch_scan';

type Begin<T> = (session: Session) => Promise<T>;

/** Does something that leaves a task to be worked on, and waits for its end; with `--no-wait` it is only stored. */
export async function runTaskToEnd(
  library: string,
  options: WorkOptions,
  begin: Begin<string>,
): Promise<number> {
  return await withLibrary(library, { create: false, work: options.wait }, async (session) => {
    const { task, exitCode } = await waitFor(session, await begin(session), options);
    if (options.json) printJson(task);
    else printLine(taskToLine(task));
    return exitCode;
  });
}

/** The same for one job: its task is waited for, and the job is what is told of. */
export async function runJobToEnd(
  library: string,
  options: WorkOptions,
  begin: Begin<{ jobId: number; taskId: string }>,
): Promise<number> {
  return await withLibrary(library, { create: false, work: options.wait }, async (session) => {
    const { jobId, taskId } = await begin(session);
    const { exitCode } = await waitFor(session, taskId, options);
    const { job } = await session.client.jobs.get({ id: jobId });
    if (options.json) printJson(job);
    else printLine(jobToLine(job));
    return job.finishedAt === null ? exitCode : exitCodeOf(job);
  });
}

async function waitFor(session: Session, taskId: string, { wait }: WorkOptions): Promise<Watched> {
  const shown = async () => (await session.client.tasks.get({ id: taskId })).task;
  const task = await shown();
  if (wait && task.type === SCAN) {
    const exitCode = await watchScan(session, taskId);
    return { task: await shown(), exitCode };
  }
  if (wait) return await watchTask(session, taskId);
  printNote(storedNote(session, task));
  return { task, exitCode: EXIT.done };
}
