import { AppError } from '../files/app-error.ts';

interface Waiting {
  enter(): void;
  leave(error: AppError): void;
}

/** So many at once, the others in the order they came. */
export class SlotQueue {
  #slots: number;
  #free: number;
  readonly #waiting: Waiting[] = [];
  #closed: (() => AppError) | null = null;

  constructor(slots: number) {
    this.#slots = slots;
    this.#free = slots;
  }

  /** Resolves with the function that gives the slot back. */
  async acquire(signal?: AbortSignal): Promise<() => void> {
    if (this.#closed !== null) throw this.#closed();
    if (signal?.aborted) throw new AppError('canceled');
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait(signal);
    return () => this.#release();
  }

  /** Sends everyone away who waits, and everyone who comes. */
  close(error: () => AppError): void {
    this.#closed = error;
    for (const waiting of this.#waiting.splice(0)) waiting.leave(error());
  }

  /** More or fewer slots from now on. Who is inside stays; with fewer, some that come back are not given out again. */
  resize(slots: number): void {
    this.#free += slots - this.#slots;
    this.#slots = slots;
    while (this.#free > 0) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#free -= 1;
      next.enter();
    }
  }

  #release(): void {
    const next = this.#free < 0 ? undefined : this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next.enter();
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(new AppError('canceled'));
      };
      const waiting: Waiting = {
        enter: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
        leave: (error) => {
          signal?.removeEventListener('abort', onAbort);
          reject(error);
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiting);
    });
  }
}
