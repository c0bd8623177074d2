import { type Db, execute, selectOne } from '../../db/connection.ts';
import type { JobRow } from '../../db/rows.ts';

/**
 * Counts a job that has ended into the numbers of its day; `sign` −1 takes it out again, when it is retried. Part of the
 * transaction that ends or reopens it, so that the numbers are right even where the job is long gone.
 */
export function countJobEnd(db: Db, job: JobRow, sign: 1 | -1): void {
  if (job.finished_at === null) return;
  const busy = selectOne<{ ms: number | null }>(
    db,
    `SELECT sum(duration_ms) AS ms FROM job_items WHERE job_id = @id`,
    { id: job.id },
  );
  const waited = job.started_at === null ? null : Math.max(0, job.started_at - job.created_at);
  execute(
    db,
    `INSERT INTO daily_stats(day, job_type, lane, completed, failed, canceled, items_succeeded, items_skipped,
       items_failed, busy_ms, job_ms, waits, wait_ms, longest_wait_ms)
     VALUES (@day, @type, @lane, @completed, @failed, @canceled, @succeeded, @skipped, @itemsFailed, @busyMs, @jobMs,
       @waits, @waitMs, @longestWaitMs)
     ON CONFLICT(day, job_type, lane) DO UPDATE SET completed = completed + @completed, failed = failed + @failed,
       canceled = canceled + @canceled, items_succeeded = items_succeeded + @succeeded,
       items_skipped = items_skipped + @skipped, items_failed = items_failed + @itemsFailed,
       busy_ms = busy_ms + @busyMs, job_ms = job_ms + @jobMs, waits = waits + @waits, wait_ms = wait_ms + @waitMs,
       longest_wait_ms = max(longest_wait_ms, @longestWaitMs)`,
    {
      day: localDay(job.finished_at),
      type: job.type,
      lane: job.lane,
      completed: job.state === 'completed' ? sign : 0,
      failed: job.state === 'failed' ? sign : 0,
      canceled: job.state === 'canceled' ? sign : 0,
      succeeded: sign * job.succeeded,
      skipped: sign * job.skipped,
      itemsFailed: sign * job.failed,
      busyMs: sign * (busy?.ms ?? 0),
      jobMs: job.started_at === null ? 0 : sign * Math.max(0, job.finished_at - job.started_at),
      waits: waited === null ? 0 : sign,
      waitMs: sign * (waited ?? 0),
      longestWaitMs: sign === 1 ? (waited ?? 0) : 0,
    },
  );
}

/** `YYYY-MM-DD` where the person is: a day that ends at 1 in the morning by the clock on the wall is no day. */
export function localDay(at: number): string {
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
