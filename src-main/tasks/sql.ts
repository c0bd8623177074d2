import { type Db, execute, selectAll, selectOne } from '../db/connection.ts';
import type { TaskRow, TaskStepRow } from '../db/rows.ts';

export function insertTask(
  db: Db,
  task: Pick<
    TaskRow,
    | 'id'
    | 'type'
    | 'scope'
    | 'project_id'
    | 'source'
    | 'params'
    | 'requested_by'
    | 'created_at'
    | 'exclusive_key'
    | 'schedule_id'
    | 'building'
  >,
): void {
  execute(
    db,
    `INSERT INTO tasks(id, type, scope, project_id, source, state, params, requested_by, created_at, exclusive_key,
       schedule_id, building)
     VALUES (@id, @type, @scope, @project_id, @source, 'queued', @params, @requested_by, @created_at, @exclusive_key,
       @schedule_id, @building)`,
    task,
  );
}

export function insertStep(db: Db, step: TaskStepRow): void {
  execute(
    db,
    `INSERT INTO task_steps(task_id, step, job_type, priority, source, state, skip_if_not_needed)
     VALUES (@task_id, @step, @job_type, @priority, @source, @state, @skip_if_not_needed)`,
    { ...step },
  );
}

export function getTask(db: Db, id: string): TaskRow | null {
  return selectOne<TaskRow>(db, `SELECT * FROM tasks WHERE id = @id`, { id }) ?? null;
}

export function stepsOfTask(db: Db, taskId: string): TaskStepRow[] {
  return selectAll<TaskStepRow>(db, `SELECT * FROM task_steps WHERE task_id = @taskId ORDER BY step`, {
    taskId,
  });
}

export function setStepState(
  db: Db,
  input: { taskId: string; step: number; state: TaskStepRow['state'] },
): void {
  execute(db, `UPDATE task_steps SET state = @state WHERE task_id = @taskId AND step = @step`, input);
}

export function skipPendingSteps(db: Db, taskId: string): void {
  execute(db, `UPDATE task_steps SET state = 'skipped' WHERE task_id = @taskId AND state = 'pending'`, {
    taskId,
  });
}

export function setTaskState(
  db: Db,
  input: { id: string; state: TaskRow['state']; startedAt: number | null; finishedAt: number | null },
): void {
  execute(
    db,
    `UPDATE tasks SET state = @state, started_at = coalesce(started_at, @startedAt), finished_at = @finishedAt
     WHERE id = @id AND finished_at IS NULL`,
    input,
  );
}

export function requestTaskCancel(db: Db, input: { id: string; by: string; now: number }): boolean {
  return (
    execute(
      db,
      `UPDATE tasks SET cancel_requested_at = @now, cancel_requested_by = @by
       WHERE id = @id AND finished_at IS NULL AND cancel_requested_at IS NULL`,
      input,
    ) === 1
  );
}

/** All of it is stored: from now on it is a task like any other. */
export function endBuilding(db: Db, id: string): void {
  execute(db, `UPDATE tasks SET building = 0 WHERE id = @id`, { id });
}

export function unfinishedTaskIds(db: Db): string[] {
  return selectAll<{ id: string }>(
    db,
    `SELECT id FROM tasks WHERE finished_at IS NULL AND building = 0 ORDER BY created_at`,
  ).map((row) => row.id);
}

/** The unfinished task that holds a key of which there may be only one. */
export function findRunningExclusive(db: Db, key: string): string | null {
  const row = selectOne<{ id: string }>(
    db,
    `SELECT id FROM tasks WHERE exclusive_key = @key AND finished_at IS NULL`,
    { key },
  );
  return row?.id ?? null;
}

export function setExclusiveKey(db: Db, input: { id: string; key: string }): void {
  execute(db, `UPDATE tasks SET exclusive_key = @key WHERE id = @id`, input);
}

/** An unfinished task that a schedule started. */
export function findRunningScheduled(db: Db, scheduleId: string): string | null {
  const row = selectOne<{ id: string }>(
    db,
    `SELECT id FROM tasks WHERE schedule_id = @scheduleId AND finished_at IS NULL`,
    { scheduleId },
  );
  return row?.id ?? null;
}

export function setTaskParams(db: Db, input: { id: string; params: string }): void {
  execute(db, `UPDATE tasks SET params = @params WHERE id = @id AND finished_at IS NULL`, input);
}

/** A task that ended goes on, because something of it is tried again. */
export function reopenTask(db: Db, id: string): void {
  execute(
    db,
    `UPDATE tasks SET state = 'queued', finished_at = NULL, cancel_requested_at = NULL, cancel_requested_by = NULL,
       paused_at = NULL, paused_by = NULL
     WHERE id = @id AND finished_at IS NOT NULL`,
    { id },
  );
}

/** Steps that were left out because an earlier one failed as a whole are to come after all. */
export function reopenSkippedSteps(db: Db, input: { taskId: string; after: number }): void {
  execute(
    db,
    `UPDATE task_steps SET state = 'pending' WHERE task_id = @taskId AND step > @after AND state = 'skipped'`,
    input,
  );
}

export function setPendingStepPriority(db: Db, input: { taskId: string; priority: number }): void {
  execute(
    db,
    `UPDATE task_steps SET priority = @priority WHERE task_id = @taskId AND state = 'pending'`,
    input,
  );
}
