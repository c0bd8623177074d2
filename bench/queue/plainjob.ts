import { join } from 'node:path';
import Database from 'better-sqlite3';
import { better, defineQueue, defineWorker, JobStatus, type Queue } from 'plainjob';
import { type ClaimQueue, type Contender, noWork, requireAllDone, settingsOf } from './contender.ts';

export const TYPE = 'bench';
/** Its queue and workers write several lines a job to the console unless they are given something else. */
export const SILENT = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

export const plainjob: Contender = {
  name: 'plainjob, one worker',
  what: 'one row a job; two transactions a job, claim and done, one job at a time; stores a state, and no outcome, duration, progress or owner',
  async run(folder, units) {
    const { db, queue } = openPlainjob(join(folder, 'plainjob.db'));
    const enqueueMs = fillPlainjob(queue, units);
    let done = 0;
    const worker = defineWorker(TYPE, noWork, {
      queue,
      logger: SILENT,
      onCompleted: () => {
        done += 1;
        if (done === units) void worker.stop();
      },
    });
    const start = performance.now();
    await worker.start();
    const workMs = performance.now() - start;
    requireAllDone(plainjob.name, queue.countJobs({ status: JobStatus.Done }), units);
    const settings = settingsOf(db);
    queue.close();
    return { enqueueMs, workMs, settings };
  },
};

/** As its documentation says: it sets the pragmas of the connection itself. */
export function openPlainjob(file: string): { db: Database.Database; queue: Queue } {
  const db = new Database(file);
  return { db, queue: defineQueue({ connection: better(db), logger: SILENT }) };
}

/** Its fastest way in: many in one transaction; as many at once as one job of ours holds. Answers the milliseconds. */
export function fillPlainjob(queue: Queue, jobs: number): number {
  const start = performance.now();
  for (let from = 0; from < jobs; from += 2000) {
    const count = Math.min(2000, jobs - from);
    queue.addMany(
      TYPE,
      Array.from({ length: count }, (_, index) => ({ ref: `item ${from + index}` })),
    );
  }
  return performance.now() - start;
}

/** What its worker does to get a job: one call marks it, which answers the id alone, and a second one reads the row. */
export function plainjobClaims(folder: string): ClaimQueue {
  const { db, queue } = openPlainjob(join(folder, 'plainjob.db'));
  return {
    name: 'plainjob',
    fill(jobs) {
      fillPlainjob(queue, jobs);
      db.pragma('wal_checkpoint(TRUNCATE)');
    },
    claim() {
      const claimed = queue.getAndMarkJobAsProcessing(TYPE);
      if (claimed === undefined || queue.getJobById(claimed.id) === undefined) throw new Error('no job');
    },
    close: () => queue.close(),
  };
}
