import type { JobStats } from '../../src-preload/contract/jobs.ts';
import type { Lane } from '../../src-preload/contract/states.ts';
import { type Db, selectAll, selectOne } from '../db/connection.ts';
import { countJobsByState } from '../jobs/sql/counts.ts';
import { localDay } from '../jobs/sql/daily-stats.ts';
import { jobLabel } from './labels.ts';

interface Sums {
  completed: number;
  failed: number;
  canceled: number;
  items_succeeded: number;
  items_skipped: number;
  items_failed: number;
  busy_ms: number;
  job_ms: number;
}

const SUMS = [
  'completed',
  'failed',
  'canceled',
  'items_succeeded',
  'items_skipped',
  'items_failed',
  'busy_ms',
  'job_ms',
]
  .map((column) => `coalesce(sum(${column}), 0) AS ${column}`)
  .join(', ');

/** @param days how many days of history the daily numbers go back */
export function jobStats(db: Db, input: { days: number; now: number }): JobStats {
  const all = selectOne<Sums>(db, `SELECT ${SUMS} FROM daily_stats`);
  const ended = all === undefined ? 0 : all.items_succeeded + all.items_skipped + all.items_failed;
  return {
    jobs: countJobsByState(db),
    filesProcessed: ended,
    successRate: all === undefined || ended === 0 ? null : (ended - all.items_failed) / ended,
    meanItemMs: all === undefined ? null : meanItem(all),
    meanJobMs: all === undefined ? null : meanJob(all),
    days: daily(db, localDay(input.now - (input.days - 1) * 86_400_000)),
    types: byType(db),
    waits: waits(db),
    eta: etaAccuracy(db),
  };
}

function daily(db: Db, since: string): JobStats['days'] {
  return selectAll<Sums & { day: string }>(
    db,
    `SELECT day, ${SUMS} FROM daily_stats WHERE day >= @since GROUP BY day ORDER BY day`,
    { since },
  ).map((row) => ({ day: row.day, jobs: jobsOf(row), items: itemsOf(row), busyMs: row.busy_ms }));
}

function byType(db: Db): JobStats['types'] {
  return selectAll<Sums & { job_type: string }>(
    db,
    `SELECT job_type, ${SUMS} FROM daily_stats GROUP BY job_type ORDER BY sum(busy_ms) DESC, job_type`,
  ).map((row) => ({
    type: row.job_type,
    label: jobLabel(row.job_type),
    jobs: jobsOf(row),
    items: itemsOf(row),
    meanItemMs: meanItem(row),
    meanJobMs: meanJob(row),
  }));
}

function waits(db: Db): JobStats['waits'] {
  return selectAll<{ lane: Lane; jobs: number; ms: number; longest: number }>(
    db,
    `SELECT lane, sum(waits) AS jobs, sum(wait_ms) AS ms, max(longest_wait_ms) AS longest
     FROM daily_stats GROUP BY lane HAVING sum(waits) > 0 ORDER BY lane DESC`,
  ).map(({ lane, jobs, ms, longest }) => ({ lane, jobs, meanMs: ms / jobs, longestMs: longest }));
}

function etaAccuracy(db: Db): JobStats['eta'] {
  const rows = selectAll<{ within: number; error: number }>(
    db,
    `SELECT actual_ms BETWEEN low_ms AND high_ms AS within,
       abs((low_ms + high_ms) / 2.0 - actual_ms) / max(1, actual_ms) AS error
     FROM eta_checks ORDER BY error`,
  );
  if (rows.length === 0) return null;
  return {
    checked: rows.length,
    withinRange: rows.reduce((sum, row) => sum + row.within, 0) / rows.length,
    medianError: rows[Math.floor(rows.length / 2)]?.error ?? 0,
  };
}

const jobsOf = ({ completed, failed, canceled }: Sums) => ({ completed, failed, canceled });

const itemsOf = (row: Sums) => ({
  succeeded: row.items_succeeded,
  skipped: row.items_skipped,
  failed: row.items_failed,
});

/** What was skipped cost nothing, and would only make the rest look fast. */
function meanItem(row: Sums): number | null {
  const worked = row.items_succeeded + row.items_failed;
  return worked <= 0 ? null : row.busy_ms / worked;
}

function meanJob(row: Sums): number | null {
  const jobs = row.completed + row.failed + row.canceled;
  return jobs <= 0 ? null : row.job_ms / jobs;
}
