import type { JobState } from '../../../src-preload/contract/states.ts';
import { type Db, selectAll } from '../../db/connection.ts';
import { OPEN_JOB_STATES } from '../states.ts';

/** Jobs by state, from the counters that triggers keep: the same price with ten jobs as with a million. */
export function countJobsByState(db: Db): Record<JobState, number> {
  const counts = { scheduled: 0, queued: 0, running: 0, parked: 0, completed: 0, failed: 0, canceled: 0 };
  for (const row of selectAll<{ state: JobState; n: number }>(db, `SELECT state, n FROM job_counts`)) {
    counts[row.state] = row.n;
  }
  return counts;
}

/** Jobs that have not ended. */
export function queueSize(db: Db): number {
  const counts = countJobsByState(db);
  return OPEN_JOB_STATES.reduce((sum, state) => sum + counts[state], 0);
}
