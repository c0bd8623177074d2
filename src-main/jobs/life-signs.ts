import { AppError } from '../files/app-error.ts';
import type { WorkerHost } from '../workers/protocol.ts';
import type { Clock } from './clock.ts';
import { isStalled, type Vitals } from './watchdog.ts';

/**
 * Whether a piece of work in this process still lives, and the way to let go of it where it does not: JavaScript cannot
 * end a function that never returns, but nobody has to wait for it, and nothing it does later counts.
 */
export class LifeSigns {
  readonly #clock: Clock;
  readonly #vitals: Vitals;
  readonly #abort = new AbortController();
  #given = false;
  #giveUp: (error: AppError) => void = () => {};
  /** Rejects with `stalled` when the work is given up. */
  readonly #stalled: Promise<never>;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#vitals = { lastSign: clock.mono(), calls: 0 };
    this.#stalled = new Promise((_resolve, reject) => {
      this.#giveUp = reject;
    });
    // Nobody may be waiting any more when it is given up.
    this.#stalled.catch(() => {});
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** True once it was given up: whatever it still does is void. */
  get isGivenUp(): boolean {
    return this.#given;
  }

  sign(): void {
    this.#vitals.lastSign = this.#clock.mono();
  }

  abort(reason: AppError): void {
    this.#abort.abort(reason);
  }

  /** The result of `work`, unless it is given up before. */
  async guard<T>(work: Promise<T>): Promise<T> {
    return await Promise.race([work, this.#stalled]);
  }

  /** Lets go of the work where it hangs. Answers whether it did. */
  check(staleMs: number): boolean {
    if (this.#given || !isStalled(this.#vitals, this.#clock.mono(), staleMs)) return false;
    this.#given = true;
    const error = new AppError('stalled', { retry: 'now' });
    this.#abort.abort(error);
    this.#giveUp(error);
    return true;
  }

  /** The same host, whose calls count as signs of life for as long as they are under way. */
  watching(workers: WorkerHost): WorkerHost {
    return {
      status: () => workers.status(),
      close: () => workers.close(),
      run: async (name, input, options) => {
        this.#vitals.calls += 1;
        try {
          return await workers.run(name, input, options);
        } finally {
          this.#vitals.calls -= 1;
          this.sign();
        }
      },
    };
  }
}
