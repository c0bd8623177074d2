import { rmSync } from 'node:fs';
import { toNative } from '../files/native-path.ts';
import { ExifToolPids } from './exif-tool-pids.ts';
import type { FromHost, HostSettings, ToHost } from './messages.ts';
import type {
  CopyInput,
  ExtractPreviewInput,
  RenderInput,
  RenderOutput,
  WorkerTaskName,
  WriteDescriptionInput,
} from './protocol.ts';
import type { RenderThreads } from './render-task.ts';
import { renderTask } from './render-task.ts';
import type { Reply, WireError } from './reply.ts';
import { TaskControl } from './task-control.ts';
import type { PoolName, ThreadLoss, ThreadOutcome } from './thread-pool.ts';
import { ThreadPool } from './thread-pool.ts';
import { Turns } from './turns.ts';

type Request = Extract<ToHost, { type: 'run' }>;

/** Tasks whose thread looks at its control between two steps; the others are ended the hard way. */
const COOPERATIVE: ReadonlySet<WorkerTaskName> = new Set(['copy', 'hash', 'inspect', 'captureTime']);
const EXIF_TASKS: ReadonlySet<WorkerTaskName> = new Set([
  'exif',
  'description',
  'descriptions',
  'writeDescription',
  'tags',
  'extractPreview',
]);
/** How long a cooperative task may take to notice that it should stop: one block on a slow disk. */
const COOPERATIVE_GRACE_MS = 1000;

interface Running {
  control: TaskControl;
  end: AbortController;
  /** Why we ended it; null while nobody asked for that. */
  reason: 'worker_timeout' | 'canceled' | null;
  name: WorkerTaskName;
  /** It waits for others here: that is not its own time. */
  waiting: boolean;
}

type InPool = <T>(pool: PoolName, name: string, input: unknown) => Promise<ThreadOutcome<T>>;

export interface HostTasksOptions {
  settings: HostSettings;
  scratch: string;
  send(message: FromHost): void;
}

/** The host's tasks in flight: their time limits, their end, and what is told to the engine of it. */
export class HostTasks {
  readonly #options: HostTasksOptions;
  readonly #running = new Map<number, Running>();
  readonly #pools: Record<PoolName, ThreadPool>;
  readonly #exifTools: ExifToolPids;
  readonly #drawing = new Turns();

  constructor(options: HostTasksOptions) {
    this.#options = options;
    const { settings, scratch } = options;
    this.#exifTools = new ExifToolPids();
    const pool = (name: PoolName): ThreadPool =>
      new ThreadPool({
        filename: settings.entries[name],
        threads: settings.threads[name],
        threadMemoryMb: settings.threadMemoryMb,
        data: { scratch, exifToolTimeoutMs: settings.exifToolTimeoutMs },
        onMessage: (message) => this.#exifTools.note(message),
        onThreadLost: () => {
          if (name === 'exif') this.#exifTools.endOrphans(this.#pools.exif.threadIds);
        },
      });
    this.#pools = { files: pool('files'), derivatives: pool('derivatives'), exif: pool('exif') };
  }

  async run(request: Request): Promise<void> {
    const task: Running = {
      control: new TaskControl(),
      end: new AbortController(),
      reason: null,
      name: request.name,
      waiting: false,
    };
    this.#running.set(request.id, task);
    const stopWatching = this.#watch(task, request.timeoutMs);
    const suffix = `.${process.pid}-${request.id}.tmp`;
    const inPool: InPool = (pool, name, input) =>
      this.#pools[pool].run(
        name,
        { input, control: task.control.buffer, temporarySuffix: suffix },
        { end: task.end.signal, graceMs: this.#options.settings.graceMs },
      );
    try {
      const outcome =
        request.name === 'render'
          ? await renderTask(request.input as RenderInput, suffix, this.#renderThreads(task, inPool))
          : await inPool<unknown>(poolOf(request.name), request.name, request.input);
      if ('loss' in outcome) removeLeftovers(request, suffix);
      this.#report(request.id, task, outcome);
    } finally {
      stopWatching();
      this.#running.delete(request.id);
    }
  }

  #renderThreads(task: Running, inPool: InPool): RenderThreads {
    return {
      draw: async (job, alone) => {
        task.waiting = true;
        const leave = await this.#drawing.enter(alone, task.end.signal);
        task.waiting = false;
        if (leave === null) return { loss: { kind: 'ended', stuck: false }, alone: false };
        task.control.begin();
        const outcome = await inPool<RenderOutput>('derivatives', 'render', job).catch((error: unknown) => {
          leave();
          throw error;
        });
        return { ...outcome, alone: leave() };
      },
      extractPreview: (input) => inPool('exif', 'extractPreview', input),
    };
  }

  cancel(id: number): void {
    const task = this.#running.get(id);
    if (task !== undefined) this.#stop(task, 'canceled');
  }

  async close(): Promise<void> {
    this.#exifTools.endAll();
    await Promise.all(Object.values(this.#pools).map((pool) => pool.destroy()));
  }

  /** Ends the task when it has made no step for `timeoutMs`. */
  #watch(task: Running, timeoutMs: number): () => void {
    let seen = task.control.progress;
    const timer = setInterval(() => {
      const now = task.control.progress;
      if (now === seen && !task.waiting) this.#stop(task, 'worker_timeout');
      seen = now;
    }, timeoutMs);
    return () => clearInterval(timer);
  }

  #stop(task: Running, reason: 'worker_timeout' | 'canceled'): void {
    if (task.reason !== null) return;
    task.reason = reason;
    task.control.cancel();
    const grace = COOPERATIVE.has(task.name) ? COOPERATIVE_GRACE_MS : 0;
    setTimeout(() => task.end.abort(), grace).unref();
  }

  #report(id: number, task: Running, outcome: ThreadOutcome<unknown>): void {
    const { send } = this.#options;
    if ('reply' in outcome) {
      send(replyMessage(id, task, outcome.reply));
      return;
    }
    const error = lossError(outcome.loss, task.reason);
    const stuck = outcome.loss.kind === 'ended' && outcome.loss.stuck;
    send({ type: stuck ? 'stuck' : 'failed', id, error });
  }
}

function poolOf(name: Exclude<WorkerTaskName, 'render'>): PoolName {
  return EXIF_TASKS.has(name) ? 'exif' : 'files';
}

function replyMessage(id: number, task: Running, reply: Reply<unknown>): FromHost {
  if (reply.ok) return { type: 'done', id, output: reply.output };
  // The control knows no reasons: a task that stopped because its time was up says `canceled` too.
  if (reply.error.code === 'canceled' && task.reason === 'worker_timeout') {
    return { type: 'failed', id, error: { code: 'worker_timeout', retry: 'now' } };
  }
  return { type: 'failed', id, error: reply.error };
}

function lossError(loss: ThreadLoss, reason: Running['reason']): WireError {
  switch (loss.kind) {
    case 'crashed':
      return { code: 'worker_crashed', detail: loss.detail, retry: 'now' };
    case 'out_of_memory':
      return { code: 'worker_out_of_memory', detail: loss.detail, retry: 'now' };
    case 'ended':
      return reason === 'canceled'
        ? { code: 'canceled', retry: 'never' }
        : { code: 'worker_timeout', retry: 'now' };
  }
}

/** A dead thread cannot clean up after itself. */
function removeLeftovers(request: Request, suffix: string): void {
  const files: string[] = [];
  if (request.name === 'copy' || request.name === 'writeDescription')
    files.push((request.input as CopyInput | WriteDescriptionInput).temporary);
  if (request.name === 'render') {
    const input = request.input as RenderInput;
    files.push(input.thumbnail.path + suffix, input.preview.path + suffix);
  }
  if (request.name === 'extractPreview') files.push((request.input as ExtractPreviewInput).output + suffix);
  for (const file of files) rmSync(toNative(file), { recursive: true, force: true });
}
