import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { buildDBClient, Runner, SqliteQueue } from 'liteque';
import { type Contender, noWork, requireAllDone } from './contender.ts';

type Unit = { ref: string };
const OPTIONS = { defaultJobArgs: { numRetries: 2 }, keepFailedJobs: false };
/** Its time-outs are never cleared, and hold the process open for so long. */
const TIMEOUT_SECONDS = 10;

export const liteque: Contender = {
  name: 'liteque',
  what: 'one row a job, deleted when done; two transactions a job, up to 64 in flight; can be given jobs only one by one',
  async run(folder, units) {
    const queue = openQueue(folder);
    const enqueueStart = performance.now();
    for (let index = 0; index < units; index += 1) await queue.enqueue({ ref: `item ${index}` });
    const enqueueMs = performance.now() - enqueueStart;
    let done = 0;
    const count = async (): Promise<void> => {
      done += 1;
    };
    const limits = { pollIntervalMs: 1, timeoutSecs: TIMEOUT_SECONDS, concurrency: 64 };
    const start = performance.now();
    await new Runner<Unit>(queue, { run: noWork, onComplete: count }, limits).runUntilEmpty();
    const workMs = performance.now() - start;
    requireAllDone(liteque.name, done, units);
    return {
      enqueueMs,
      workMs,
      settings: 'WAL, synchronous=NORMAL, cache_size=-65536, as its buildDBClient sets them',
    };
  },
};

/**
 * The reason why it cannot take a job here, in its own words, or null. It opens its transaction with an async
 * function, which the driver refuses since it found out that what follows the first `await` was never part of the
 * transaction. Its documentation knows no other way in.
 */
export async function litequeProblem(folder: string): Promise<string | null> {
  const queue = openQueue(folder);
  await queue.enqueue({ ref: 'item' });
  try {
    const job = await queue.attemptDequeue({ timeoutSecs: TIMEOUT_SECONDS });
    return job === null ? 'it found no job where there was one' : null;
  } catch (error) {
    // The refused function goes on by itself for some turns.
    await setImmediate();
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

/** With the settings that its documentation shows. What it opens it offers no way to close: the process's end does. */
function openQueue(folder: string): SqliteQueue<Unit> {
  const db = buildDBClient(join(folder, 'liteque.db'), { runMigrations: true });
  return new SqliteQueue<Unit>('bench', db, OPTIONS);
}
