import type { ItemState, JobState, TaskState } from '../../src-preload/contract/states.ts';
import { type Db, selectAll, selectOne } from '../db/connection.ts';
import type { JobItemRow, JobRow, TaskRow } from '../db/rows.ts';

interface Page {
  limit: number;
  offset: number;
}

export interface TaskFilter extends Page {
  states: TaskState[] | undefined;
  source: 'user' | 'maintenance' | undefined;
  type: string | undefined;
  projectId: number | undefined;
  includeMaintenance: boolean;
}

export function listTasks(db: Db, input: TaskFilter): { rows: TaskRow[]; total: number } {
  const where = `(@states IS NULL OR state IN (SELECT value FROM json_each(@states)))
    AND (@source IS NULL OR source = @source) AND (@type IS NULL OR type = @type)
    AND (@projectId IS NULL OR project_id = @projectId) AND (@includeMaintenance OR source = 'user')
    AND building = 0`;
  const bindings = {
    states: json(input.states),
    source: input.source ?? null,
    type: input.type ?? null,
    projectId: input.projectId ?? null,
    includeMaintenance: input.includeMaintenance || input.source === 'maintenance' ? 1 : 0,
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

export interface ItemFilter {
  taskId: string;
  jobId: number | undefined;
  /** Of the jobs of this type only. Default: of all. */
  jobType?: string | undefined;
  states: ItemState[] | undefined;
  /** Items with a higher id. */
  after: number;
  limit: number;
}

/**
 * Keyset paging, job by job: items of one job have ascending ids, and each job is read off its own index. An offset
 * would read all that it skips: the last page of 100,000 items took as long as all pages before it together.
 */
export function listItems(
  db: Db,
  input: ItemFilter,
): { rows: JobItemRow[]; total: number; next: number | null } {
  const filter = `job_id IN (SELECT id FROM jobs WHERE task_id = @taskId AND (@jobId IS NULL OR id = @jobId)
      AND (@jobType IS NULL OR type = @jobType))
    AND (@states IS NULL OR state IN (SELECT value FROM json_each(@states)))`;
  const { taskId, jobId, jobType, states } = input;
  const bindings = { taskId, jobId: jobId ?? null, jobType: jobType ?? null, states: json(states) };
  const rows = selectAll<JobItemRow>(
    db,
    `SELECT * FROM job_items WHERE ${filter} AND id > @after ORDER BY id LIMIT @limit`,
    { ...bindings, after: input.after, limit: input.limit },
  );
  return {
    rows,
    total: countItemsOfTask(db, input),
    next: rows.length < input.limit ? null : (rows.at(-1)?.id ?? null),
  };
}

const COUNTER = { done: 'succeeded', skipped: 'skipped', failed: 'failed', canceled: 'canceled' } as const;

/** From the counters of the jobs. Only what is pending or running has to be told apart by the items themselves. */
function countItemsOfTask(db: Db, { taskId, jobId, jobType, states }: ItemFilter): number {
  const bindings = { taskId, jobId: jobId ?? null, jobType: jobType ?? null };
  const jobs = `FROM jobs WHERE task_id = @taskId AND (@jobId IS NULL OR id = @jobId)
    AND (@jobType IS NULL OR type = @jobType)`;
  if (states === undefined) return count(db, `SELECT coalesce(sum(total), 0) AS n ${jobs}`, bindings);
  const columns = states.flatMap((state) =>
    state in COUNTER ? [COUNTER[state as keyof typeof COUNTER]] : [],
  );
  const ended = count(db, `SELECT coalesce(sum(${columns.join(' + ') || '0'}), 0) AS n ${jobs}`, bindings);
  const open = states.filter((state) => !(state in COUNTER));
  if (open.length === 0) return ended;
  const unended = count(
    db,
    `SELECT count(*) AS n FROM job_items WHERE job_id IN (SELECT id ${jobs})
       AND state IN (SELECT value FROM json_each(@open))`,
    { ...bindings, open: JSON.stringify(open) },
  );
  return ended + unended;
}

const ORDER_COLUMNS = {
  createdAt: 'created_at',
  updatedAt: 'coalesce(finished_at, heartbeat_at, started_at, created_at)',
  finishedAt: 'finished_at',
  priority: 'priority',
} as const;

export interface JobFilter extends Page {
  states: JobState[] | undefined;
  type: string | undefined;
  taskId: string | undefined;
  projectId: number | undefined;
  source: 'user' | 'maintenance' | undefined;
  includeMaintenance: boolean;
  orderBy: keyof typeof ORDER_COLUMNS;
  direction: 'asc' | 'desc';
}

export function listJobs(db: Db, input: JobFilter): { rows: JobRow[]; total: number } {
  const where = `(@states IS NULL OR state IN (SELECT value FROM json_each(@states)))
    AND (@type IS NULL OR type = @type) AND (@taskId IS NULL OR task_id = @taskId)
    AND (@projectId IS NULL OR project_id = @projectId) AND (@source IS NULL OR source = @source)
    AND (@includeMaintenance OR source = 'user')
    AND NOT EXISTS (SELECT 1 FROM tasks WHERE tasks.id = jobs.task_id AND building = 1)`;
  const bindings = {
    states: json(input.states),
    type: input.type ?? null,
    taskId: input.taskId ?? null,
    projectId: input.projectId ?? null,
    source: input.source ?? null,
    // Who names a task wants all of its jobs.
    includeMaintenance:
      input.includeMaintenance || input.source === 'maintenance' || input.taskId !== undefined ? 1 : 0,
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

function json(list: readonly string[] | undefined): string | null {
  return list === undefined ? null : JSON.stringify(list);
}

function count(db: Db, sql: string, bindings: Record<string, unknown>): number {
  return selectOne<{ n: number }>(db, sql, bindings)?.n ?? 0;
}
