import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { JobStatus } from 'plainjob';
import { type Contender, requireAllDone, settingsOf } from './contender.ts';
import { fillPlainjob, openPlainjob } from './plainjob.ts';

/** What the threads are given. */
export interface PlainjobThread {
  file: string;
  units: number;
  /** Jobs done so far, by all. */
  done: Int32Array;
  /** Becomes 1 when all may begin. */
  go: Int32Array;
}

/**
 * What its documentation advises for high throughput: as many workers as processors on one file. There they are
 * processes; threads with a connection each are the same to SQLite and start faster.
 */
export const plainjobThreads: Contender = {
  name: `plainjob, ${availableParallelism()} threads`,
  what: 'the same, with as many workers on one file as there are processors, which its documentation advises',
  async run(folder, units) {
    const file = join(folder, 'plainjob.db');
    const { db, queue } = openPlainjob(file);
    const enqueueMs = fillPlainjob(queue, units);
    const done = new Int32Array(new SharedArrayBuffer(4));
    const go = new Int32Array(new SharedArrayBuffer(4));
    const workerData: PlainjobThread = { file, units, done, go };
    const script = new URL('./plainjob-thread.ts', import.meta.url);
    const threads = Array.from({ length: availableParallelism() }, () => new Worker(script, { workerData }));
    await Promise.all(threads.map((thread) => once(thread, 'message')));
    const start = performance.now();
    // One of them says when the last job was done, and any of them may fail.
    const allDone = Promise.race(threads.map((thread) => once(thread, 'message')));
    const exits = threads.map((thread) => once(thread, 'exit'));
    Atomics.store(go, 0, 1);
    Atomics.notify(go, 0);
    await allDone;
    const workMs = performance.now() - start;
    for (const thread of threads) thread.postMessage('stop');
    await Promise.all(exits);
    requireAllDone(plainjobThreads.name, queue.countJobs({ status: JobStatus.Done }), units);
    const settings = settingsOf(db);
    queue.close();
    return { enqueueMs, workMs, settings };
  },
};
