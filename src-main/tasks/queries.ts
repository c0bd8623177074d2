import type { ItemState, JobState, TaskState } from '../../src-preload/contract/tasks.ts';
import { type Db, selectAll, selectOne } from '../db/connection.ts';
import type { JobItemRow, JobRow, TaskRow } from '../db/rows.ts';

interface Page {
  limit: number;
  offset: number;
}

export function listTasks(
  db: Db,
  input: Page & { states: TaskState[] | undefined; includeMaintenance: boolean },
): { rows: TaskRow[]; total: number } {
  const where = `(@states IS NULL OR state IN (SELECT value FROM json_each(@states)))
    AND (@includeMaintenance OR source = 'user')`;
  const bindings = {
    states: input.states === undefined ? null : JSON.stringify(input.states),
    includeMaintenance: input.includeMaintenance ? 1 : 0,
  };
  return {
    rows: selectAll<TaskRow>(
      db,
      `SELECT * FROM tasks WHERE ${where} ORDER BY created_at DESC, id DESC LIMIT @limit OFFSET @offset`,
      { ...bindings, limit: input.limit, offset: input.offset },
    ),
    total: count(db, `SELECT count(*) AS n FROM tasks WHERE ${where}`, bindings),
  };
}

export function listItems(
  db: Db,
  input: Page & { taskId: string; states: ItemState[] | undefined },
): { rows: JobItemRow[]; total: number } {
  const where = `job_id IN (SELECT id FROM jobs WHERE task_id = @taskId)
    AND (@states IS NULL OR state IN (SELECT value FROM json_each(@states)))`;
  const bindings = {
    taskId: input.taskId,
    states: input.states === undefined ? null : JSON.stringify(input.states),
  };
  return {
    rows: selectAll<JobItemRow>(
      db,
      `SELECT * FROM job_items WHERE ${where} ORDER BY id LIMIT @limit OFFSET @offset`,
      {
        ...bindings,
        limit: input.limit,
        offset: input.offset,
      },
    ),
    total: count(db, `SELECT count(*) AS n FROM job_items WHERE ${where}`, bindings),
  };
}

const ORDER_COLUMNS = { createdAt: 'created_at', finishedAt: 'finished_at', priority: 'priority' } as const;

export interface JobFilter extends Page {
  states: JobState[] | undefined;
  type: string | undefined;
  taskId: string | undefined;
  projectId: number | undefined;
  orderBy: keyof typeof ORDER_COLUMNS;
  direction: 'asc' | 'desc';
}

export function listJobs(db: Db, input: JobFilter): { rows: JobRow[]; total: number } {
  const where = `(@states IS NULL OR state IN (SELECT value FROM json_each(@states)))
    AND (@type IS NULL OR type = @type) AND (@taskId IS NULL OR task_id = @taskId)
    AND (@projectId IS NULL OR project_id = @projectId)`;
  const bindings = {
    states: input.states === undefined ? null : JSON.stringify(input.states),
    type: input.type ?? null,
    taskId: input.taskId ?? null,
    projectId: input.projectId ?? null,
  };
  const direction = input.direction === 'asc' ? 'ASC' : 'DESC';
  return {
    rows: selectAll<JobRow>(
      db,
      `SELECT * FROM jobs WHERE ${where} ORDER BY ${ORDER_COLUMNS[input.orderBy]} ${direction}, id ${direction}
       LIMIT @limit OFFSET @offset`,
      { ...bindings, limit: input.limit, offset: input.offset },
    ),
    total: count(db, `SELECT count(*) AS n FROM jobs WHERE ${where}`, bindings),
  };
}

export function countJobsByState(db: Db): Record<JobState, number> {
  const counts = { scheduled: 0, queued: 0, running: 0, parked: 0, completed: 0, failed: 0, canceled: 0 };
  for (const row of selectAll<{ state: JobState; n: number }>(
    db,
    `SELECT state, count(*) AS n FROM jobs GROUP BY state`,
  )) {
    counts[row.state] = row.n;
  }
  return counts;
}

export interface JobStats {
  jobs: Record<JobState, number>;
  filesProcessed: number;
  successRate: number | null;
  meanItemMs: number | null;
  meanJobMs: number | null;
}

export function jobStats(db: Db): JobStats {
  const items = selectOne<{ ended: number; failed: number; mean: number | null }>(
    db,
    `SELECT count(*) AS ended, coalesce(sum(state = 'failed'), 0) AS failed, avg(duration_ms) AS mean
     FROM job_items WHERE state IN ('done', 'failed', 'skipped')`,
  );
  const jobs = selectOne<{ mean: number | null }>(
    db,
    `SELECT avg(finished_at - started_at) AS mean FROM jobs WHERE finished_at IS NOT NULL AND started_at IS NOT NULL`,
  );
  const ended = items?.ended ?? 0;
  return {
    jobs: countJobsByState(db),
    filesProcessed: ended,
    successRate: ended === 0 ? null : (ended - (items?.failed ?? 0)) / ended,
    meanItemMs: items?.mean ?? null,
    meanJobMs: jobs?.mean ?? null,
  };
}

function count(db: Db, sql: string, bindings: Record<string, unknown>): number {
  return selectOne<{ n: number }>(db, sql, bindings)?.n ?? 0;
}
