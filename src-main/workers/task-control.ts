import { AppError } from '../files/app-error.ts';

const CANCELED = 0;
const PROGRESS = 1;

/**
 * Two numbers that a thread and the host share. A thread that copies files runs synchronous calls, so no message can
 * reach it: it looks here between two blocks. What it adds to `progress` moves its time limit on: the limit then
 * means "this long without a step", and a 60 GB movie on a slow disk is no hanging task.
 */
export class TaskControl {
  readonly buffer: SharedArrayBuffer;
  readonly #cells: Int32Array;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)) {
    this.buffer = buffer;
    this.#cells = new Int32Array(buffer);
  }

  cancel(): void {
    Atomics.store(this.#cells, CANCELED, 1);
  }

  /** Its time limit counts from here. */
  begin(): void {
    Atomics.add(this.#cells, PROGRESS, 1);
  }

  /** Marks a step done; throws `canceled` where the host asked to stop. */
  step(): void {
    Atomics.add(this.#cells, PROGRESS, 1);
    if (Atomics.load(this.#cells, CANCELED) !== 0) throw new AppError('canceled');
  }

  get progress(): number {
    return Atomics.load(this.#cells, PROGRESS);
  }
}
