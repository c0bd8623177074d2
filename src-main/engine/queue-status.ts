import type { QueueStatus } from '../../src-preload/contract/jobs.ts';
import type { Config } from '../config/schema.ts';
import type { Db } from '../db/connection.ts';
import { countWaiting } from '../jobs/sql/claim.ts';
import { queueSize } from '../jobs/sql/counts.ts';
import { queuePauses } from '../jobs/sql/pauses.ts';

export function queueStatus(db: Db, config: Config, running: number): QueueStatus {
  const { max_parallel_jobs: total, priority_lane_slots: reserved } = config.pipeline;
  return {
    pauses: queuePauses(db).map(({ owner, reason, at }) => ({ owner, reason, at })),
    running,
    waiting: countWaiting(db),
    slots: { total, reservedForPriority: Math.min(reserved, total - 1) },
    size: queueSize(db),
    limit: config.jobs.max_queue_size,
  };
}

export function isAllPaused(db: Db): boolean {
  return queuePauses(db).length > 0;
}
