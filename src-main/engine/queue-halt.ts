import type { Logger } from 'pino';
import { type AppError, toAppError } from '../files/app-error.ts';

export interface QueueHaltOptions {
  log: Logger;
  /** Puts the queue back to work. Rejects while it still cannot be written; answers false where nobody wants it any more. */
  resume(): Promise<boolean>;
  /** It stands still, or goes on again. */
  onChanged(): void;
}

/** How long a halted queue waits before it looks whether it can go on. */
const RESUME_AFTER_MS = 20_000;

/**
 * The queue cannot be written: the disk is full, the drive was pulled. Work stops, and is tried again until it can go
 * on, because nobody should have to restart an app.
 */
export class QueueHalt {
  readonly #options: QueueHaltOptions;
  #error: AppError | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: QueueHaltOptions) {
    this.#options = options;
  }

  /** Why the queue stands still; null while it does not. */
  get error(): AppError | null {
    return this.#error;
  }

  /** The dispatcher has stopped because of this. */
  begin(error: AppError): void {
    const { log, onChanged } = this.#options;
    this.#error ??= error;
    log.error({ err: error, code: error.code }, 'the queue cannot be written: work stops here');
    onChanged();
    this.#timer ??= this.#later();
  }

  /** Tries no more. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #later(): NodeJS.Timeout {
    return setTimeout(() => void this.#resume(), RESUME_AFTER_MS);
  }

  async #resume(): Promise<void> {
    const { log, resume, onChanged } = this.#options;
    this.#timer = null;
    try {
      if (!(await resume())) return;
      this.#error = null;
      log.info('the queue can be written again: work goes on');
      onChanged();
    } catch (error) {
      log.warn({ err: toAppError(error) }, 'the queue still cannot be written');
      this.#timer = this.#later();
    }
  }
}
