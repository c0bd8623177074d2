import { type Db, execute, selectAll, selectOne } from '../../db/connection.ts';
import type { JobRow } from '../../db/rows.ts';
import type { Lane } from '../lanes.ts';

/**
 * Takes the best queued job of a lane, in one statement: SQLite has one writer, so nobody can come between. The
 * attempt is counted here and not at failure, which is the only way that a crash is bounded too.
 */
export function claimJob(db: Db, input: { lane: Lane; lease: string; now: number }): JobRow | null {
  const row = selectOne<JobRow>(
    db,
    `UPDATE jobs SET state = 'running', lease = @lease, attempt = attempt + 1, heartbeat_at = @now,
       started_at = coalesce(started_at, @now)
     WHERE id = (SELECT jobs.id FROM jobs LEFT JOIN tasks ON tasks.id = jobs.task_id
                 WHERE jobs.state = 'queued' AND jobs.lane = @lane 
                   AND (tasks.paused_at IS NULL OR jobs.cancel_requested_at IS NOT NULL)
                 ORDER BY jobs.priority DESC, jobs.id LIMIT 1)
       AND state = 'queued'
     RETURNING *`,
    input,
  );
  return row ?? null;
}

/** Takes a canceled job, whether its lane has room or not: it ends as soon as it has cleaned up behind itself. */
export function claimCanceledJob(db: Db, input: { id: number; lease: string; now: number }): JobRow | null {
  const row = selectOne<JobRow>(
    db,
    `UPDATE jobs SET state = 'running', lease = @lease, attempt = attempt + 1, heartbeat_at = @now,
       started_at = coalesce(started_at, @now)
     WHERE id = @id AND state = 'queued' AND cancel_requested_at IS NOT NULL
     RETURNING *`,
    input,
  );
  return row ?? null;
}

/** Moves scheduled jobs whose time has come to the queue. They are kept apart so that they never crowd the claim. */
export function promoteDue(db: Db, now: number): number {
  return execute(db, `UPDATE jobs SET state = 'queued' WHERE state = 'scheduled' AND run_at <= @now`, {
    now,
  });
}

/** When the next scheduled job is due, or null. */
export function nextDueAt(db: Db): number | null {
  const row = selectOne<{ at: number | null }>(
    db,
    `SELECT min(run_at) AS at FROM jobs WHERE state = 'scheduled'`,
  );
  return row?.at ?? null;
}

export function waitingLanes(db: Db): Record<Lane, boolean> {
  const rows = selectAll<{ lane: Lane }>(
    db,
    `SELECT 'priority' AS lane WHERE EXISTS (SELECT 1 FROM jobs WHERE state = 'queued' AND lane = 'priority')
     UNION ALL SELECT 'normal' WHERE EXISTS (SELECT 1 FROM jobs WHERE state = 'queued' AND lane = 'normal')`,
  );
  return { priority: rows.some((r) => r.lane === 'priority'), normal: rows.some((r) => r.lane === 'normal') };
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

/** Jobs that are waiting or running. */
export function queueSize(db: Db): number {
  const row = selectOne<{ n: number }>(
    db,
    `SELECT count(*) AS n FROM jobs WHERE state IN ('scheduled', 'queued', 'running', 'parked')`,
  );
  return row?.n ?? 0;
}
