import { type Db, execute, selectOne, transaction } from '../../db/connection.ts';

export interface PruneLimits {
  /** Tasks that ended before this are removed, */
  before: number;
  /** failed ones only if they ended before this. */
  failedBefore: number;
}

export interface Pruned {
  tasks: number;
  jobs: number;
}

/**
 * One small step: removes one job, with at most 2,000 items and its log, of the oldest task whose time is over, and the
 * task itself with its last one. A job goes whole, so that its counters are never those of items that are gone. Null
 * where there is nothing more to remove.
 */
export function pruneStep(db: Db, limits: PruneLimits): Pruned | null {
  return transaction(db, () => {
    const task = selectOne<{ id: string }>(
      db,
      `SELECT id FROM tasks WHERE finished_at IS NOT NULL
         AND finished_at < (CASE state WHEN 'failed' THEN @failedBefore ELSE @before END)
       ORDER BY finished_at, id LIMIT 1`,
      { ...limits },
    );
    if (task === undefined) return null;
    const jobs = execute(
      db,
      `DELETE FROM jobs WHERE id = (SELECT id FROM jobs WHERE task_id = @id ORDER BY step DESC, chunk DESC LIMIT 1)`,
      task,
    );
    const left = selectOne(db, `SELECT 1 FROM jobs WHERE task_id = @id`, task) !== undefined;
    return { jobs, tasks: left ? 0 : execute(db, `DELETE FROM tasks WHERE id = @id`, task) };
  });
}
