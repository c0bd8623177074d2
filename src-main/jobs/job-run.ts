import { setImmediate as nextTurn } from 'node:timers/promises';
import { durableTransaction, transaction } from '../db/connection.ts';
import type { JobItemRow, JobRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import type { AnyJobHandler, HandlerServices, ItemContext } from '../handlers/handler.ts';
import { discoverItems } from './discover-items.ts';
import { ItemFlight } from './item-flight.ts';
import { isAway, judgeItemError } from './item-verdict.ts';
import { JobLeave } from './job-leave.ts';
import { LifeSigns } from './life-signs.ts';
import { heartbeat, holdsLease } from './sql/claim.ts';
import { begunItems, nextRunsAlone, startItems } from './sql/items.ts';
import { addProgress, isCancelRequested } from './sql/jobs.ts';
import { MAX_INTERRUPTIONS } from './sql/recover.ts';
import { type Stop, strongerStop } from './stop.ts';
import { type ItemEnd, storeItemEnds } from './store-item-end.ts';
import type { SuspectGate } from './suspect-gate.ts';

export interface JobRunOptions {
  services: HandlerServices;
  handler: AnyJobHandler;
  gate: SuspectGate;
  random: () => number;
  /** Called inside the transaction that ends or hands back the job. */
  onJobChanged(job: JobRow): void;
  /** Not even the failure could be stored: the job stays as it is, for the next start to put back. */
  onStorageFailure(error: AppError): void;
}

/**
 * One claimed job, from claim to end. Everything that decides is one turn of a loop: a single transaction stores what
 * ended since the last turn and starts what there is room for. Items work in between, outside of any transaction.
 *
 *   turn:   [ end items + counters | start next items ]  ──►  items work  ──►  turn …
 *   leave:  nothing pending → finished · only later items pending → scheduled · canceled → canceled · paused, or the
 *           engine stops → queued, attempt given back · a drive is away → parked · lease lost → nothing is written any more
 */
export class JobRun {
  readonly job: JobRow;
  readonly #lease: string;
  readonly #options: JobRunOptions;
  readonly #leave: JobLeave;
  readonly #inFlight = new Map<number, ItemFlight>();
  readonly #ended: ItemEnd[] = [];
  readonly #landing = new Set<Promise<void>>();
  #discovery: LifeSigns | null = null;
  #isDiscovered = true;
  #payload: unknown;
  /** Failed items of the job so far: the messages of the first are stored, the others only in the log. */
  #failed: number;
  #stop: Stop | null = null;
  #wake: () => void = () => {};

  constructor(job: JobRow, options: JobRunOptions) {
    this.job = job;
    this.#lease = job.lease ?? '';
    this.#options = options;
    this.#failed = job.failed;
    this.#leave = new JobLeave(job, {
      ...options,
      flushEnd: options.handler.flushEnd ?? false,
      requireLease: () => this.#requireLease(),
    });
  }

  /** Ends when the job has left the `running` state, or was lost. Never rejects: what goes wrong is the job's error. */
  async run(): Promise<void> {
    try {
      await this.#runToEnd();
    } catch (error) {
      const failure = toAppError(error);
      this.#abortAll(failure);
      await Promise.all(this.#landing);
      if (failure.code === 'lease_lost') this.#log('warn', 'job was taken away while it ran', failure);
      else await this.#endWith(failure);
    }
  }

  async #endWith(failure: AppError): Promise<void> {
    try {
      this.#log('error', 'job failed', failure);
      await this.#cleanUpBehindAll();
      this.#leave.asFailed(failure);
    } catch (error) {
      this.#log('error', 'the failure of a job could not be stored', toAppError(error));
      this.#options.onStorageFailure(toAppError(error));
    }
  }

  /** The durable note has been made already; this is the knock on the door. */
  cancel(): void {
    this.#stopFor({ why: 'cancel' });
  }

  /** The engine stops: what is at work stops where it is and is given back with the rest. */
  handBack(): void {
    this.#stopFor({ why: 'hand_back' });
  }

  /** Paused: what is at work is finished, nothing more begins. */
  drain(): void {
    this.#stopFor({ why: 'drain' });
  }

  /** There may be more to start: items were put back from outside. */
  nudge(): void {
    this.#wake();
  }

  /** Answers false where the job is not ours any more. */
  beat(now: number): boolean {
    return heartbeat(this.#db, { id: this.job.id, lease: this.#lease, now });
  }

  /** The time since the last look was no time to work in: nobody's silence in it counts. */
  forgiveSilence(): void {
    this.#discovery?.sign();
    for (const { life } of this.#inFlight.values()) life.sign();
  }

  /** Lets go of work that hangs in this process. */
  checkStalled(staleMs: number): void {
    if (this.#discovery?.check(staleMs)) this.#log('error', 'the search for items hangs', STALLED);
    for (const { item, life } of this.#inFlight.values())
      if (life.check(staleMs)) this.#log('error', 'an item hangs', STALLED, item);
  }

  get #db() {
    return this.#options.services.db;
  }

  async #runToEnd(): Promise<void> {
    const { handler, services } = this.#options;
    const parsed = handler.payload.safeParse(JSON.parse(this.job.payload));
    if (!parsed.success) throw new AppError('bad_payload', { detail: parsed.error.message });
    this.#payload = parsed.data;
    if (isCancelRequested(this.#db, this.job.id)) this.#stopFor({ why: 'cancel' });
    const toDiscover = handler.discover !== undefined && (this.job.total === 0 || this.job.discovering === 1);
    if (toDiscover) this.#isDiscovered = this.#stop === null && (await this.#discover());
    const limit = Math.max(1, handler.concurrency(services));
    for (;;) {
      const idle = this.#turn(limit);
      if (this.#inFlight.size > 0 || this.#ended.length > 0) await this.#nextEvent();
      else if (this.#stop !== null || idle) return await this.#finish();
    }
  }

  async #discover(): Promise<boolean> {
    const { services, handler } = this.#options;
    const life = new LifeSigns(services.clock);
    this.#discovery = life;
    const context = {
      services: { ...services, workers: life.watching(services.workers) },
      job: this.job,
      payload: this.#payload,
      signal: life.signal,
    };
    try {
      return await life.guard(
        discoverItems({
          context,
          handler,
          lease: this.#lease,
          isStopped: () => this.#stop !== null || life.isGivenUp,
          requireLease: () => this.#requireLease(),
          told: () => {
            life.sign();
            this.#told();
          },
        }),
      );
    } catch (error) {
      const failure = toAppError(error);
      if (!isAway(failure)) throw failure;
      // The search goes on from its last page when the drive is back, as items do.
      this.#stopFor({ why: 'park', reason: failure.code, detail: failure.detail ?? null });
      return false;
    } finally {
      this.#discovery = null;
    }
  }

  /** One transaction. Answers true where nothing was started because nothing may start now. */
  #turn(limit: number): boolean {
    const ended = this.#ended.splice(0);
    const { services, handler } = this.#options;
    const { probe } = services;
    const run = handler.durable ? durableTransaction : transaction;
    let started: JobItemRow[] = [];
    if (ended.length > 0) probe('before_flush');
    run(this.#db, () => {
      this.#requireLease();
      this.#store(ended);
      if (this.#stop === null) started = this.#startNext(limit);
      for (const item of started) handler.begin?.({ services, job: this.job, payload: this.#payload }, item);
    });
    if (ended.length > 0) probe('flushed');
    for (const item of started) this.#launch(item);
    if (ended.length > 0 || started.length > 0) this.#told();
    return started.length === 0;
  }

  #startNext(limit: number): JobItemRow[] {
    const now = this.#now();
    const jobId = this.job.id;
    if (nextRunsAlone(this.#db, { jobId, now })) {
      return this.#inFlight.size > 0 ? [] : startItems(this.#db, { jobId, limit: 1, now });
    }
    const room = limit - this.#inFlight.size;
    return room <= 0 ? [] : startItems(this.#db, { jobId, limit: room, now });
  }

  #launch(item: JobItemRow): void {
    const { handler, gate, services } = this.#options;
    const life = new LifeSigns(services.clock);
    const flight = new ItemFlight(item, this.#context(item, life), life, handler);
    this.#inFlight.set(item.id, flight);
    const landing = flight
      .run((work) =>
        gate.run(item.run_alone === 1, async () => {
          if (item.interrupted >= MAX_INTERRUPTIONS)
            throw new AppError('quarantined', { detail: 'process_died' });
          return await work();
        }),
      )
      .then(async (end) => {
        const { context } = flight;
        if ('result' in end) this.#ended.push({ ...end, item, context });
        else this.#ended.push({ ...end, item, context, verdict: await this.#judge(flight, end.error) });
        this.#inFlight.delete(item.id);
        this.#landing.delete(landing);
        this.#wake();
      });
    this.#landing.add(landing);
  }

  #store(ended: readonly ItemEnd[]): void {
    if (ended.length === 0) return;
    const { handler, services } = this.#options;
    const counts = storeItemEnds(ended, {
      handler,
      services,
      jobType: this.job.type,
      failedBefore: this.#failed,
    });
    this.#failed += counts.failed;
    services.probe('in_transaction');
    addProgress(this.#db, { id: this.job.id, lease: this.#lease, ...counts });
  }

  async #judge(flight: ItemFlight, error: AppError) {
    const { item } = flight;
    const verdict = judgeItemError({
      error,
      item,
      maxAttempts: this.job.max_attempts,
      now: this.#now(),
      random: this.#options.random(),
    });
    if (verdict.kind === 'leave') return verdict;
    this.#log(verdict.kind === 'fail' ? 'warn' : 'info', `item: ${verdict.kind}`, error, item);
    if (verdict.kind === 'park') {
      this.#stopFor({ why: 'park', reason: verdict.reason, detail: verdict.detail ?? null });
    }
    if (verdict.kind === 'fail') await this.#cleanUpBehind(flight.context);
    return verdict;
  }

  /** Before the row says that it is over: a crash in between finds the item running and cleans up again. */
  async #cleanUpBehind(context: ItemContext<unknown>): Promise<void> {
    try {
      await this.#options.handler.abandon?.(context);
    } catch (error) {
      this.#log('error', 'could not clean up behind an item', toAppError(error), context.item);
    }
  }

  async #cleanUpBehindAll(): Promise<void> {
    if (this.#options.handler.abandon === undefined) return;
    for (const item of begunItems(this.#db, this.job.id)) {
      await this.#cleanUpBehind(this.#context(item, new LifeSigns(this.#options.services.clock)));
    }
  }

  async #finish(): Promise<void> {
    const stop = this.#stop;
    if (stop?.why === 'cancel') {
      await this.#cleanUpBehindAll();
      this.#leave.asCanceled();
    } else if (stop?.why === 'park') this.#leave.asParked(stop.reason, stop.detail);
    else this.#leave.asFarAsItCame({ stopped: stop !== null, isDiscovered: this.#isDiscovered });
  }

  #requireLease(): void {
    if (!holdsLease(this.#db, { id: this.job.id, lease: this.#lease })) throw new AppError('lease_lost');
  }

  #context(item: JobItemRow, life: LifeSigns): ItemContext<unknown> {
    const { handler, services } = this.#options;
    const run = handler.durable ? durableTransaction : transaction;
    return {
      services: { ...services, config: services.config, workers: life.watching(services.workers) },
      job: this.job,
      payload: this.#payload,
      signal: life.signal,
      item,
      commit: (work) =>
        run(this.#db, () => {
          // Given up, it may have been started again already: what it does now would be done twice.
          if (life.isGivenUp) throw new AppError('lease_lost');
          this.#requireLease();
          life.sign();
          return work();
        }),
      alive: () => life.sign(),
    };
  }

  #stopFor(stop: Stop): void {
    this.#stop = strongerStop(this.#stop, stop);
    if (stop.why === 'cancel') this.#abortAll(new AppError('canceled'));
    else if (stop.why === 'hand_back') this.#abortAll(new AppError('handed_back'));
    this.#wake();
  }

  #abortAll(reason: AppError): void {
    this.#discovery?.abort(reason);
    for (const { life } of this.#inFlight.values()) life.abort(reason);
  }

  /** Until an item ends or somebody knocks; then to the end of the turn, so that what ends together is stored together. */
  async #nextEvent(): Promise<void> {
    if (this.#ended.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    await nextTurn();
  }

  #told(): void {
    const { changes } = this.#options.services;
    changes.job(this.job.id);
    if (this.job.task_id !== null) changes.task(this.job.task_id);
  }

  #now(): number {
    return this.#options.services.clock.wall();
  }

  #log(level: 'info' | 'warn' | 'error', message: string, error: AppError, item?: JobItemRow): void {
    const facts = { jobId: this.job.id, taskId: this.job.task_id, type: this.job.type, itemId: item?.id };
    this.#options.services.log[level]({ ...facts, code: error.code, err: error }, message);
  }
}

const STALLED = new AppError('stalled');
