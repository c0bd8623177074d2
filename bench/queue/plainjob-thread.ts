import { parentPort, workerData } from 'node:worker_threads';
import { defineWorker } from 'plainjob';
import { noWork } from './contender.ts';
import { openPlainjob, SILENT, TYPE } from './plainjob.ts';
import type { PlainjobThread } from './plainjob-threads.ts';

const { file, units, done, go } = workerData as PlainjobThread;
const { queue } = openPlainjob(file);
const worker = defineWorker(TYPE, noWork, {
  queue,
  logger: SILENT,
  onCompleted: () => {
    if (Atomics.add(done, 0, 1) + 1 === units) parentPort?.postMessage('done');
  },
});
// Heard only once the queue is empty: between jobs it never lets the event loop turn.
parentPort?.once('message', () => void worker.stop());

parentPort?.postMessage('ready');
Atomics.wait(go, 0, 0);
await worker.start();
queue.close();
