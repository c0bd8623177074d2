import { type Db, execute, insert, selectAll, selectOne } from '../../db/connection.ts';
import type { JobRow } from '../../db/rows.ts';
import type { Lane } from '../lanes.ts';

export interface NewJob {
  taskId: string | null;
  taskType: string | null;
  step: number;
  chunk: number;
  type: string;
  scope: 'project' | 'photo_set' | 'global';
  projectId: number | null;
  source: 'user' | 'maintenance';
  lane: Lane;
  priority: number;
  payload: unknown;
  maxAttempts: number;
  dedupeKey: string | null;
  total: number;
  skipped: number;
  now: number;
}

export function insertJob(db: Db, job: NewJob): number {
  return insert(
    db,
    `INSERT INTO jobs(task_id, task_type, step, chunk, type, scope, project_id, source, lane, priority, payload, state,
       run_at, max_attempts, dedupe_key, total, skipped, created_at)
     VALUES (@taskId, @taskType, @step, @chunk, @type, @scope, @projectId, @source, @lane, @priority, @payload, 'queued',
       @now, @maxAttempts, @dedupeKey, @total, @skipped, @now)`,
    { ...job, payload: JSON.stringify(job.payload) },
  );
}

export function getJob(db: Db, id: number): JobRow | null {
  return selectOne<JobRow>(db, `SELECT * FROM jobs WHERE id = @id`, { id }) ?? null;
}

export function jobsOfTask(db: Db, taskId: string): JobRow[] {
  return selectAll<JobRow>(db, `SELECT * FROM jobs WHERE task_id = @taskId ORDER BY step, chunk`, { taskId });
}

export function unfinishedJobs(db: Db, taskId: string): JobRow[] {
  return selectAll<JobRow>(db, `SELECT * FROM jobs WHERE task_id = @taskId AND finished_at IS NULL`, {
    taskId,
  });
}

/** Adds to the counters of a job, in the transaction that ends the items. A finished item clears the crash count. */
export function addProgress(
  db: Db,
  input: { id: number; lease: string; succeeded: number; skipped: number; failed: number },
): boolean {
  return (
    execute(
      db,
      `UPDATE jobs SET succeeded = succeeded + @succeeded, skipped = skipped + @skipped, failed = failed + @failed,
         crash_count = 0
       WHERE id = @id AND state = 'running' AND lease = @lease`,
      input,
    ) === 1
  );
}

/** More items were found while the job runs. */
export function growTotal(
  db: Db,
  input: { id: number; lease: string; by: number; discovering: boolean },
): boolean {
  return (
    execute(
      db,
      `UPDATE jobs SET total = total + @by, discovering = @discovering
       WHERE id = @id AND state = 'running' AND lease = @lease`,
      { ...input, discovering: input.discovering ? 1 : 0 },
    ) === 1
  );
}

/** Ends a running job. Answers false where the lease was lost: then nothing was written. */
export function finishJob(
  db: Db,
  input: {
    id: number;
    lease: string;
    to: 'completed' | 'failed' | 'canceled';
    canceled: number;
    errorCode: string | null;
    errorDetail: string | null;
    now: number;
  },
): boolean {
  return (
    execute(
      db,
      `UPDATE jobs SET state = @to, lease = NULL, heartbeat_at = NULL, finished_at = @now, discovering = 0,
         canceled = canceled + @canceled, error_code = @errorCode, error_detail = @errorDetail
       WHERE id = @id AND state = 'running' AND lease = @lease`,
      input,
    ) === 1
  );
}

/** Ends a job that nobody runs, because it was canceled. */
export function cancelIdleJob(db: Db, input: { id: number; canceled: number; now: number }): boolean {
  return (
    execute(
      db,
      `UPDATE jobs SET state = 'canceled', parked_reason = NULL, finished_at = @now, canceled = canceled + @canceled
       WHERE id = @id AND state IN ('scheduled', 'queued', 'parked')`,
      input,
    ) === 1
  );
}

/** Puts a job that waits for something else into the queue: it is canceled, and only has to clean up. */
export function queueToCancel(db: Db, id: number): void {
  execute(
    db,
    `UPDATE jobs SET state = 'queued', parked_reason = NULL WHERE id = @id AND state IN ('scheduled', 'parked')`,
    { id },
  );
}

/** Gives a running job back: to the queue, or until `runAt`. `refund` gives the attempt back too. */
export function handBackJob(
  db: Db,
  input: { id: number; lease: string; runAt: number; now: number; refund: boolean },
): boolean {
  return (
    execute(
      db,
      `UPDATE jobs SET state = CASE WHEN @runAt > @now THEN 'scheduled' ELSE 'queued' END, lease = NULL,
         heartbeat_at = NULL, run_at = @runAt, attempt = max(0, attempt - @refund)
       WHERE id = @id AND state = 'running' AND lease = @lease`,
      { ...input, refund: input.refund ? 1 : 0 },
    ) === 1
  );
}

/** Notes that a job is to stop, whatever state it is in. */
export function requestJobCancel(db: Db, input: { id: number; now: number }): void {
  execute(
    db,
    `UPDATE jobs SET cancel_requested_at = coalesce(cancel_requested_at, @now) WHERE id = @id AND finished_at IS NULL`,
    input,
  );
}

export function isCancelRequested(db: Db, id: number): boolean {
  return (
    selectOne(db, `SELECT 1 FROM jobs WHERE id = @id AND cancel_requested_at IS NOT NULL`, { id }) !==
    undefined
  );
}
