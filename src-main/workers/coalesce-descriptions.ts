import { AppError, type RetryClass, toAppError } from '../files/app-error.ts';
import type { DescriptionInput, DescriptionOutput, WorkerHost, WorkerRunOptions } from './protocol.ts';

/**
 * Files per ExifTool command. The question costs more than the answer: asked one by one, reading reached 0.34 of bare
 * ExifTool, sixteen at once 1.16 (npm run bench -- metadata).
 */
const MOST_AT_ONCE = 16;

interface Waiting {
  input: DescriptionInput;
  signal: AbortSignal | undefined;
  resolve(output: DescriptionOutput): void;
  reject(error: AppError): void;
}

/**
 * The same host, which reads descriptions several at a time where several are asked for. Who asks cannot tell the
 * difference: each gets its own answer or its own error. Where a command fails as a whole, its files are read one by one,
 * so that only the file that is to blame is blamed.
 *
 * @param threads commands at once; as many as the host has for it
 */
export function coalesceDescriptions(host: WorkerHost, threads: () => number): WorkerHost {
  const queue = new Queue(host, threads);
  return {
    status: () => host.status(),
    close: () => host.close(),
    run: (name, input, options) =>
      name === 'description'
        ? (queue.read(input as DescriptionInput, options) as ReturnType<typeof host.run<typeof name>>)
        : host.run(name, input, options),
  };
}

function fromAnswer({
  code,
  detail,
  retry,
}: {
  code: string;
  detail?: string | undefined;
  retry: RetryClass;
}) {
  return new AppError(code, { retry, ...(detail === undefined ? {} : { detail }) });
}

class Queue {
  readonly #host: WorkerHost;
  readonly #threads: () => number;
  #waiting: Waiting[] = [];
  #running = 0;
  #isPlanned = false;

  constructor(host: WorkerHost, threads: () => number) {
    this.#host = host;
    this.#threads = threads;
  }

  read(input: DescriptionInput, { signal }: WorkerRunOptions = {}): Promise<DescriptionOutput> {
    if (signal?.aborted) return Promise.reject(new AppError('canceled'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ input, signal, resolve, reject });
      this.#plan();
    });
  }

  /** In the next turn, when all that ask in this one have asked. */
  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setImmediate(() => {
      this.#isPlanned = false;
      while (this.#running < this.#threads() && this.#waiting.length > 0) void this.#next();
    });
  }

  async #next(): Promise<void> {
    const batch = this.#take();
    if (batch.length === 0) return;
    this.#running += 1;
    try {
      await (batch.length === 1 ? this.#alone(batch) : this.#together(batch));
    } finally {
      this.#running -= 1;
      this.#plan();
    }
  }

  /** The first that waits, and others that are asked for in the same way. */
  #take(): Waiting[] {
    const isCanceled = ({ signal }: Waiting) => signal?.aborted ?? false;
    for (const one of this.#waiting.filter(isCanceled)) one.reject(new AppError('canceled'));
    const open = this.#waiting.filter((one) => !isCanceled(one));
    const [first] = open;
    const batch = open.filter(({ input }) => input.isJpeg === first?.input.isJpeg).slice(0, MOST_AT_ONCE);
    this.#waiting = open.filter((one) => !batch.includes(one));
    return batch;
  }

  async #together(batch: readonly Waiting[]): Promise<void> {
    const isJpeg = batch[0]?.input.isJpeg ?? false;
    try {
      const paths = batch.map(({ input }) => input.path);
      const answers = await this.#host.run('descriptions', { paths, isJpeg });
      for (const [at, one] of batch.entries()) {
        const answer = answers[at];
        if (answer === undefined)
          one.reject(new AppError('internal', { detail: 'a file without an answer' }));
        else if ('error' in answer) one.reject(fromAnswer(answer.error));
        else one.resolve(answer);
      }
    } catch {
      await this.#alone(batch);
    }
  }

  async #alone(batch: readonly Waiting[]): Promise<void> {
    for (const { input, signal, resolve, reject } of batch) {
      try {
        resolve(await this.#host.run('description', input, { signal }));
      } catch (error) {
        reject(toAppError(error));
      }
    }
  }
}
