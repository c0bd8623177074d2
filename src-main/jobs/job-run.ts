import { durableTransaction, transaction } from '../db/connection.ts';
import type { JobItemRow, JobRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import type { AnyJobHandler, HandlerServices, ItemContext, ItemResult } from '../handlers/handler.ts';
import { type ItemVerdict, judgeItemError } from './item-verdict.ts';
import { heartbeat, holdsLease } from './sql/claim.ts';
import {
  begunItems,
  cancelOpenItems,
  insertItem,
  nextPendingAt,
  nextRunsAlone,
  releaseRunningItems,
  startItems,
} from './sql/items.ts';
import { addProgress, finishJob, getJob, growTotal, handBackJob, isCancelRequested } from './sql/jobs.ts';
import { MAX_INTERRUPTIONS } from './sql/recover.ts';
import { type ItemEnd, storeItemEnd } from './store-item-end.ts';
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
 *   leave:  nothing pending → finished · only later items pending → scheduled · canceled → canceled ·
 *           engine stops → queued, attempt given back · lease lost → nothing is written any more
 */
export class JobRun {
  readonly job: JobRow;
  readonly #lease: string;
  readonly #options: JobRunOptions;
  readonly #abort = new AbortController();
  readonly #inFlight = new Map<number, Promise<void>>();
  readonly #ended: ItemEnd[] = [];
  #payload: unknown;
  #stopping: 'cancel' | 'hand_back' | null = null;
  #wake: () => void = () => {};

  constructor(job: JobRow, options: JobRunOptions) {
    this.job = job;
    this.#lease = job.lease ?? '';
    this.#options = options;
  }

  /** Ends when the job has left the `running` state, or was lost. Never rejects: what goes wrong is the job's error. */
  async run(): Promise<void> {
    try {
      await this.#runToEnd();
    } catch (error) {
      const failure = toAppError(error);
      this.#abort.abort();
      await Promise.allSettled(this.#inFlight.values());
      if (failure.code === 'lease_lost') this.#log('warn', 'job was taken away while it ran', failure);
      else await this.#endWith(failure);
    }
  }

  async #endWith(failure: AppError): Promise<void> {
    try {
      await this.#cleanUpBehindAll();
      this.#fail(failure);
    } catch (error) {
      this.#log('error', 'the failure of a job could not be stored', toAppError(error));
      this.#options.onStorageFailure(toAppError(error));
    }
  }

  /** The durable note has been made already; this is the knock on the door. */
  cancel(): void {
    this.#stop('cancel');
  }

  /** The engine stops: let items in flight end, give the rest back. */
  handBack(): void {
    this.#stop('hand_back');
  }

  /** Answers false where the job is not ours any more. */
  beat(now: number): boolean {
    return heartbeat(this.#db, { id: this.job.id, lease: this.#lease, now });
  }

  get #db() {
    return this.#options.services.db;
  }

  async #runToEnd(): Promise<void> {
    const { handler, services } = this.#options;
    const parsed = handler.payload.safeParse(JSON.parse(this.job.payload));
    if (!parsed.success) throw new AppError('bad_payload', { detail: parsed.error.message });
    this.#payload = parsed.data;
    if (isCancelRequested(this.#db, this.job.id)) this.#stop('cancel');
    const toDiscover = handler.discover !== undefined && (this.job.total === 0 || this.job.discovering === 1);
    if (toDiscover && this.#stopping === null) await this.#discover();
    const limit = Math.max(1, handler.concurrency(services));
    for (;;) {
      const idle = this.#turn(limit);
      if (this.#inFlight.size > 0) await this.#nextEvent();
      else if (this.#stopping !== null || idle) return this.#leave();
    }
  }

  /** One transaction. Answers true where nothing was started because nothing may start now. */
  #turn(limit: number): boolean {
    const ended = this.#ended.splice(0);
    let started: JobItemRow[] = [];
    transaction(this.#db, () => {
      this.#requireLease();
      this.#store(ended);
      if (this.#stopping === null) started = this.#startNext(limit);
    });
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
    const begun = services.clock.mono();
    const work = async (): Promise<ItemResult> => {
      if (item.interrupted >= MAX_INTERRUPTIONS)
        throw new AppError('quarantined', { detail: 'process_died' });
      return await handler.runItem(this.#context(item));
    };
    const settled = gate.run(item.run_alone === 1, work).then(
      (result) => this.#ended.push({ item, durationMs: this.#since(begun), result }),
      async (reason: unknown) => {
        const durationMs = this.#since(begun);
        const error = toAppError(reason);
        const verdict = this.#judge(item, error);
        if (verdict.kind === 'fail') await this.#cleanUpBehind(item);
        this.#ended.push({ item, durationMs, error, verdict });
      },
    );
    this.#inFlight.set(
      item.id,
      settled.then(() => {
        this.#inFlight.delete(item.id);
        this.#wake();
      }),
    );
  }

  #store(ended: readonly ItemEnd[]): void {
    const counts = { succeeded: 0, skipped: 0, failed: 0 };
    for (const end of ended) {
      const state = storeItemEnd(end, this.#context(end.item), this.#options.handler);
      if (state === 'done') counts.succeeded += 1;
      else if (state === 'skipped') counts.skipped += 1;
      else if (state === 'failed') counts.failed += 1;
    }
    if (counts.succeeded + counts.skipped + counts.failed > 0) {
      addProgress(this.#db, { id: this.job.id, lease: this.#lease, ...counts });
    }
  }

  #judge(item: JobItemRow, error: AppError): ItemVerdict {
    const verdict = judgeItemError({
      error,
      item,
      maxAttempts: this.job.max_attempts,
      now: this.#now(),
      random: this.#options.random(),
    });
    this.#log(verdict.kind === 'fail' ? 'warn' : 'info', `item: ${verdict.kind}`, error, item);
    return verdict;
  }

  /** Before the row says that it is over: a crash in between finds the item running and cleans up again. */
  async #cleanUpBehind(item: JobItemRow): Promise<void> {
    try {
      await this.#options.handler.abandon?.(this.#context(item));
    } catch (error) {
      this.#log('error', 'could not clean up behind an item', toAppError(error), item);
    }
  }

  async #cleanUpBehindAll(): Promise<void> {
    if (this.#options.handler.abandon === undefined) return;
    for (const item of begunItems(this.#db, this.job.id)) await this.#cleanUpBehind(item);
  }

  async #discover(): Promise<void> {
    const { handler, services } = this.#options;
    const context = { services, job: this.job, payload: this.#payload, signal: this.#abort.signal };
    const grow = (by: number, discovering: boolean) =>
      growTotal(this.#db, { id: this.job.id, lease: this.#lease, by, discovering });
    grow(0, true);
    for await (const items of handler.discover?.(context) ?? []) {
      transaction(this.#db, () => {
        this.#requireLease();
        for (const item of items) insertItem(this.#db, this.job.id, item, this.#now());
        grow(items.length, true);
      });
      this.#told();
      // Pages come one after the other without a turn of the event loop between: a large library would block it.
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#stopping !== null) break;
    }
    if (this.#stopping === null) grow(0, false);
  }

  async #leave(): Promise<void> {
    if (this.#stopping === 'cancel') return await this.#leaveCanceled();
    const due = nextPendingAt(this.#db, this.job.id);
    // Flushed to the disk: whoever is told that an import is done may format the card.
    durableTransaction(this.#db, () => {
      this.#requireLease();
      const now = this.#now();
      if (this.#stopping === 'hand_back' || due !== null) {
        releaseRunningItems(this.#db, this.job.id);
        handBackJob(this.#db, {
          id: this.job.id,
          lease: this.#lease,
          runAt: this.#stopping === null && due !== null ? Math.max(due, now) : now,
          now,
          refund: true,
        });
      } else {
        const failed = (getJob(this.#db, this.job.id)?.failed ?? 0) > 0;
        this.#finish(failed ? 'failed' : 'completed', 0, null, now);
      }
      this.#options.onJobChanged(this.job);
    });
    this.#told();
    this.#options.services.changes.urgent();
  }

  async #leaveCanceled(): Promise<void> {
    await this.#cleanUpBehindAll();
    transaction(this.#db, () => {
      this.#requireLease();
      const now = this.#now();
      const canceled = cancelOpenItems(this.#db, { jobId: this.job.id, now });
      this.#finish('canceled', canceled, null, now);
      this.#options.onJobChanged(this.job);
    });
    this.#told();
    this.#options.services.changes.urgent();
  }

  #fail(error: AppError): void {
    this.#log('error', 'job failed', error);
    transaction(this.#db, () => {
      const now = this.#now();
      if (!holdsLease(this.#db, { id: this.job.id, lease: this.#lease })) return;
      const canceled = cancelOpenItems(this.#db, { jobId: this.job.id, now });
      this.#finish('failed', canceled, error, now);
      this.#options.onJobChanged(this.job);
    });
    this.#told();
    this.#options.services.changes.urgent();
  }

  #finish(
    to: 'completed' | 'failed' | 'canceled',
    canceled: number,
    error: AppError | null,
    now: number,
  ): void {
    finishJob(this.#db, {
      id: this.job.id,
      lease: this.#lease,
      to,
      canceled,
      errorCode: error?.code ?? null,
      errorDetail: error?.detail ?? null,
      now,
    });
  }

  #requireLease(): void {
    if (!holdsLease(this.#db, { id: this.job.id, lease: this.#lease })) throw new AppError('lease_lost');
  }

  #context(item: JobItemRow): ItemContext<unknown> {
    return {
      services: this.#options.services,
      job: this.job,
      payload: this.#payload,
      signal: this.#abort.signal,
      item,
      commit: (work) =>
        transaction(this.#db, () => {
          this.#requireLease();
          return work();
        }),
    };
  }

  #stop(why: 'cancel' | 'hand_back'): void {
    this.#stopping = this.#stopping === 'cancel' ? 'cancel' : why;
    this.#abort.abort(new AppError(this.#stopping === 'cancel' ? 'canceled' : 'handed_back'));
    this.#wake();
  }

  /** Until an item ends or somebody knocks; then to the end of the turn, so that what ends together is stored together. */
  async #nextEvent(): Promise<void> {
    if (this.#ended.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    await new Promise((resolve) => setImmediate(resolve));
  }

  #told(): void {
    const { changes } = this.#options.services;
    changes.job(this.job.id);
    if (this.job.task_id !== null) changes.task(this.job.task_id);
  }

  #now(): number {
    return this.#options.services.clock.wall();
  }

  #since(begun: number): number {
    return Math.round(this.#options.services.clock.mono() - begun);
  }

  #log(level: 'info' | 'warn' | 'error', message: string, error: AppError, item?: JobItemRow): void {
    const facts = { jobId: this.job.id, taskId: this.job.task_id, type: this.job.type, itemId: item?.id };
    this.#options.services.log[level]({ ...facts, code: error.code, err: error }, message);
  }
}
