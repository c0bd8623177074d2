import type { Db } from '../../db/connection.ts';
import type { JobRow } from '../../db/rows.ts';
import { countJobEnd } from '../../jobs/sql/daily-stats.ts';
import { begunItems, cancelOpenItems } from '../../jobs/sql/items.ts';
import {
  cancelIdleJob,
  getJob,
  queueToCancel,
  requestJobCancel,
  unfinishedJobs,
} from '../../jobs/sql/jobs.ts';
import { logJob } from '../../jobs/sql/log.ts';
import { requestTaskCancel } from '../../tasks/sql.ts';
import {
  type ControlContext,
  changeTask,
  requireJob,
  requireOpenJob,
  requireOpenTask,
  taskOf,
} from './control-context.ts';

/**
 * Durable when it returns: after that nothing of the task begins any more, whatever dies.
 * @throws AppError `task_missing`, `task_ended`
 */
export function cancelTask(context: ControlContext, taskId: string, by: string): void {
  changeTask(context, taskId, { by, action: 'task_canceled' }, (task, now) => {
    requireOpenTask(task);
    requestTaskCancel(context.db, { id: taskId, by, now });
    for (const job of unfinishedJobs(context.db, taskId)) note(context, job, by, now);
  });
  // Outside of the transaction: the runs that are told begin and end jobs themselves.
  for (const job of unfinishedJobs(context.db, taskId)) context.dispatcher.cancel(job.id);
}

/**
 * Stops one job. Other parts of its step go on; steps that would build on it do not begin.
 * @throws AppError `job_missing`, `task_ended`
 */
export function cancelJob(context: ControlContext, jobId: number, by: string): void {
  const job = requireJob(context.db, jobId);
  changeTask(context, taskOf(job), { by, action: 'job_canceled', detail: { jobId } }, (_task, now) => {
    requireOpenJob(job);
    note(context, job, by, now);
  });
  context.dispatcher.cancel(jobId);
}

function note(context: ControlContext, job: JobRow, by: string, now: number): void {
  const { db, changes } = context;
  requestJobCancel(db, { id: job.id, by, now });
  logJob(db, { jobId: job.id, at: now, event: 'cancel_requested', detail: { by } });
  if (job.state !== 'running') cancelIdle(db, job, now);
  changes.job(job.id);
}

/**
 * What nobody runs is canceled here and now, unless it was begun: that has to be cleaned up behind, by a run of its
 * own.
 */
function cancelIdle(db: Db, job: JobRow, now: number): void {
  if (begunItems(db, job.id).length > 0) {
    queueToCancel(db, job.id);
    return;
  }
  cancelIdleJob(db, { id: job.id, canceled: cancelOpenItems(db, { jobId: job.id, now }), now });
  logJob(db, { jobId: job.id, at: now, event: 'canceled' });
  const ended = getJob(db, job.id);
  if (ended !== null) countJobEnd(db, ended, 1);
}
