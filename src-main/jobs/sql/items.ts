import { type Db, execute, selectAll, selectOne } from '../../db/connection.ts';
import type { JobItemRow } from '../../db/rows.ts';
import { itemStatesBefore } from '../states.ts';

export interface NewItem {
  ref: string;
  photoId?: number | null;
  payload?: unknown;
  /** What kind of work it is, for the estimate of the time left. Default: one of many. */
  kind?: string | undefined;
  /** An item that is settled from the start, e.g. a duplicate: counted, listed, never run. */
  skipped?: { code: string; detail?: string | undefined; result?: unknown };
}

/** @param cost expected, in the unit of `CostModel`; a settled item costs nothing */
export function insertItem(db: Db, input: { jobId: number; item: NewItem; cost: number; now: number }): void {
  const { jobId, item, cost, now } = input;
  execute(
    db,
    `INSERT INTO job_items(job_id, ref, photo_id, payload, state, result, error_code, error_detail, finished_at, kind, cost)
     VALUES (@jobId, @ref, @photoId, @payload, @state, @result, @code, @detail, @finishedAt, @kind, @cost)`,
    {
      jobId,
      ref: item.ref,
      photoId: item.photoId ?? null,
      payload: JSON.stringify(item.payload ?? {}),
      state: item.skipped === undefined ? 'pending' : 'skipped',
      result: item.skipped?.result === undefined ? null : JSON.stringify(item.skipped.result),
      code: item.skipped?.code ?? null,
      detail: item.skipped?.detail ?? null,
      finishedAt: item.skipped === undefined ? null : now,
      kind: item.kind ?? null,
      cost: item.skipped === undefined ? cost : 0,
    },
  );
}

/**
 * Marks up to `limit` pending items as running and answers them. Which item is in whose hands is durable before any
 * byte of it is decoded: after a crash, the suspects are exactly these rows. Suspects come first, one at a time.
 */
export function startItems(db: Db, input: { jobId: number; limit: number; now: number }): JobItemRow[] {
  const rows = selectAll<JobItemRow>(
    db,
    `UPDATE job_items SET state = 'running', attempt = attempt + 1, started_at = @now
     WHERE id IN (SELECT id FROM job_items WHERE job_id = @jobId AND state = 'pending' AND run_at <= @now
                  ORDER BY run_alone DESC, id LIMIT @limit)
     RETURNING *`,
    input,
  );
  return rows.sort((a, b) => b.run_alone - a.run_alone || a.id - b.id);
}

/** True where the next item to start has to run alone. */
export function nextRunsAlone(db: Db, input: { jobId: number; now: number }): boolean {
  const row = selectOne<{ run_alone: number }>(
    db,
    `SELECT run_alone FROM job_items WHERE job_id = @jobId AND state = 'pending' AND run_at <= @now
     ORDER BY run_alone DESC, id LIMIT 1`,
    input,
  );
  return row?.run_alone === 1;
}

export interface EndedItem {
  id: number;
  state: 'done' | 'failed' | 'skipped' | 'canceled';
  photoId: number | null;
  result: unknown;
  errorCode: string | null;
  errorDetail: string | null;
  durationMs: number | null;
  now: number;
}

/** Ends a running item. Answers false where it was not running any more. */
export function endItem(db: Db, item: EndedItem): boolean {
  return (
    execute(
      db,
      `UPDATE job_items SET state = @state, photo_id = coalesce(@photoId, photo_id), result = @result,
         error_code = @errorCode, error_detail = @errorDetail, duration_ms = @durationMs, finished_at = @now
       WHERE id = @id AND state = 'running'`,
      { ...item, result: item.result === undefined ? null : JSON.stringify(item.result) },
    ) === 1
  );
}

export interface ReleasedItem {
  id: number;
  /** Not before this time. */
  runAt: number;
  errorCode: string | null;
  errorDetail: string | null;
  /** Give the attempt back: the item was not at fault. */
  refund: boolean;
  crashed: boolean;
  runAlone: boolean;
}

/** Puts a running item back, for another try. */
export function releaseItem(db: Db, item: ReleasedItem): boolean {
  return (
    execute(
      db,
      `UPDATE job_items SET state = 'pending', run_at = @runAt, error_code = @errorCode, error_detail = @errorDetail,
         attempt = attempt - @refund, crash_count = crash_count + @crashed, run_alone = max(run_alone, @runAlone)
       WHERE id = @id AND state = 'running'`,
      {
        ...item,
        refund: item.refund ? 1 : 0,
        crashed: item.crashed ? 1 : 0,
        runAlone: item.runAlone ? 1 : 0,
      },
    ) === 1
  );
}

/** Puts back all that still counts as running: the engine stops, and nothing was wrong with them. */
export function releaseRunningItems(db: Db, jobId: number): number {
  return execute(
    db,
    `UPDATE job_items SET state = 'pending', attempt = max(0, attempt - 1), run_at = 0
     WHERE job_id = @jobId AND state IN (${itemStatesBefore('release')})`,
    { jobId },
  );
}

/** When the next pending item may run, or null where none is pending. */
export function nextPendingAt(db: Db, jobId: number): number | null {
  const row = selectOne<{ at: number | null }>(
    db,
    `SELECT min(run_at) AS at FROM job_items WHERE job_id = @jobId AND state = 'pending'`,
    { jobId },
  );
  return row?.at ?? null;
}

/** Cancels what has not ended. Done items stay done. Answers how many. */
export function cancelOpenItems(db: Db, input: { jobId: number; now: number }): number {
  return execute(
    db,
    `UPDATE job_items SET state = 'canceled', finished_at = @now
     WHERE job_id = @jobId AND state IN (${itemStatesBefore('cancel')})`,
    input,
  );
}

/** Fails what has not ended, because its job cannot go on. A retry of the job takes it up again. Answers how many. */
export function failOpenItems(db: Db, input: { jobId: number; code: string; now: number }): number {
  return execute(
    db,
    `UPDATE job_items SET state = 'failed', error_code = @code, error_detail = NULL, finished_at = @now
     WHERE job_id = @jobId AND state IN (${itemStatesBefore('fail')})`,
    input,
  );
}

export function getItem(db: Db, id: number): JobItemRow | null {
  return selectOne<JobItemRow>(db, `SELECT * FROM job_items WHERE id = @id`, { id }) ?? null;
}

export function countItems(db: Db, jobId: number): Record<JobItemRow['state'], number> {
  const counts = { pending: 0, running: 0, done: 0, failed: 0, skipped: 0, canceled: 0 };
  const rows = selectAll<{ state: JobItemRow['state']; n: number }>(
    db,
    `SELECT state, count(*) AS n FROM job_items WHERE job_id = @jobId GROUP BY state`,
    { jobId },
  );
  for (const row of rows) counts[row.state] = row.n;
  return counts;
}

/**
 * Items that were begun and have not ended: those that run, and those that wait for another try. Both may have left
 * something half done.
 */
export function begunItems(db: Db, jobId: number): JobItemRow[] {
  return selectAll<JobItemRow>(
    db,
    `SELECT * FROM job_items WHERE job_id = @jobId AND state = 'running'
     UNION ALL SELECT * FROM job_items WHERE job_id = @jobId AND state = 'pending' AND started_at IS NOT NULL`,
    { jobId },
  );
}
