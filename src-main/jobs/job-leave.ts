import { durableTransaction, transaction } from '../db/connection.ts';
import type { JobRow } from '../db/rows.ts';
import type { AppError } from '../files/app-error.ts';
import type { HandlerServices } from '../handlers/handler.ts';
import { countJobEnd } from './sql/daily-stats.ts';
import { cancelOpenItems, failOpenItems, nextPendingAt, releaseRunningItems } from './sql/items.ts';
import { finishJob, getJob, handBackJob } from './sql/jobs.ts';
import { logJob } from './sql/log.ts';
import { parkJob } from './sql/parked.ts';

export interface JobLeaveOptions {
  services: HandlerServices;
  /** See `JobHandler.flushEnd`. */
  flushEnd: boolean;
  requireLease(): void;
  onJobChanged(job: JobRow): void;
}

/** The ways in which a job leaves the `running` state. Each is one transaction, with all that follows from it. */
export class JobLeave {
  readonly #job: JobRow;
  readonly #lease: string;
  readonly #options: JobLeaveOptions;

  constructor(job: JobRow, options: JobLeaveOptions) {
    this.#job = job;
    this.#lease = job.lease ?? '';
    this.#options = options;
  }

  /** Nothing is at work: ends the job where nothing is left, else gives it back, until its next item is due. */
  asFarAsItCame({ stopped, isDiscovered }: { stopped: boolean; isDiscovered: boolean }): void {
    this.#in(() => {
      // What was stopped in the middle still counts as running; it is left to do like the rest.
      releaseRunningItems(this.#db, this.#job.id);
      const due = nextPendingAt(this.#db, this.#job.id);
      if (due === null && isDiscovered) {
        const failed = (getJob(this.#db, this.#job.id)?.failed ?? 0) > 0;
        this.#end(failed ? 'failed' : 'completed', { canceled: 0, failed: 0 }, null);
        return;
      }
      const now = this.#now();
      const runAt = stopped || due === null ? now : Math.max(due, now);
      handBackJob(this.#db, { id: this.#job.id, lease: this.#lease, runAt, now, refund: true });
      this.#log(runAt > now ? 'retry_scheduled' : 'handed_back', runAt > now ? { until: runAt } : {});
    });
  }

  asParked(reason: string, detail: string | null): void {
    this.#in(() => {
      releaseRunningItems(this.#db, this.#job.id);
      parkJob(this.#db, { id: this.#job.id, lease: this.#lease, reason, detail });
      this.#log('parked', { code: reason, detail });
    });
  }

  asCanceled(): void {
    this.#in(() => {
      const canceled = cancelOpenItems(this.#db, { jobId: this.#job.id, now: this.#now() });
      this.#end('canceled', { canceled, failed: 0 }, null);
    });
  }

  /** The job itself went wrong; what has not ended of it fails with it, and may be tried again. */
  asFailed(error: AppError): void {
    this.#in(() => {
      const failed = failOpenItems(this.#db, { jobId: this.#job.id, code: error.code, now: this.#now() });
      this.#end('failed', { canceled: 0, failed }, error);
    });
  }

  get #db() {
    return this.#options.services.db;
  }

  #in(work: () => void): void {
    const { services, flushEnd, onJobChanged, requireLease } = this.#options;
    const run = flushEnd ? durableTransaction : transaction;
    run(this.#db, () => {
      requireLease();
      work();
      services.costs.store(this.#db);
      onJobChanged(this.#job);
      services.probe('job_leaving');
    });
    services.probe('job_ended');
    services.changes.job(this.#job.id);
    if (this.#job.task_id !== null) services.changes.task(this.#job.task_id);
    services.changes.urgent();
  }

  #end(
    to: 'completed' | 'failed' | 'canceled',
    items: { canceled: number; failed: number },
    error: AppError | null,
  ): void {
    finishJob(this.#db, {
      id: this.#job.id,
      lease: this.#lease,
      to,
      ...items,
      errorCode: error?.code ?? null,
      errorDetail: error?.detail ?? null,
      now: this.#now(),
    });
    const ended = getJob(this.#db, this.#job.id);
    if (ended !== null) countJobEnd(this.#db, ended, 1);
    this.#log(to, error === null ? {} : { code: error.code });
  }

  #log(
    event: 'retry_scheduled' | 'handed_back' | 'parked' | 'completed' | 'failed' | 'canceled',
    detail: Record<string, string | number | null>,
  ): void {
    logJob(this.#db, {
      jobId: this.#job.id,
      at: this.#now(),
      level: event === 'failed' ? 'error' : 'info',
      event,
      detail,
    });
  }

  #now(): number {
    return this.#options.services.clock.wall();
  }
}
