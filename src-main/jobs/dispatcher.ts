import { randomUUID } from 'node:crypto';
import type { Db } from '../db/connection.ts';
import { transaction } from '../db/connection.ts';
import type { JobRow } from '../db/rows.ts';
import { type AppError, toAppError } from '../files/app-error.ts';
import type { HandlerRegistry, HandlerServices } from '../handlers/handler.ts';
import { JobRun } from './job-run.ts';
import { claimableLanes, type Lane } from './lanes.ts';
import { claimCanceledJob, claimJob, nextDueAt, promoteDue, waitingLanes } from './sql/claim.ts';
import { cancelOpenItems } from './sql/items.ts';
import { finishJob } from './sql/jobs.ts';
import { SuspectGate } from './suspect-gate.ts';

export interface DispatcherOptions {
  services: HandlerServices;
  handlers: HandlerRegistry;
  random?: () => number;
  /** Called inside the transaction that ends or hands back a job. */
  onJobChanged(job: JobRow): void;
  /** The queue itself cannot be written any more. Nothing is claimed from then on. */
  onStorageFailure(error: AppError): void;
}

/** Timers never sleep longer than this, so that a clock that was set wrong cannot lose a due time for ever. */
const LONGEST_SLEEP_MS = 60_000;

/** Claims jobs into free slots and runs them. It sleeps until it is told of work, or something is due. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #running = new Map<number, JobRun>();
  readonly #ends = new Set<Promise<void>>();
  readonly #gate = new SuspectGate();
  #dueTimer: NodeJS.Timeout | null = null;
  #beatTimer: NodeJS.Timeout | null = null;
  #started = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    if (this.#beatTimer !== null) clearInterval(this.#beatTimer);
    this.#beatTimer = setInterval(() => this.#beat(), this.#options.services.config.pipeline.heartbeat_ms);
    this.wake();
  }

  /** There may be something to claim. */
  wake(): void {
    if (!this.#started) return;
    if (this.#db.inTransaction) {
      // A run begins in this very turn: what it claims and stores must not hang on somebody else's transaction.
      setImmediate(() => this.wake());
      return;
    }
    try {
      promoteDue(this.#db, this.#now());
      while (this.#claimOne());
      this.#armDueTimer();
    } catch (error) {
      this.halt(toAppError(error));
    }
  }

  /**
   * Stops a job. The durable note comes first and is the caller's. One that waits, but has begun already, is taken up
   * at once so that it cleans up behind itself.
   */
  cancel(jobId: number): void {
    const run = this.#running.get(jobId);
    if (run !== undefined) run.cancel();
    else if (this.#started) {
      try {
        const job = claimCanceledJob(this.#db, { id: jobId, lease: randomUUID(), now: this.#now() });
        if (job !== null) this.#run(job);
      } catch (error) {
        this.halt(toAppError(error));
      }
    }
  }

  /** Lets items in flight end, gives the rest of the work back, and waits for it. */
  async stop(): Promise<void> {
    this.#started = false;
    if (this.#beatTimer !== null) clearInterval(this.#beatTimer);
    if (this.#dueTimer !== null) clearTimeout(this.#dueTimer);
    for (const run of this.#running.values()) run.handBack();
    await this.idle();
  }

  /** Resolves when nothing runs any more. */
  async idle(): Promise<void> {
    await Promise.all(this.#ends);
  }

  get #db(): Db {
    return this.#options.services.db;
  }

  #claimOne(): boolean {
    const { config } = this.#options.services;
    const lanes = claimableLanes(this.#runningByLane(), waitingLanes(this.#db), {
      slots: config.pipeline.max_parallel_jobs,
      reservedForPriority: config.pipeline.priority_lane_slots,
    });
    for (const lane of lanes) {
      const job = claimJob(this.#db, { lane, lease: randomUUID(), now: this.#now() });
      if (job === null) continue;
      this.#run(job);
      return true;
    }
    return false;
  }

  #run(job: JobRow): void {
    const { services, handlers, onJobChanged, random } = this.#options;
    const handler = handlers.get(job.type);
    if (handler === undefined) {
      this.#failUnknown(job);
      return;
    }
    const run = new JobRun(job, {
      services,
      handler,
      gate: this.#gate,
      random: random ?? Math.random,
      onJobChanged,
      onStorageFailure: (error) => this.halt(error),
    });
    this.#running.set(job.id, run);
    transaction(this.#db, () => onJobChanged(job));
    const end = run.run().finally(() => {
      // Handed back, it may have been taken up again already, by another run.
      if (this.#running.get(job.id) === run) this.#running.delete(job.id);
      this.#ends.delete(end);
      this.wake();
    });
    this.#ends.add(end);
  }

  #failUnknown(job: JobRow): void {
    const { services, onJobChanged } = this.#options;
    services.log.error({ jobId: job.id, type: job.type }, 'no handler for this job type');
    transaction(this.#db, () => {
      const now = this.#now();
      finishJob(this.#db, {
        id: job.id,
        lease: job.lease ?? '',
        to: 'failed',
        canceled: cancelOpenItems(this.#db, { jobId: job.id, now }),
        errorCode: 'unknown_job_type',
        errorDetail: job.type,
        now,
      });
      onJobChanged(job);
    });
    services.changes.job(job.id);
    if (job.task_id !== null) services.changes.task(job.task_id);
  }

  #runningByLane(): Record<Lane, number> {
    const count = { priority: 0, normal: 0 };
    for (const run of this.#running.values()) count[run.job.lane] += 1;
    return count;
  }

  #beat(): void {
    try {
      for (const run of this.#running.values()) run.beat(this.#now());
    } catch (error) {
      this.halt(toAppError(error));
    }
  }

  /** The database fails: nothing more is claimed, and what runs is stopped where it is. */
  halt(error: AppError): void {
    if (!this.#started) return;
    this.#started = false;
    for (const run of this.#running.values()) run.handBack();
    this.#options.onStorageFailure(error);
  }

  #armDueTimer(): void {
    if (this.#dueTimer !== null) clearTimeout(this.#dueTimer);
    const due = nextDueAt(this.#db);
    if (due === null) return;
    const wait = Math.min(LONGEST_SLEEP_MS, Math.max(0, due - this.#now()));
    this.#dueTimer = setTimeout(() => this.wake(), wait);
  }

  #now(): number {
    return this.#options.services.clock.wall();
  }
}
