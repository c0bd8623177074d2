import { type Db, execute, selectAll, selectOne } from '../../db/connection.ts';

export interface ScheduleRow {
  id: string;
  cron: string;
  next_due_at: number;
}

export function getSchedule(db: Db, id: string): ScheduleRow | null {
  return selectOne<ScheduleRow>(db, `SELECT * FROM schedules WHERE id = @id`, { id }) ?? null;
}

export function storeSchedule(db: Db, row: ScheduleRow): void {
  execute(
    db,
    `INSERT INTO schedules(id, cron, next_due_at) VALUES (@id, @cron, @next_due_at)
     ON CONFLICT(id) DO UPDATE SET cron = excluded.cron, next_due_at = excluded.next_due_at`,
    { ...row },
  );
}

/** Claims a due time: false where it was run already, whatever the clock says now. */
export function claimDueTime(db: Db, input: { scheduleId: string; dueAt: number }): boolean {
  return (
    execute(
      db,
      `INSERT INTO schedule_runs(schedule_id, due_at) VALUES (@scheduleId, @dueAt) ON CONFLICT DO NOTHING`,
      input,
    ) === 1
  );
}

export function noteScheduledTask(
  db: Db,
  input: { scheduleId: string; dueAt: number; taskId: string },
): void {
  execute(
    db,
    `UPDATE schedule_runs SET task_id = @taskId WHERE schedule_id = @scheduleId AND due_at = @dueAt`,
    input,
  );
}

export function lastScheduleRun(
  db: Db,
  scheduleId: string,
): { due_at: number; task_id: string | null } | null {
  const [row] = selectAll<{ due_at: number; task_id: string | null }>(
    db,
    `SELECT due_at, task_id FROM schedule_runs WHERE schedule_id = @scheduleId ORDER BY due_at DESC LIMIT 1`,
    { scheduleId },
  );
  return row ?? null;
}

export function forgetScheduleRuns(db: Db, before: number): number {
  return execute(
    db,
    `DELETE FROM schedule_runs WHERE due_at < @before AND due_at <>
       (SELECT max(due_at) FROM schedule_runs AS newest WHERE newest.schedule_id = schedule_runs.schedule_id)`,
    { before },
  );
}
