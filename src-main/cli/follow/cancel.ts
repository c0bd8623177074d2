import type { EventBatch } from '../../../src-preload/contract/events.ts';
import type { Job } from '../../../src-preload/contract/jobs.ts';
import { AppError } from '../../files/app-error.ts';
import { EXIT } from '../exit-codes.ts';
import { printJson, printLine } from '../output.ts';
import { type Session, withLibrary } from '../session.ts';
import { jobToLine, taskToLine } from './lines.ts';
import { jobNamed, taskNamed, type WorkOptions } from './options.ts';

interface Canceling<T> {
  /** The jobs that it is about. */
  jobs(session: Session): Promise<readonly Job[]>;
  cancel(session: Session): Promise<T>;
  /** Waits until it has cleaned up behind itself, and answers what it is then. */
  ended(session: Session): Promise<T>;
  toLine(result: T): string;
}

/**
 * What nothing was begun of is canceled where it lies, and no other work is touched by it. What was begun has to clean
 * up behind itself: that is done by a run, so the queue runs until it is over.
 */
async function cancel<T>(library: string, options: WorkOptions, canceling: Canceling<T>): Promise<number> {
  const atRest = await withLibrary(library, { create: false, work: false }, async (session) => {
    const jobs = await canceling.jobs(session);
    const begun = jobs.some((job) => job.startedAt !== null && job.finishedAt === null);
    return begun ? null : await canceling.cancel(session);
  });
  const result =
    atRest ??
    (await withLibrary(library, { create: false, work: true }, async (session) => {
      await canceling.cancel(session);
      return await canceling.ended(session);
    }));
  if (options.json) printJson(result);
  else printLine(canceling.toLine(result));
  return EXIT.done;
}

export function cancelTask(
  library: string,
  [name]: readonly string[],
  options: WorkOptions,
): Promise<number> {
  const id = taskNamed(name);
  return cancel(library, options, {
    jobs: async ({ client }) => (await client.tasks.get({ id })).jobs,
    cancel: ({ client }) => client.tasks.cancel({ id }),
    ended: (session) =>
      untilEnded(
        session,
        async ({ client }) => (await client.tasks.get({ id })).task,
        (batch) => batch.tasks.some((task) => task.id === id),
      ),
    toLine: taskToLine,
  });
}

/** Its task is not waited for: what else there is of it goes on when the library is next opened for work. */
export function cancelJob(library: string, [name]: readonly string[], options: WorkOptions): Promise<number> {
  const id = jobNamed(name);
  const shown = async ({ client }: Session): Promise<Job> => (await client.jobs.get({ id })).job;
  return cancel(library, options, {
    jobs: async (session) => [await shown(session)],
    cancel: ({ client }) => client.jobs.cancel({ id }),
    ended: (session) => untilEnded(session, shown, (batch) => batch.jobs.some((job) => job.id === id)),
    toLine: jobToLine,
  });
}

/** @throws AppError where the queue cannot be written any more: then nothing ends */
async function untilEnded<T extends { finishedAt: number | null }>(
  session: Session,
  look: (session: Session) => Promise<T>,
  isToldIn: (batch: EventBatch) => boolean,
): Promise<T> {
  for await (const batch of await session.client.events.stream()) {
    if (!batch.reset && !isToldIn(batch)) continue;
    const found = await look(session);
    if (found.finishedAt !== null) return found;
    const halted = batch.library?.halted ?? null;
    if (halted !== null) throw new AppError(halted.code);
  }
  return await look(session);
}
