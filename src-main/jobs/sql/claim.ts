import { type Db, execute, selectAll, selectOne, transaction } from '../../db/connection.ts';
import type { JobRow } from '../../db/rows.ts';
import type { Lane } from '../lanes.ts';
import { jobStatesBefore } from '../states.ts';
import { moveLaneOn } from './turns.ts';

const TAKE = `UPDATE jobs SET state = 'running', lease = @lease, attempt = attempt + 1, heartbeat_at = @now,
  started_at = coalesce(started_at, @now)`;
const READY = `state = 'queued' AND held = 0 AND lane = @lane`;
/**
 * The first job of each type of a lane that may begin, and is not full. Types are few: they are found by jumping from
 * one to the next in the index, past all jobs between.
 */
const FIRST_OF_TYPES = `WITH RECURSIVE types(type) AS (
    SELECT min(type) FROM jobs WHERE ${READY}
    UNION ALL SELECT (SELECT min(type) FROM jobs WHERE ${READY} AND jobs.type > types.type) FROM types
      WHERE types.type IS NOT NULL),
  first(id) AS (
    SELECT (SELECT id FROM jobs WHERE ${READY} AND jobs.type = types.type ORDER BY turn, id LIMIT 1) FROM types
    WHERE types.type IS NOT NULL AND types.type NOT IN (SELECT value FROM json_each(@full)))`;
const NEXT = `SELECT id FROM jobs WHERE ${READY} ORDER BY turn, id LIMIT 1`;
const NEXT_NOT_FULL = `${FIRST_OF_TYPES} SELECT jobs.id FROM first JOIN jobs ON jobs.id = first.id ORDER BY turn, jobs.id LIMIT 1`;

export interface Claim {
  lane: Lane;
  lease: string;
  now: number;
  /** Job types of which as many run as may. Default: none. */
  full?: readonly string[];
}

/**
 * Takes the job of a lane whose turn it is, in one statement: SQLite has one writer, so nobody can come between. The
 * attempt is counted here and not at failure, which is the only way that a crash is bounded too.
 */
export function claimJob(db: Db, { full = [], ...input }: Claim): JobRow | null {
  const limited = full.length > 0;
  return transaction(db, () => {
    const row = selectOne<JobRow>(
      db,
      `${TAKE} WHERE id = (${limited ? NEXT_NOT_FULL : NEXT})
         AND state IN (${jobStatesBefore('claim')})
       RETURNING *`,
      limited ? { ...input, full: JSON.stringify(full) } : input,
    );
    if (row !== undefined) moveLaneOn(db, row.lane, row.turn);
    return row ?? null;
  });
}

/** Takes a canceled job, whether its lane has room or not: it ends as soon as it has cleaned up behind itself. */
export function claimCanceledJob(db: Db, input: { id: number; lease: string; now: number }): JobRow | null {
  const row = selectOne<JobRow>(
    db,
    `${TAKE} WHERE id = @id AND state IN (${jobStatesBefore('claim')}) AND cancel_requested_at IS NOT NULL RETURNING *`,
    input,
  );
  return row ?? null;
}

/** Canceled jobs that only have to clean up behind themselves, and that nobody has taken up for it. */
export function canceledWaitingJobs(db: Db): number[] {
  return selectAll<{ id: number }>(
    db,
    `SELECT id FROM jobs WHERE state = 'queued' AND cancel_requested_at IS NOT NULL`,
  ).map(({ id }) => id);
}

/** Moves scheduled jobs whose time has come to the queue. They are kept apart so that they never crowd the claim. */
export function promoteDue(db: Db, now: number): number {
  return execute(
    db,
    `UPDATE jobs SET state = 'queued' WHERE state IN (${jobStatesBefore('due')}) AND run_at <= @now`,
    { now },
  );
}

/**
 * No try is put off for longer than `longestMs`. A later time can only come from a clock that was ahead and has been
 * set right since: left as it is, the work would wait for a year that nobody meant.
 */
export function clampFutureTries(db: Db, input: { now: number; longestMs: number }): void {
  execute(
    db,
    `UPDATE jobs SET run_at = @now + @longestMs WHERE state = 'scheduled' AND run_at > @now + @longestMs`,
    input,
  );
  execute(
    db,
    `UPDATE job_items SET run_at = @now + @longestMs WHERE state = 'pending' AND run_at > @now + @longestMs
       AND job_id IN (SELECT id FROM jobs WHERE state IN ('scheduled', 'queued', 'running', 'parked'))`,
    input,
  );
}

/** When the next scheduled job is due, or null. */
export function nextDueAt(db: Db): number | null {
  const row = selectOne<{ at: number | null }>(
    db,
    `SELECT min(run_at) AS at FROM jobs WHERE state = 'scheduled'`,
  );
  return row?.at ?? null;
}

/** Whether each lane has a job that may begin. */
export function waitingLanes(db: Db, full: readonly string[] = []): Record<Lane, boolean> {
  const limited = full.length > 0;
  const waits = (lane: Lane): boolean =>
    selectOne(db, limited ? NEXT_NOT_FULL : NEXT, {
      lane,
      ...(limited ? { full: JSON.stringify(full) } : {}),
    }) !== undefined;
  return { priority: waits('priority'), normal: waits('normal') };
}

/** True while the lease is still ours. A job that was taken away must not be written to any more. */
export function heartbeat(db: Db, input: { id: number; lease: string; now: number }): boolean {
  return (
    execute(
      db,
      `UPDATE jobs SET heartbeat_at = @now WHERE id = @id AND state = 'running' AND lease = @lease`,
      input,
    ) === 1
  );
}

export function holdsLease(db: Db, input: { id: number; lease: string }): boolean {
  return (
    selectOne(db, `SELECT 1 FROM jobs WHERE id = @id AND state = 'running' AND lease = @lease`, input) !==
    undefined
  );
}

/** Queued jobs that may begin, by lane. Counts index entries: for people, not for each claim. */
export function countWaiting(db: Db): Record<Lane, number> {
  const counts = { priority: 0, normal: 0 };
  const rows = selectAll<{ lane: Lane; n: number }>(
    db,
    `SELECT lane, count(*) AS n FROM jobs WHERE state = 'queued' AND held = 0 GROUP BY lane`,
  );
  for (const row of rows) counts[row.lane] = row.n;
  return counts;
}
