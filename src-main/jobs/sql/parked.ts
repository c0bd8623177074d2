import { type Db, execute, selectAll } from '../../db/connection.ts';
import type { JobRow } from '../../db/rows.ts';
import { jobStatesBefore } from '../states.ts';

/** A running job waits for something outside of us. It was not its fault, so the attempt is given back. */
export function parkJob(
  db: Db,
  input: { id: number; lease: string; reason: string; detail: string | null },
): boolean {
  return (
    execute(
      db,
      `UPDATE jobs SET state = 'parked', parked_reason = @reason, parked_detail = @detail, lease = NULL,
         heartbeat_at = NULL, attempt = max(0, attempt - 1)
       WHERE id = @id AND state = 'running' AND lease = @lease`,
      input,
    ) === 1
  );
}

export function unparkJob(db: Db, id: number): boolean {
  return (
    execute(
      db,
      `UPDATE jobs SET state = 'queued', parked_reason = NULL, parked_detail = NULL
       WHERE id = @id AND state IN (${jobStatesBefore('unpark')})`,
      { id },
    ) === 1
  );
}

export function parkedJobs(db: Db): JobRow[] {
  return selectAll<JobRow>(db, `SELECT * FROM jobs WHERE state = 'parked' ORDER BY id`);
}
