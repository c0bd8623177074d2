import type { JobEvent } from '../../src-preload/contract/jobs.ts';
import { savepoint } from '../db/connection.ts';
import type { JobItemRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import type { AnyJobHandler, HandlerServices, ItemContext, ItemResult } from '../handlers/handler.ts';
import type { ItemVerdict } from './item-verdict.ts';
import { endItem, releaseItem } from './sql/items.ts';
import { logJob } from './sql/log.ts';

/** How the work on an item ended: with a result, or with an error and what was made of it. */
export type ItemEnd = { item: JobItemRow; context: ItemContext<unknown>; durationMs: number } & (
  | { result: ItemResult }
  | { error: AppError; verdict: ItemVerdict }
);

export interface JobOfEnds {
  handler: AnyJobHandler;
  services: Pick<HandlerServices, 'config' | 'costs'>;
  jobType: string;
  /** Items of the job that have failed so far. */
  failedBefore: number;
}

/** What a job's counters are to grow by. */
export interface ItemCounts {
  succeeded: number;
  skipped: number;
  failed: number;
  cost: number;
  /** Failed items whose message is in the log only. */
  unstoredErrors: number;
}

/** Stores each of them, and learns from those that are done how long such an item takes. Part of the job's transaction. */
export function storeItemEnds(ended: readonly ItemEnd[], job: JobOfEnds): ItemCounts {
  const { handler, services } = job;
  const counts: ItemCounts = { succeeded: 0, skipped: 0, failed: 0, cost: 0, unstoredErrors: 0 };
  for (const end of ended) {
    const keepDetail = job.failedBefore + counts.failed < services.config.jobs.max_stored_errors;
    const state = storeItemEnd(end, { handler, keepDetail });
    if (state === null) continue;
    counts.cost += end.item.cost;
    if (state === 'done') {
      counts.succeeded += 1;
      services.costs.learn(job.jobType, end.item.kind, end.durationMs);
    } else if (state === 'skipped') counts.skipped += 1;
    else {
      counts.failed += 1;
      if (!keepDetail) counts.unstoredErrors += 1;
    }
  }
  return counts;
}

interface StoreOptions {
  handler: AnyJobHandler;
  /** False where the job has stored as many messages as it may: the code is kept, the message is in the log only. */
  keepDetail: boolean;
}

/**
 * Stores the end of an item with all that belongs to it. Part of the job's transaction, but within a savepoint: what one
 * item throws while it is stored fails that item, not its neighbours.
 *
 * @returns the state it ended in; null where it did not end, or was not running any more
 * @throws AppError where the storage itself failed
 */
function storeItemEnd(end: ItemEnd, options: StoreOptions): ItemResult['state'] | null {
  const { db, log } = end.context.services;
  try {
    return savepoint(db, () =>
      'result' in end ? storeResult(end, options, end.result) : storeError(end, options),
    );
  } catch (error) {
    const failure = toAppError(error);
    if (failure.code !== 'internal') throw failure;
    log.error({ itemId: end.item.id, err: error }, 'the end of an item could not be stored');
    const { code, detail } = failure;
    return storeResult(end, options, { state: 'failed', error: { code, detail } });
  }
}

function storeResult(
  end: ItemEnd,
  { keepDetail }: StoreOptions,
  result: ItemResult,
): ItemResult['state'] | null {
  const { services } = end.context;
  result.apply?.();
  const stored = endItem(services.db, {
    id: end.item.id,
    state: result.state,
    photoId: result.photoId ?? null,
    result: result.result,
    errorCode: result.error?.code ?? null,
    errorDetail: result.state === 'failed' && !keepDetail ? null : (result.error?.detail ?? null),
    durationMs: end.durationMs,
    now: services.clock.wall(),
  });
  return stored ? result.state : null;
}

function storeError(
  end: ItemEnd & { error: AppError; verdict: ItemVerdict },
  options: StoreOptions,
): ItemResult['state'] | null {
  const { item, context, error, verdict } = end;
  switch (verdict.kind) {
    case 'leave':
      return null;
    case 'again':
    case 'park': {
      if (verdict.kind === 'again') logEnd(end, eventOfRetry(error, verdict.crashed));
      const why = { errorCode: error.code, errorDetail: error.detail ?? null };
      const when =
        verdict.kind === 'park' ? { runAt: 0, refund: true, crashed: false, runAlone: false } : verdict;
      releaseItem(context.services.db, { ...when, ...why, id: item.id });
      return null;
    }
    case 'fail': {
      const { code, detail } = verdict;
      const convicted = new AppError(code, { cause: error, ...(detail === undefined ? {} : { detail }) });
      if (code === 'quarantined') logEnd(end, 'item_set_aside');
      const noted = options.handler.giveUp?.(context, convicted);
      return storeResult(end, options, { ...noted, state: 'failed', error: { code, detail } });
    }
  }
}

function eventOfRetry(error: AppError, crashed: boolean): JobEvent {
  if (error.code === 'stalled') return 'item_stalled';
  return crashed ? 'item_crashed' : 'item_retried';
}

function logEnd({ item, context, error }: ItemEnd & { error: AppError }, event: JobEvent): void {
  const { db, clock } = context.services;
  const detail = { ref: item.ref, code: error.code };
  logJob(db, { jobId: item.job_id, at: clock.wall(), level: 'warn', event, detail });
}
