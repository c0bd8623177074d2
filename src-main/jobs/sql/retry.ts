import { type Db, execute } from '../../db/connection.ts';
import { itemStatesBefore, jobStatesBefore } from '../states.ts';

const AGAIN = `UPDATE job_items SET state = 'pending', attempt = 0, crash_count = 0, interrupted = 0, run_at = 0,
  finished_at = NULL, duration_ms = NULL`;

/** Failed items of a job start anew, with a new budget of attempts. Their last error stays to be read. Answers how many. */
export function retryFailedItems(db: Db, jobId: number): number {
  return execute(db, `${AGAIN} WHERE job_id = @jobId AND state IN (${itemStatesBefore('retry')})`, { jobId });
}

export function retryFailedItem(db: Db, id: number): boolean {
  return execute(db, `${AGAIN} WHERE id = @id AND state IN (${itemStatesBefore('retry')})`, { id }) === 1;
}

/** Takes `items` failed ones out of the counters of a job, whatever its state. */
export function uncountFailed(db: Db, input: { id: number; items: number }): void {
  execute(
    db,
    `UPDATE jobs SET failed = failed - @items, unstored_errors = max(0, unstored_errors - @items),
       cost_done = (SELECT coalesce(sum(cost), 0) FROM job_items
                    WHERE job_id = @id AND state IN ('done', 'skipped', 'failed'))
     WHERE id = @id`,
    input,
  );
}

/** A failed job goes back to the queue. A pause that found its last item at work has ended with it. */
export function requeueFailedJob(db: Db, input: { id: number; turn: number; now: number }): boolean {
  return (
    execute(
      db,
      `UPDATE jobs SET state = 'queued', finished_at = NULL, error_code = NULL, error_detail = NULL, attempt = 0,
         crash_count = 0, cancel_requested_at = NULL, paused_at = NULL, paused_by = NULL, run_at = @now, turn = @turn
       WHERE id = @id AND state IN (${jobStatesBefore('retry')})`,
      input,
    ) === 1
  );
}
