import { savepoint } from '../db/connection.ts';
import type { JobItemRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import type { AnyJobHandler, ItemContext, ItemResult } from '../handlers/handler.ts';
import type { ItemVerdict } from './item-verdict.ts';
import { endItem, releaseItem } from './sql/items.ts';

/** How the work on an item ended: with a result, or with an error and what was made of it. */
export type ItemEnd = { item: JobItemRow; durationMs: number } & (
  | { result: ItemResult }
  | { error: AppError; verdict: ItemVerdict }
);

/**
 * Stores the end of an item with all that belongs to it. Part of the job's transaction, but within a savepoint: what one
 * item throws while it is stored fails that item, not its neighbours.
 *
 * @returns the state it ended in; null where it did not end, or was not running any more
 * @throws AppError where the storage itself failed
 */
export function storeItemEnd(
  end: ItemEnd,
  context: ItemContext<unknown>,
  handler: AnyJobHandler,
): ItemResult['state'] | null {
  const { db, log } = context.services;
  try {
    return savepoint(db, () =>
      'result' in end ? storeResult(end, context, end.result) : storeError(end, context, handler),
    );
  } catch (error) {
    const failure = toAppError(error);
    if (failure.code !== 'internal') throw failure;
    log.error({ itemId: end.item.id, err: error }, 'the end of an item could not be stored');
    const { code, detail } = failure;
    return storeResult(end, context, { state: 'failed', error: { code, detail } });
  }
}

function storeResult(
  end: ItemEnd,
  { services }: ItemContext<unknown>,
  result: ItemResult,
): ItemResult['state'] | null {
  result.apply?.();
  const stored = endItem(services.db, {
    id: end.item.id,
    state: result.state,
    photoId: result.photoId ?? null,
    result: result.result,
    errorCode: result.error?.code ?? null,
    errorDetail: result.error?.detail ?? null,
    durationMs: end.durationMs,
    now: services.clock.wall(),
  });
  return stored ? result.state : null;
}

function storeError(
  end: ItemEnd & { error: AppError; verdict: ItemVerdict },
  context: ItemContext<unknown>,
  handler: AnyJobHandler,
): ItemResult['state'] | null {
  const { item, error, verdict } = end;
  if (verdict.kind === 'leave') return null;
  if (verdict.kind === 'again') {
    const why = { errorCode: error.code, errorDetail: error.detail ?? null };
    releaseItem(context.services.db, { ...verdict, ...why, id: item.id });
    return null;
  }
  const { code, detail } = verdict;
  const convicted = new AppError(code, { cause: error, ...(detail === undefined ? {} : { detail }) });
  const noted = handler.giveUp?.(context, convicted);
  return storeResult(end, context, { ...noted, state: 'failed', error: { code, detail } });
}
