import type { JobRow } from '../../db/rows.ts';
import { turnAfter } from '../../jobs/fair-order.ts';
import { laneOf } from '../../jobs/lanes.ts';
import { setJobPriority as storePriority, unfinishedJobs } from '../../jobs/sql/jobs.ts';
import { logJob } from '../../jobs/sql/log.ts';
import { laneTurn } from '../../jobs/sql/turns.ts';
import { setPendingStepPriority } from '../../tasks/sql.ts';
import {
  type ControlContext,
  changeTask,
  requireJob,
  requireOpenJob,
  requireOpenTask,
  taskOf,
} from './control-context.ts';

/** For what is left of a task: jobs that wait, and steps to come. @throws AppError `task_missing`, `task_ended` */
export function setTaskPriority(context: ControlContext, taskId: string, priority: number, by: string): void {
  changeTask(context, taskId, { by, action: 'task_priority', detail: { priority } }, (task, now) => {
    requireOpenTask(task);
    reorder(context, unfinishedJobs(context.db, taskId), priority, by, now);
    setPendingStepPriority(context.db, { taskId, priority });
  });
  context.dispatcher.wake();
}

/** @throws AppError `job_missing`, `task_ended` */
export function setJobPriority(context: ControlContext, jobId: number, priority: number, by: string): void {
  const job = requireJob(context.db, jobId);
  changeTask(
    context,
    taskOf(job),
    { by, action: 'job_priority', detail: { jobId, priority } },
    (_task, now) => {
      requireOpenJob(job);
      reorder(context, [job], priority, by, now);
    },
  );
  context.dispatcher.wake();
}

/** Behind where the lane is now, one after the other, as if they had been queued just now with that priority. */
function reorder(
  context: ControlContext,
  jobs: readonly JobRow[],
  priority: number,
  by: string,
  now: number,
): void {
  const { db, changes } = context;
  const lane = laneOf(priority, context.tasks().config.pipeline.priority_threshold);
  const reached = laneTurn(db, lane);
  let last: number | null = null;
  for (const job of jobs) {
    last = turnAfter({ lane: reached, task: last, priority });
    storePriority(db, { id: job.id, priority, lane, turn: last });
    logJob(db, {
      jobId: job.id,
      at: now,
      event: 'priority_changed',
      detail: { by, from: job.priority, to: priority },
    });
    changes.job(job.id);
  }
}
