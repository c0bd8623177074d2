import { randomUUID } from 'node:crypto';
import type { Db } from '../db/connection.ts';
import { transaction } from '../db/connection.ts';
import type { JobRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import type { HandlerRegistry, HandlerServices } from '../handlers/handler.ts';
import { DEFAULT_BACKOFF } from './backoff.ts';
import { JobLeave } from './job-leave.ts';
import { JobRun } from './job-run.ts';
import { claimableLanes, type Lane, type LaneLoad } from './lanes.ts';
import {
  canceledWaitingJobs,
  claimCanceledJob,
  claimJob,
  clampFutureTries,
  holdsLease,
  nextDueAt,
  promoteDue,
  waitingLanes,
} from './sql/claim.ts';
import { logJob } from './sql/log.ts';
import { queuePauses } from './sql/pauses.ts';
import { SuspectGate } from './suspect-gate.ts';
import { judgeTick, type Tick } from './watchdog.ts';

export interface DispatcherOptions {
  services: HandlerServices;
  handlers: HandlerRegistry;
  random?: () => number;
  /** Called inside the transaction that starts, ends or hands back a job. */
  onJobChanged(job: JobRow): void;
  /** Some time has passed; `interrupted` where it was no time to work in, because the machine slept, say. */
  onTick(interrupted: boolean): void;
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
  #tickTimer: NodeJS.Timeout | null = null;
  #lastTick: Tick = { wall: 0, mono: 0 };
  #priorityStreak = 0;
  #paused = false;
  #started = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#paused = queuePauses(this.#db).length > 0;
    clampFutureTries(this.#db, { now: this.#now(), longestMs: DEFAULT_BACKOFF.capMs });
    // Whatever is paused: who canceled work and died did not mean it to wait.
    for (const id of canceledWaitingJobs(this.#db)) this.cancel(id);
    this.configure();
    this.wake();
  }

  /** The settings have changed: the tick is set anew, and there may be more slots. */
  configure(): void {
    if (!this.#started) return;
    if (this.#tickTimer !== null) clearInterval(this.#tickTimer);
    this.#lastTick = this.#clocks();
    this.#tickTimer = setInterval(() => this.tick(), this.#intervalMs);
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
      this.#promoteDue();
      while (!this.#paused && this.#claimOne());
      this.#armDueTimer();
    } catch (error) {
      this.halt(toAppError(error));
    }
  }

  /**
   * Says that running jobs live, lets go of what hangs, and notices that the machine slept. Called by a timer every
   * `pipeline.heartbeat_ms`; by tests, and when the system says that it woke up, at any time.
   */
  tick(): void {
    const now = this.#clocks();
    const { interrupted, wentBackMs } = judgeTick(this.#lastTick, now, this.#intervalMs);
    this.#lastTick = now;
    try {
      if (wentBackMs > 0) {
        clampFutureTries(this.#db, { now: now.wall, longestMs: DEFAULT_BACKOFF.capMs });
      }
      const staleMs = this.#options.services.config.pipeline.stale_seconds * 1000;
      for (const run of this.#running.values()) {
        if (interrupted) run.forgiveSilence();
        else run.checkStalled(staleMs);
      }
      if (this.#running.size > 0) {
        transaction(this.#db, () => {
          for (const run of this.#running.values()) run.beat(now.wall);
        });
      }
      if (interrupted) this.wake();
      this.#options.onTick(interrupted);
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
        const claim = { id: jobId, lease: randomUUID(), now: this.#now() };
        const job = transaction(this.#db, () => this.#noted(claimCanceledJob(this.#db, claim)));
        if (job !== null) this.#run(job);
      } catch (error) {
        this.halt(toAppError(error));
      }
    }
  }

  /** Lets a job that runs finish what is at work, and give the rest back. The durable note is the caller's. */
  drain(jobId: number): void {
    this.#running.get(jobId)?.drain();
  }

  /** Items of a job were put back from outside. */
  nudge(jobId: number): void {
    this.#running.get(jobId)?.nudge();
  }

  /** Whether everything is paused has changed in the database. */
  refreshPauses(): void {
    this.#paused = queuePauses(this.#db).length > 0;
    if (this.#paused) for (const run of this.#running.values()) run.drain();
    else this.wake();
  }

  /** Job types of which as many run as may. */
  fullTypes(): string[] {
    const limits = this.#options.services.config.jobs.max_concurrent;
    return Object.entries(limits).flatMap(([type, limit]) => {
      let running = 0;
      for (const run of this.#running.values()) if (run.job.type === type) running += 1;
      return running >= limit ? [type] : [];
    });
  }

  get runningCount(): number {
    return this.#running.size;
  }

  /** Stops items in flight where they are, gives the rest of the work back, and waits for it. */
  async stop(): Promise<void> {
    this.#stopTimers();
    for (const run of this.#running.values()) run.handBack();
    await this.idle();
  }

  /** Resolves when nothing runs any more. */
  async idle(): Promise<void> {
    await Promise.all(this.#ends);
  }

  /** The database fails: nothing more is claimed, and what runs is stopped where it is. */
  halt(error: AppError): void {
    if (!this.#started) return;
    this.#stopTimers();
    for (const run of this.#running.values()) run.handBack();
    this.#options.onStorageFailure(error);
  }

  #stopTimers(): void {
    this.#started = false;
    if (this.#tickTimer !== null) clearInterval(this.#tickTimer);
    if (this.#dueTimer !== null) clearTimeout(this.#dueTimer);
  }

  get #db(): Db {
    return this.#options.services.db;
  }

  get #intervalMs(): number {
    return this.#options.services.config.pipeline.heartbeat_ms;
  }

  #claimOne(): boolean {
    const { config, probe } = this.#options.services;
    const full = this.fullTypes();
    const load: LaneLoad = {
      running: this.#runningByLane(),
      waiting: waitingLanes(this.#db, full),
      priorityStreak: this.#priorityStreak,
    };
    const lanes = claimableLanes(load, {
      slots: config.pipeline.max_parallel_jobs,
      reservedForPriority: config.pipeline.priority_lane_slots,
    });
    for (const lane of lanes) {
      const claim = { lane, lease: randomUUID(), now: this.#now(), full };
      const job = transaction(this.#db, () => this.#noted(claimJob(this.#db, claim)));
      if (job === null) continue;
      this.#priorityStreak = lane === 'priority' && load.waiting.normal ? this.#priorityStreak + 1 : 0;
      probe('claimed');
      this.#run(job);
      return true;
    }
    return false;
  }

  /** That a job has begun is part of the claim: each commit costs as much as all that is in it. */
  #noted(job: JobRow | null): JobRow | null {
    if (job === null) return null;
    const { id: jobId, attempt, crash_count: crashes } = job;
    logJob(this.#db, { jobId, at: this.#now(), event: 'started', detail: { attempt, crashes } });
    this.#options.onJobChanged(job);
    return job;
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
    const leave = new JobLeave(job, {
      services,
      flushEnd: false,
      onJobChanged,
      requireLease: () => {
        if (!holdsLease(this.#db, { id: job.id, lease: job.lease ?? '' })) throw new AppError('lease_lost');
      },
    });
    leave.asFailed(new AppError('unknown_job_type', { detail: job.type }));
  }

  #runningByLane(): Record<Lane, number> {
    const count = { priority: 0, normal: 0 };
    for (const run of this.#running.values()) count[run.job.lane] += 1;
    return count;
  }

  /** Looks before it writes: an UPDATE that finds nothing takes the write lock all the same. */
  #promoteDue(): void {
    const due = nextDueAt(this.#db);
    if (due !== null && due <= this.#now()) promoteDue(this.#db, this.#now());
  }

  #armDueTimer(): void {
    if (this.#dueTimer !== null) clearTimeout(this.#dueTimer);
    const due = nextDueAt(this.#db);
    if (due === null) return;
    const wait = Math.min(LONGEST_SLEEP_MS, Math.max(0, due - this.#now()));
    this.#dueTimer = setTimeout(() => this.wake(), wait);
  }

  #clocks(): Tick {
    const { clock } = this.#options.services;
    return { wall: clock.wall(), mono: clock.mono() };
  }

  #now(): number {
    return this.#options.services.clock.wall();
  }
}
