import { recordAudit } from '../../db/audit.ts';
import { type Db, transaction } from '../../db/connection.ts';
import type { JobItemRow, JobRow, TaskRow } from '../../db/rows.ts';
import { AppError } from '../../files/app-error.ts';
import type { Changes } from '../../jobs/changes.ts';
import type { Clock } from '../../jobs/clock.ts';
import type { Dispatcher } from '../../jobs/dispatcher.ts';
import { getItem } from '../../jobs/sql/items.ts';
import { getJob } from '../../jobs/sql/jobs.ts';
import { isTerminalJob } from '../../jobs/states.ts';
import { advanceTask } from '../../tasks/advance.ts';
import { getTask } from '../../tasks/sql.ts';
import type { TaskContext } from '../../tasks/start-task.ts';

export interface ControlContext {
  db: Db;
  clock: Clock;
  changes: Changes;
  dispatcher: Dispatcher;
  /** Read anew each time: the settings in it may have changed. */
  tasks(): TaskContext;
}

/** What a person does to work that is stored. Each is one transaction: durable, and recorded with who did it. */
export interface Deed {
  by: string;
  action: string;
  detail?: Record<string, unknown>;
}

/**
 * Does `work` with a task as one transaction, brings the task in line, and tells of it.
 * @throws AppError `task_missing`
 */
export function changeTask<T>(
  context: ControlContext,
  taskId: string,
  deed: Deed,
  work: (task: TaskRow, now: number) => T,
): T {
  const { db, clock, changes } = context;
  const result = transaction(db, () => {
    const task = getTask(db, taskId);
    if (task === null || task.building === 1) throw new AppError('task_missing', { detail: taskId });
    const now = clock.wall();
    const done = work(task, now);
    recordAudit(db, {
      at: now,
      actor: deed.by,
      action: deed.action,
      taskId,
      projectId: task.project_id,
      photoId: null,
      detail: deed.detail ?? {},
    });
    advanceTask(context.tasks(), taskId, now);
    return done;
  });
  changes.task(taskId);
  changes.urgent();
  return result;
}

/** @throws AppError `job_missing` */
export function requireJob(db: Db, id: number): JobRow {
  const job = getJob(db, id);
  if (job === null) throw new AppError('job_missing', { detail: String(id) });
  return job;
}

/** The task of a job: every job has one. @throws AppError `task_missing` */
export function taskOf(job: JobRow): string {
  if (job.task_id === null) throw new AppError('task_missing', { detail: `of job ${job.id}` });
  return job.task_id;
}

/** @throws AppError `item_missing` */
export function requireItem(db: Db, id: number): JobItemRow {
  const item = getItem(db, id);
  if (item === null) throw new AppError('item_missing', { detail: String(id) });
  return item;
}

/** @throws AppError `task_ended` */
export function requireOpenTask(task: TaskRow): void {
  if (task.finished_at !== null) throw ended(task.id, task.state);
}

/** @throws AppError `task_ended` */
export function requireOpenJob(job: JobRow): void {
  if (isTerminalJob(job.state)) throw ended(String(job.id), job.state);
}

export function ended(id: string, state: string): AppError {
  return new AppError('task_ended', { detail: JSON.stringify({ id, state }) });
}
