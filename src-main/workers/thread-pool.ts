import type { Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { Reply } from './reply.ts';

export type PoolName = 'files' | 'derivatives' | 'exif';

/** What every thread function is given. */
export interface ThreadJob<I> {
  input: I;
  control: SharedArrayBuffer;
  /** Ends the names of temporary files of this very task, so that the host can remove them if the thread dies. */
  temporarySuffix: string;
}

export interface ThreadPoolOptions {
  filename: string;
  threads: number;
  threadMemoryMb: number;
  /** Plain data for the threads, read from `workerData`. */
  data: unknown;
  onMessage(message: unknown): void;
  /** A thread is gone, for whatever reason. */
  onThreadLost(): void;
}

/** How the time of a task in a thread ended, where the thread gave no reply of its own. */
export type ThreadLoss =
  | { kind: 'crashed'; detail: string }
  | { kind: 'out_of_memory'; detail: string }
  /** Ended on our order; `stuck` where the thread still lives after the grace, inside native code. */
  | { kind: 'ended'; stuck: boolean };

export type ThreadOutcome<T> = { reply: Reply<T> } | { loss: ThreadLoss };

/**
 * A fixed number of threads that run the functions of one file. Queueing, priority and fairness are the engine's:
 * it sends no more than there are threads, so that what was sent is what runs.
 */
export class ThreadPool {
  readonly #pool: Piscina;

  constructor(options: ThreadPoolOptions) {
    this.#pool = new Piscina({
      filename: options.filename,
      minThreads: options.threads,
      maxThreads: options.threads,
      concurrentTasksPerWorker: 1,
      // With atomics an idle thread sleeps outside its event loop: ExifTool's pipes and timers would freeze with it.
      atomics: 'disabled',
      resourceLimits: { maxOldGenerationSizeMb: options.threadMemoryMb },
      workerData: options.data,
    });
    this.#pool.on('message', options.onMessage);
    this.#pool.on('workerDestroy', options.onThreadLost);
    this.#pool.on('error', () => {
      // A thread died between two tasks. Piscina replaces it, and `workerDestroy` has told us.
    });
  }

  get threadIds(): number[] {
    return this.#pool.threads.map((thread) => thread.threadId);
  }

  /**
   * Runs one function in a thread. When `end` fires the thread is ended, and the outcome is known only once it has
   * really exited or `graceMs` have passed: so nothing works on behind the back of who asked.
   */
  async run<I, T>(
    name: string,
    job: ThreadJob<I>,
    control: { end: AbortSignal; graceMs: number },
  ): Promise<ThreadOutcome<T>> {
    const abort = new AbortController();
    let exited: Promise<boolean> | null = null;
    const onEnd = (): void => {
      const before = this.#pool.threads;
      abort.abort();
      const after = new Set(this.#pool.threads);
      const lost = before.filter((thread) => !after.has(thread));
      exited = waitForExit(lost, control.graceMs);
    };
    control.end.addEventListener('abort', onEnd, { once: true });
    if (control.end.aborted) onEnd();
    try {
      const reply = (await this.#pool.run(job, { name, signal: abort.signal })) as Reply<T>;
      return { reply };
    } catch (error) {
      if (exited !== null) return { loss: { kind: 'ended', stuck: !(await exited) } };
      return { loss: classify(error) };
    } finally {
      control.end.removeEventListener('abort', onEnd);
    }
  }

  destroy(): Promise<void> {
    return this.#pool.destroy();
  }
}

function classify(error: unknown): ThreadLoss {
  const detail = error instanceof Error ? error.message : String(error);
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return { kind: code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out_of_memory' : 'crashed', detail };
}

/** True once all of them are gone, false when that takes longer than the grace. */
async function waitForExit(threads: Worker[], graceMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), graceMs);
  });
  const gone = Promise.all(
    threads.map((thread) => new Promise<void>((resolve) => thread.once('exit', () => resolve()))),
  ).then(() => true as const);
  try {
    return await Promise.race([gone, late]);
  } finally {
    clearTimeout(timer);
  }
}
