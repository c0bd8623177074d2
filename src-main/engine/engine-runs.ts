import { type Db, execute, selectOne } from '../db/connection.ts';

/** The runs of programs on this library, each with its end: one without is of a process that died. */

export function hasRunWithoutEnd(db: Db): boolean {
  return selectOne(db, 'SELECT 1 FROM engine_runs WHERE ended_at IS NULL') !== undefined;
}

export function recordRun(db: Db, run: { bootId: string; pid: number; program: string; now: number }): void {
  execute(
    db,
    `INSERT INTO engine_runs(boot_id, pid, program, started_at) VALUES (@bootId, @pid, @program, @now)`,
    run,
  );
}

export function recordEndOfRun(db: Db, { bootId, now }: { bootId: string; now: number }): void {
  execute(db, `UPDATE engine_runs SET ended_at = @now WHERE boot_id = @bootId`, { bootId, now });
}

/** What they left has been put back. */
export function recordEndOfTheDead(db: Db, now: number): void {
  execute(db, 'UPDATE engine_runs SET ended_at = @now WHERE ended_at IS NULL', { now });
}
