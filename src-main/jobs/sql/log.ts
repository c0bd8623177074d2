import type { JobEvent } from '../../../src-preload/contract/jobs.ts';
import { type Db, execute, selectAll } from '../../db/connection.ts';

export interface LogLine {
  jobId: number;
  at: number;
  /** Default `info`. */
  level?: 'info' | 'warn' | 'error';
  event: JobEvent;
  detail?: Record<string, string | number | null>;
}

/** Lines kept per job. A job whose every item crashes a worker must not fill the disk with saying so. */
export const MAX_LINES_PER_JOB = 500;

/** Part of the transaction of what it tells of. The oldest lines go where there are too many. */
export function logJob(db: Db, { jobId, at, level = 'info', event, detail = {} }: LogLine): void {
  execute(
    db,
    `INSERT INTO job_log(job_id, at, level, event, detail) VALUES (@jobId, @at, @level, @event, @detail)`,
    { jobId, at, level, event, detail: JSON.stringify(detail) },
  );
  execute(
    db,
    `DELETE FROM job_log WHERE job_id = @jobId AND id <=
       (SELECT id FROM job_log WHERE job_id = @jobId ORDER BY id DESC LIMIT 1 OFFSET ${MAX_LINES_PER_JOB})`,
    { jobId },
  );
}

export interface JobLogRow {
  id: number;
  job_id: number;
  at: number;
  level: 'info' | 'warn' | 'error';
  event: JobEvent;
  detail: string;
}

export function logOfJob(db: Db, input: { jobId: number; after: number; limit: number }): JobLogRow[] {
  return selectAll<JobLogRow>(
    db,
    `SELECT * FROM job_log WHERE job_id = @jobId AND id > @after ORDER BY id LIMIT @limit`,
    input,
  );
}
