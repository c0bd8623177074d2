import { availableParallelism } from 'node:os';
import { AppError } from '../files/app-error.ts';
import { nodeRuntime, workerEntry } from './entry.ts';
import { HostChild } from './host-child.ts';
import type { FromHost, HostSettings } from './messages.ts';
import type { WorkerHost, WorkerRunOptions, WorkerTaskName, WorkerTasks } from './protocol.ts';
import type { WireError } from './reply.ts';
import { SlotQueue } from './slot-queue.ts';

/** What may change while the host lives; it is then ended, and begins anew with the next task. */
export interface WorkerSettings {
  /** Threads that decode and encode pictures. 0, the default, means one per processor. */
  derivativesThreads?: number;
  /** Threads that each own one ExifTool. Default 2. */
  exifThreads?: number;
  /** Time limit of a task, in ms; for copying and hashing the time without any progress. Default 120,000. */
  taskTimeoutMs?: number;
  /** Time limit of one ExifTool command, in ms. Default 20,000. */
  exifToolTimeoutMs?: number;
  /** JavaScript heap of one thread, in MB. Default 1024. */
  threadMemoryMb?: number;
}

export interface WorkerHostOptions extends WorkerSettings {
  /** Threads that read, hash and copy files. Default 2: more only makes a disk seek. */
  filesThreads?: number;
  /** How long a thread may take to end before the whole host is ended with it, in ms. Default 5,000. */
  graceMs?: number;
  /** What the host says on stderr and stdout, and what befalls it. Default: nothing is kept. */
  log?: (level: 'info' | 'warn' | 'error', message: string) => void;
  /** Other files for the threads: for tests that need misbehaving ones. */
  entries?: Partial<HostSettings['entries']>;
}

type Pool = keyof HostSettings['threads'];

const POOL_OF: Record<WorkerTaskName, Pool> = {
  inspect: 'files',
  captureTime: 'files',
  copy: 'files',
  hash: 'files',
  render: 'derivatives',
  exif: 'exif',
  description: 'exif',
  descriptions: 'exif',
  writeDescription: 'exif',
  tags: 'exif',
  extractPreview: 'exif',
};

/** Waits before the next try after a host died before it was ready. */
const START_BACKOFF_MS = [100, 500, 2000];
/** Silence after which a host with work is asked whether it lives, and how long it has for the answer. */
const PING_MS = 10_000;
/** How long an orderly end may take. */
const CLOSE_MS = 3000;

interface Flight {
  id: number;
  resolve(output: unknown): void;
  reject(error: AppError): void;
}

export interface ConfigurableWorkerHost extends WorkerHost {
  /**
   * Puts other settings into force. Where they are really other ones, tasks in flight reject with `worker_restarted`,
   * so that their items run again at no cost.
   */
  configure(settings: WorkerSettings): void;
}

/** Starts the host with the first task, keeps it alive, and turns each way it can die into the right error. */
export function createWorkerHost(options: WorkerHostOptions = {}): ConfigurableWorkerHost {
  return new Supervisor(options);
}

class Supervisor implements ConfigurableWorkerHost {
  readonly #options: WorkerHostOptions;
  #settings: HostSettings;
  #taskTimeoutMs: number;
  readonly #log: NonNullable<WorkerHostOptions['log']>;
  readonly #slots: Record<Pool, SlotQueue>;
  readonly #flights = new Map<number, Flight>();
  #host: { child: HostChild; ready: Promise<void> } | null = null;
  #nextId = 1;
  #lives = 0;
  #closed = false;
  /** Filled while we end the host on purpose: whose fault it is, and the error for that one. */
  readonly #culprits = new Map<number, WireError>();
  #heard = true;
  #pinger: NodeJS.Timeout | null = null;

  constructor(options: WorkerHostOptions) {
    this.#options = options;
    this.#settings = settingsOf(options);
    this.#taskTimeoutMs = options.taskTimeoutMs ?? 120_000;
    this.#log = options.log ?? (() => {});
    const { threads } = this.#settings;
    this.#slots = {
      files: new SlotQueue(threads.files),
      derivatives: new SlotQueue(threads.derivatives),
      exif: new SlotQueue(threads.exif),
    };
  }

  configure(changes: WorkerSettings): void {
    const options = { ...this.#options, ...changes };
    const settings = settingsOf(options);
    this.#taskTimeoutMs = options.taskTimeoutMs ?? 120_000;
    if (JSON.stringify(settings) === JSON.stringify(this.#settings)) return;
    this.#settings = settings;
    for (const pool of Object.keys(this.#slots) as Pool[]) this.#slots[pool].resize(settings.threads[pool]);
    const child = this.#host?.child;
    if (child === undefined) return;
    this.#log('info', 'the worker host is ended, to begin anew with other settings');
    this.#host = null;
    this.#rejectAll(() => new AppError('worker_restarted', { detail: 'other settings', retry: 'now' }));
    child.send({ type: 'close' });
    setTimeout(() => child.kill(), CLOSE_MS).unref();
  }

  async run<K extends WorkerTaskName>(
    name: K,
    input: WorkerTasks[K]['input'],
    options: WorkerRunOptions = {},
  ): Promise<WorkerTasks[K]['output']> {
    const { signal, timeoutMs = this.#taskTimeoutMs } = options;
    // The host is sent no more than it has threads. So every task in flight is one that runs, and when the host
    // dies the suspects are exactly those.
    const release = await this.#slots[POOL_OF[name]].acquire(signal);
    try {
      const child = await this.#started();
      if (signal?.aborted) throw new AppError('canceled');
      const output = await this.#fly(child, (id) => ({ type: 'run', id, name, input, timeoutMs }), signal);
      return output as WorkerTasks[K]['output'];
    } finally {
      release();
    }
  }

  status(): { running: boolean; pid: number | null; restarts: number } {
    const pid = this.#host?.child.pid ?? null;
    return { running: pid !== null, pid, restarts: Math.max(0, this.#lives - 1) };
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const slots of Object.values(this.#slots)) slots.close(closedError);
    const child = this.#host?.child;
    if (child === undefined || child.pid === null) return;
    this.#rejectAll(closedError);
    child.send({ type: 'close' });
    const killer = setTimeout(() => child.kill(), CLOSE_MS);
    while (child.pid !== null) await new Promise((resolve) => setTimeout(resolve, 10));
    clearTimeout(killer);
  }

  #fly(
    child: HostChild,
    request: (id: number) => Parameters<HostChild['send']>[0],
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    const id = this.#nextId;
    this.#nextId += 1;
    const onAbort = (): void => child.send({ type: 'cancel', id });
    const flight = new Promise<unknown>((resolve, reject) => {
      this.#flights.set(id, { id, resolve, reject });
    });
    signal?.addEventListener('abort', onAbort, { once: true });
    child.send(request(id));
    this.#watch();
    return flight.finally(() => signal?.removeEventListener('abort', onAbort));
  }

  async #started(): Promise<HostChild> {
    for (let attempt = 0; ; attempt += 1) {
      if (this.#closed) throw closedError();
      const host = this.#host ?? this.#start();
      try {
        await host.ready;
        return host.child;
      } catch (error) {
        const wait = START_BACKOFF_MS[attempt];
        // Not one task has run yet, so none of them is to blame: this is an installation that does not work.
        if (wait === undefined) {
          throw new AppError('worker_unavailable', { detail: String(error), retry: 'later', cause: error });
        }
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  #start(): { child: HostChild; ready: Promise<void> } {
    this.#lives += 1;
    let resolve: () => void = () => {};
    let reject: (error: Error) => void = () => {};
    const promise = new Promise<void>((onReady, onGone) => {
      resolve = onReady;
      reject = onGone;
    });
    const child = new HostChild({
      node: nodeRuntime(),
      script: workerEntry('host'),
      settings: this.#settings,
      onLog: this.#log,
      onMessage: (message) => {
        if (message.type === 'ready') resolve();
        else this.#receive(child, message);
      },
      onExit: (reason) => {
        if (this.#host?.child === child) this.#host = null;
        reject(new Error(`the worker host went away: ${reason}`));
        this.#bury(reason);
      },
    });
    const host = { child, ready: promise };
    // Nobody may be waiting when a host that was ready dies.
    promise.catch(() => {});
    this.#host = host;
    return host;
  }

  #receive(child: HostChild, message: Exclude<FromHost, { type: 'ready' }>): void {
    this.#heard = true;
    switch (message.type) {
      case 'pong':
        return;
      case 'log':
        this.#log(message.level, message.message);
        return;
      case 'done':
        this.#take(message.id)?.resolve(message.output);
        return;
      case 'failed':
        this.#take(message.id)?.reject(fromWire(message.error));
        return;
      case 'stuck':
        this.#log('warn', `task ${message.id} hangs in native code, the host is ended`);
        this.#culprits.set(message.id, message.error);
        child.kill();
    }
  }

  /** The host is gone: each task in flight learns whether it is the culprit, a suspect or a bystander. */
  #bury(reason: string): void {
    const culprits = [...this.#culprits];
    this.#culprits.clear();
    if (!this.#closed)
      this.#log('warn', `the worker host went away (${reason}), ${this.#flights.size} in flight`);
    if (culprits.length === 0) {
      this.#rejectAll(() => new AppError('worker_crashed', { detail: reason, retry: 'now' }));
      return;
    }
    for (const [id, error] of culprits) this.#take(id)?.reject(fromWire(error));
    this.#rejectAll(() => new AppError('worker_restarted', { retry: 'now' }));
  }

  #rejectAll(error: () => AppError): void {
    for (const id of [...this.#flights.keys()]) this.#take(id)?.reject(error());
  }

  #take(id: number): Flight | undefined {
    const flight = this.#flights.get(id);
    this.#flights.delete(id);
    return flight;
  }

  /** Threads have their own time limits. This finds the host itself hanging, which nobody else would notice. */
  #watch(): void {
    if (this.#pinger !== null) return;
    this.#heard = true;
    this.#pinger = setInterval(() => {
      const child = this.#host?.child;
      if (this.#flights.size === 0 || child === undefined) {
        if (this.#pinger !== null) clearInterval(this.#pinger);
        this.#pinger = null;
      } else if (this.#heard) {
        this.#heard = false;
        child.send({ type: 'ping' });
      } else {
        this.#log('error', 'the worker host does not answer, it is ended');
        child.kill();
      }
    }, PING_MS);
    this.#pinger.unref();
  }
}

function settingsOf(options: WorkerHostOptions): HostSettings {
  const wanted = options.derivativesThreads ?? 0;
  return {
    threads: {
      files: options.filesThreads ?? 2,
      derivatives: wanted > 0 ? wanted : availableParallelism(),
      exif: options.exifThreads ?? 2,
    },
    threadMemoryMb: options.threadMemoryMb ?? 1024,
    graceMs: options.graceMs ?? 5000,
    exifToolTimeoutMs: options.exifToolTimeoutMs ?? 20_000,
    entries: {
      files: options.entries?.files ?? workerEntry('threads/files'),
      derivatives: options.entries?.derivatives ?? workerEntry('threads/derivatives'),
      exif: options.entries?.exif ?? workerEntry('threads/exif'),
    },
  };
}

function closedError(): AppError {
  return new AppError('worker_restarted', { detail: 'the worker host was closed', retry: 'now' });
}

function fromWire(error: WireError): AppError {
  return new AppError(error.code, {
    retry: error.retry,
    ...(error.detail === undefined ? {} : { detail: error.detail }),
  });
}
