import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Db, transaction } from '../db/connection.ts';
import type { JobRow } from '../db/rows.ts';
import type { AnyJobHandler, JobContext } from '../handlers/handler.ts';
import { chunked, MAX_ITEMS_PER_JOB } from './chunks.ts';
import type { CostModel } from './cost-model.ts';
import { insertItem, type NewItem } from './sql/items.ts';
import { growTotal, insertJob, itemsOfStep, lastChunk } from './sql/jobs.ts';
import { logJob } from './sql/log.ts';
import { isHeld } from './sql/pauses.ts';

export interface DiscoverOptions {
  context: JobContext<unknown>;
  handler: AnyJobHandler;
  lease: string;
  /** Asked between pages; the search goes on from where it was when the job is next run. */
  isStopped(): boolean;
  /** @throws AppError `lease_lost` */
  requireLease(): void;
  /** A page was stored. */
  told(): void;
}

/**
 * Finds the items of a job and stores them, each page with the place the search has reached, in one transaction. The
 * first items go into the job itself; what is more than one job may hold becomes further jobs of the same step, each
 * stored whole, so that a large library is no job of a hundred thousand items.
 *
 * @returns false where it was stopped before its end
 */
export async function discoverItems(options: DiscoverOptions): Promise<boolean> {
  const { handler, context, isStopped } = options;
  const { db } = context.services;
  const store = new DiscoveryStore(options);
  store.begin();
  for await (const page of handler.discover?.(context, context.job.discover_cursor) ?? []) {
    transaction(db, () => {
      options.requireLease();
      store.add(page.items, page.cursor);
    });
    options.told();
    context.services.probe('chunk_stored');
    // Pages come one after the other without a turn of the event loop between: a large library would block it.
    await nextTurn();
    if (isStopped()) return false;
  }
  // A search that was told to stop may just return: that is not its end.
  if (isStopped()) return false;
  transaction(db, () => {
    options.requireLease();
    store.end();
  });
  return true;
}

class DiscoveryStore {
  readonly #db: Db;
  readonly #job: JobRow;
  readonly #lease: string;
  readonly #costs: CostModel;
  readonly #now: () => number;
  #inOwnJob: number;
  /** Where the last stored page ended. */
  #cursor: string | null;
  /** Pages that make up the next further job, and where the last of them ended. Found again if we die before. */
  #next: NewItem[] = [];
  #nextCursor: string | null = null;

  constructor({ context, lease }: DiscoverOptions) {
    const { services, job } = context;
    this.#db = services.db;
    this.#job = job;
    this.#lease = lease;
    this.#costs = services.costs;
    this.#now = () => services.clock.wall();
    this.#inOwnJob = job.total;
    this.#cursor = job.discover_cursor;
  }

  begin(): void {
    this.#grow([], true);
  }

  add(items: readonly NewItem[], cursor: string): void {
    const fits = this.#next.length === 0 && this.#inOwnJob + items.length <= MAX_ITEMS_PER_JOB;
    if (fits || this.#job.task_id === null) {
      this.#inOwnJob += items.length;
      this.#cursor = cursor;
      this.#grow(items, true);
      return;
    }
    if (this.#next.length + items.length > MAX_ITEMS_PER_JOB) this.#storeNext();
    this.#next.push(...items);
    this.#nextCursor = cursor;
  }

  end(): void {
    this.#storeNext();
    this.#grow([], false);
    const { id, task_id: taskId, step } = this.#job;
    const found = taskId === null ? this.#inOwnJob : itemsOfStep(this.#db, { taskId, step });
    logJob(this.#db, { jobId: id, at: this.#now(), event: 'discovered', detail: { items: found } });
  }

  #storeNext(): void {
    if (this.#next.length === 0) return;
    for (const items of chunked(this.#next)) this.#addJob(items);
    this.#next = [];
    this.#cursor = this.#nextCursor;
    this.#grow([], true);
  }

  #grow(items: readonly NewItem[], discovering: boolean): void {
    const cost = this.#insert(this.#job.id, items);
    growTotal(this.#db, {
      id: this.#job.id,
      lease: this.#lease,
      total: items.length,
      skipped: items.filter((item) => item.skipped !== undefined).length,
      cost,
      discovering,
      cursor: this.#cursor,
    });
  }

  #addJob(items: readonly NewItem[]): void {
    const job = this.#job;
    const taskId = job.task_id ?? '';
    const id = insertJob(this.#db, {
      taskId,
      taskType: job.task_type,
      step: job.step,
      chunk: lastChunk(this.#db, { taskId, step: job.step }) + 1,
      type: job.type,
      scope: job.scope,
      projectId: job.project_id,
      source: job.source,
      lane: job.lane,
      priority: job.priority,
      payload: JSON.parse(job.payload),
      maxAttempts: job.max_attempts,
      dedupeKey: null,
      total: items.length,
      skipped: items.filter((item) => item.skipped !== undefined).length,
      cost: items.reduce((sum, item) => sum + costOf(this.#costs, job.type, item), 0),
      held: isHeld(this.#db, taskId),
      now: this.#now(),
    });
    this.#insert(id, items);
  }

  #insert(jobId: number, items: readonly NewItem[]): number {
    let total = 0;
    for (const item of items) {
      const cost = costOf(this.#costs, this.#job.type, item);
      insertItem(this.#db, { jobId, item, cost, now: this.#now() });
      total += cost;
    }
    return total;
  }
}

/** What is settled from the start costs nothing. */
export function costOf(costs: CostModel, jobType: string, item: NewItem): number {
  return item.skipped === undefined ? costs.costOf(jobType, item.kind) : 0;
}
