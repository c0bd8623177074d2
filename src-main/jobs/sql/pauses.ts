import { type Db, execute, selectAll, selectOne } from '../../db/connection.ts';

export interface QueuePauseRow {
  owner: string;
  reason: string;
  at: number;
  boot_id: string | null;
}

/** One owner, one pause: asking twice changes nothing but the reason. */
export function pauseQueue(db: Db, pause: QueuePauseRow): void {
  execute(
    db,
    `INSERT INTO queue_pauses(owner, reason, at, boot_id) VALUES (@owner, @reason, @at, @boot_id)
     ON CONFLICT(owner) DO UPDATE SET reason = excluded.reason, boot_id = excluded.boot_id`,
    { ...pause },
  );
}

export function resumeQueue(db: Db, owner: string): boolean {
  return execute(db, `DELETE FROM queue_pauses WHERE owner = @owner`, { owner }) > 0;
}

export function resumeQueueForAll(db: Db): boolean {
  return execute(db, `DELETE FROM queue_pauses`) > 0;
}

export function queuePauses(db: Db): QueuePauseRow[] {
  return selectAll<QueuePauseRow>(db, `SELECT * FROM queue_pauses ORDER BY at, owner`);
}

/** A part of the app that died cannot lift its pause any more: with its process, its pause ends. */
export function liftPausesOfTheDead(db: Db, bootId: string): number {
  return execute(db, `DELETE FROM queue_pauses WHERE boot_id IS NOT NULL AND boot_id <> @bootId`, { bootId });
}

/** Brings `held` in line with who is paused. Call it in the transaction that pauses, resumes or cancels. */
export function refreshHeld(db: Db, taskId: string): void {
  execute(
    db,
    `UPDATE jobs SET held = (cancel_requested_at IS NULL AND (paused_at IS NOT NULL OR
       (SELECT paused_at FROM tasks WHERE id = @taskId) IS NOT NULL))
     WHERE task_id = @taskId AND finished_at IS NULL`,
    { taskId },
  );
}

export function setTaskPause(db: Db, input: { id: string; at: number | null; by: string | null }): void {
  execute(
    db,
    `UPDATE tasks SET paused_at = @at, paused_by = @by WHERE id = @id AND finished_at IS NULL`,
    input,
  );
}

export function setJobPause(db: Db, input: { id: number; at: number | null; by: string | null }): void {
  execute(
    db,
    `UPDATE jobs SET paused_at = @at, paused_by = @by WHERE id = @id AND finished_at IS NULL`,
    input,
  );
}

/** Whether a new job of this task has to wait, because its task is paused. */
export function isHeld(db: Db, taskId: string): boolean {
  return (
    selectOne(db, `SELECT 1 FROM tasks WHERE id = @taskId AND paused_at IS NOT NULL`, { taskId }) !==
    undefined
  );
}
