import { type Db, execute, selectAll, transaction } from '../../db/connection.ts';
import { countJobEnd } from './daily-stats.ts';
import { failOpenItems } from './items.ts';
import { getJob } from './jobs.ts';
import { logJob } from './log.ts';

/**
 * Deaths of the process that one item may be part of. It takes very many: kills and power cuts are nobody's fault, and
 * what was interrupted runs first the next time, so the same innocent item is met again and again.
 */
export const MAX_INTERRUPTIONS = 50;
/**
 * Deaths of the process in a row, without one item finished in between, after which a job is given up. More than one
 * item may be part of: a deadly item has to be set aside before the whole job is given up for it.
 */
export const MAX_CRASHES_IN_A_ROW = 2 * MAX_INTERRUPTIONS;

export interface Recovered {
  jobs: number;
  items: number;
  givenUpJobs: number[];
}

/**
 * Run once at start, while this process holds the library alone: every `running` row is then proof of a death, and is
 * put back at once instead of after a time-out. Its items are run again first and alone: if one of them killed the
 * process, the next death names it.
 */
export function recoverOrphans(db: Db, now: number): Recovered {
  return transaction(db, () => {
    for (const { id, items } of runningJobs(db)) {
      logJob(db, { jobId: id, at: now, level: 'warn', event: 'recovered', detail: { items } });
    }
    const items = execute(
      db,
      `UPDATE job_items SET state = 'pending', attempt = max(0, attempt - 1), interrupted = interrupted + 1,
         run_alone = 1, run_at = 0
       WHERE state = 'running'`,
    );
    const jobs = execute(
      db,
      `UPDATE jobs SET state = 'queued', lease = NULL, heartbeat_at = NULL, crash_count = crash_count + 1,
         attempt = max(0, attempt - 1)
       WHERE state = 'running'`,
    );
    const givenUp = selectAll<{ id: number }>(
      db,
      `SELECT id FROM jobs WHERE state = 'queued' AND crash_count >= @limit`,
      { limit: MAX_CRASHES_IN_A_ROW },
    );
    for (const { id } of givenUp) {
      const open = failOpenItems(db, { jobId: id, code: 'crash_loop', now });
      execute(
        db,
        `UPDATE jobs SET state = 'failed', finished_at = @now, error_code = 'crash_loop', failed = failed + @open
         WHERE id = @id AND state = 'queued'`,
        { id, now, open },
      );
      logJob(db, { jobId: id, at: now, level: 'error', event: 'failed', detail: { code: 'crash_loop' } });
      const ended = getJob(db, id);
      if (ended !== null) countJobEnd(db, ended, 1);
    }
    return { jobs, items, givenUpJobs: givenUp.map((row) => row.id) };
  });
}

function runningJobs(db: Db): { id: number; items: number }[] {
  return selectAll<{ id: number; items: number }>(
    db,
    `SELECT id, (SELECT count(*) FROM job_items WHERE job_id = jobs.id AND state = 'running') AS items
     FROM jobs WHERE state = 'running'`,
  );
}
