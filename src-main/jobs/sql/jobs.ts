import { type Db, execute, insert, selectAll, selectOne } from '../../db/connection.ts';
import type { JobRow } from '../../db/rows.ts';
import type { Lane } from '../lanes.ts';
import { jobStatesBefore } from '../states.ts';
import { nextTurn } from './turns.ts';

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
  /** Expected cost of its items; see `CostModel`. */
  cost: number;
  /** Its task is paused: it waits until that is lifted. */
  held: boolean;
  now: number;
}

export function insertJob(db: Db, job: NewJob): number {
  return insert(
    db,
    `INSERT INTO jobs(task_id, task_type, step, chunk, type, scope, project_id, source, lane, priority, payload, state,
       run_at, max_attempts, dedupe_key, total, skipped, cost_total, held, turn, created_at)
     VALUES (@taskId, @taskType, @step, @chunk, @type, @scope, @projectId, @source, @lane, @priority, @payload, 'queued',
       @now, @maxAttempts, @dedupeKey, @total, @skipped, @cost, @held, @turn, @now)`,
    {
      ...job,
      payload: JSON.stringify(job.payload),
      held: job.held ? 1 : 0,
      turn: nextTurn(db, job),
    },
  );
}

export function getJob(db: Db, id: number): JobRow | null {
  return selectOne<JobRow>(db, `SELECT * FROM jobs WHERE id = @id`, { id }) ?? null;
}

/** In the order of their steps and chunks. Sorted here: SQLite took 80 µs to sort one row, and 17 to read it. */
export function jobsOfTask(db: Db, taskId: string): JobRow[] {
  const rows = selectAll<JobRow>(db, `SELECT * FROM jobs WHERE task_id = @taskId`, { taskId });
  return rows.sort((a, b) => a.step - b.step || a.chunk - b.chunk);
}

export type JobFacts = Pick<JobRow, 'state' | 'failed' | 'held' | 'error_code' | 'started_at'>;

/** What the state of a task follows from: asked whenever one of its jobs begins or ends. */
export function jobFactsOfTask(db: Db, taskId: string): JobFacts[] {
  return selectAll<JobFacts>(
    db,
    `SELECT state, failed, held, error_code, started_at FROM jobs WHERE task_id = @taskId`,
    { taskId },
  );
}

export function unfinishedJobs(db: Db, taskId: string): JobRow[] {
  return selectAll<JobRow>(db, `SELECT * FROM jobs WHERE task_id = @taskId AND finished_at IS NULL`, {
    taskId,
  });
}

/** Adds to the counters of a job, in the transaction that ends the items. A finished item clears the crash count. */
export function addProgress(
  db: Db,
  input: {
    id: number;
    lease: string;
    succeeded: number;
    skipped: number;
    failed: number;
    cost: number;
    unstoredErrors: number;
  },
): boolean {
  return (
    execute(
      db,
      `UPDATE jobs SET succeeded = succeeded + @succeeded, skipped = skipped + @skipped, failed = failed + @failed,
         cost_done = cost_done + @cost, unstored_errors = unstored_errors + @unstoredErrors, crash_count = 0
       WHERE id = @id AND state = 'running' AND lease = @lease`,
      input,
    ) === 1
  );
}

/** More items were found while the job runs, and the search has come as far as `cursor`. */
export function growTotal(
  db: Db,
  input: {
    id: number;
    lease: string;
    total: number;
    skipped: number;
    cost: number;
    discovering: boolean;
    cursor: string | null;
  },
): boolean {
  return (
    execute(
      db,
      `UPDATE jobs SET total = total + @total, skipped = skipped + @skipped, cost_total = cost_total + @cost,
         discovering = @discovering, discover_cursor = @cursor
       WHERE id = @id AND state = 'running' AND lease = @lease`,
      { ...input, discovering: input.discovering ? 1 : 0 },
    ) === 1
  );
}

/** The number of the last chunk of a step; -1 where it has none. */
export function lastChunk(db: Db, input: { taskId: string; step: number }): number {
  const row = selectOne<{ chunk: number | null }>(
    db,
    `SELECT max(chunk) AS chunk FROM jobs WHERE task_id = @taskId AND step = @step`,
    input,
  );
  return row?.chunk ?? -1;
}

export function itemsOfStep(db: Db, input: { taskId: string; step: number }): number {
  const row = selectOne<{ n: number }>(
    db,
    `SELECT coalesce(sum(total), 0) AS n FROM jobs WHERE task_id = @taskId AND step = @step`,
    input,
  );
  return row?.n ?? 0;
}

/**
 * Ends a running job. One that failed as a whole while it searched is still said to: a retry has to go on with that.
 * Answers false where the lease was lost: then nothing was written.
 */
export function finishJob(
  db: Db,
  input: {
    id: number;
    lease: string;
    to: 'completed' | 'failed' | 'canceled';
    /** Items that were canceled with it, and that failed with it. */
    canceled: number;
    failed: number;
    errorCode: string | null;
    errorDetail: string | null;
    now: number;
  },
): boolean {
  return (
    execute(
      db,
      `UPDATE jobs SET state = @to, lease = NULL, heartbeat_at = NULL, finished_at = @now,
         discovering = CASE WHEN @errorCode IS NULL THEN 0 ELSE discovering END,
         canceled = canceled + @canceled, failed = failed + @failed, error_code = @errorCode, error_detail = @errorDetail
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
      `UPDATE jobs SET state = 'canceled', parked_reason = NULL, parked_detail = NULL, finished_at = @now,
         canceled = canceled + @canceled
       WHERE id = @id AND state IN (${jobStatesBefore('cancel')}) AND lease IS NULL`,
      input,
    ) === 1
  );
}

/** Puts a job that waits for something else into the queue: it is canceled, and only has to clean up. */
export function queueToCancel(db: Db, id: number): void {
  execute(
    db,
    `UPDATE jobs SET state = 'queued', held = 0, parked_reason = NULL, parked_detail = NULL
     WHERE id = @id AND state IN (${jobStatesBefore('due')}, ${jobStatesBefore('unpark')})`,
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
export function requestJobCancel(db: Db, input: { id: number; by: string; now: number }): void {
  execute(
    db,
    `UPDATE jobs SET cancel_requested_at = coalesce(cancel_requested_at, @now),
       cancel_requested_by = coalesce(cancel_requested_by, @by), held = 0
     WHERE id = @id AND finished_at IS NULL`,
    input,
  );
}

/** Its place is found anew, at the end of those with its new priority. What runs goes on where it is. */
export function setJobPriority(
  db: Db,
  input: { id: number; priority: number; lane: Lane; turn: number },
): boolean {
  return (
    execute(
      db,
      `UPDATE jobs SET priority = @priority, lane = @lane, turn = @turn WHERE id = @id AND finished_at IS NULL`,
      input,
    ) === 1
  );
}

/** The job that waits under a key, and has not begun. */
export function waitingJobWithKey(db: Db, dedupeKey: string): JobRow | null {
  const row = selectOne<JobRow>(
    db,
    `SELECT * FROM jobs WHERE dedupe_key = @dedupeKey AND state IN ('scheduled', 'queued', 'parked')`,
    { dedupeKey },
  );
  return row ?? null;
}

/** Only while nothing of it has begun: what has begun was begun with the order as it was. */
export function replacePayload(db: Db, input: { id: number; payload: unknown }): boolean {
  return (
    execute(db, `UPDATE jobs SET payload = @payload WHERE id = @id AND started_at IS NULL`, {
      id: input.id,
      payload: JSON.stringify(input.payload),
    }) === 1
  );
}

export function isCancelRequested(db: Db, id: number): boolean {
  return (
    selectOne(db, `SELECT 1 FROM jobs WHERE id = @id AND cancel_requested_at IS NOT NULL`, { id }) !==
    undefined
  );
}
