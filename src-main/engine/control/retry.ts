import type { JobRow, TaskRow } from '../../db/rows.ts';
import { AppError } from '../../files/app-error.ts';
import { countJobEnd } from '../../jobs/sql/daily-stats.ts';
import { jobsOfTask } from '../../jobs/sql/jobs.ts';
import { logJob } from '../../jobs/sql/log.ts';
import { refreshHeld } from '../../jobs/sql/pauses.ts';
import { requeueFailedJob, retryFailedItem, retryFailedItems, uncountFailed } from '../../jobs/sql/retry.ts';
import { nextTurn } from '../../jobs/sql/turns.ts';
import {
  findRunningExclusive,
  reopenSkippedSteps,
  reopenTask,
  setStepState,
  stepsOfTask,
} from '../../tasks/sql.ts';
import {
  type ControlContext,
  changeTask,
  ended,
  requireItem,
  requireJob,
  taskOf,
} from './control-context.ts';

/**
 * Runs what failed of a task again, with a new budget of attempts: failed items, and jobs that failed as a whole. Steps
 * that were left out for it come after all, and those that are about its items come again.
 * @throws AppError `task_missing`, `task_ended` where it was canceled, `nothing_to_do`, `already_running`
 */
export function retryTask(context: ControlContext, taskId: string, by: string): void {
  const touched = changeTask(context, taskId, { by, action: 'task_retried' }, (task, now) =>
    retryJobs(context, task, jobsOfTask(context.db, taskId), by, now),
  );
  wake(context, touched);
}

/** @throws AppError `job_missing`, `task_ended` where it was canceled, `nothing_to_do`, `already_running` */
export function retryJob(context: ControlContext, jobId: number, by: string): void {
  const job = requireJob(context.db, jobId);
  const deed = { by, action: 'job_retried', detail: { jobId } };
  wake(
    context,
    changeTask(context, taskOf(job), deed, (task, now) => retryJobs(context, task, [job], by, now)),
  );
}

/** @throws AppError `item_missing`, `nothing_to_do` where it did not fail, `task_ended`, `already_running` */
export function retryItem(context: ControlContext, itemId: number, by: string): string {
  const { db } = context;
  const item = requireItem(db, itemId);
  const job = requireJob(db, item.job_id);
  const taskId = taskOf(job);
  const deed = { by, action: 'item_retried', detail: { itemId, ref: item.ref } };
  const touched = changeTask(context, taskId, deed, (task, now) => {
    refuseCanceled(task, job);
    if (!retryFailedItem(db, itemId)) throw new AppError('nothing_to_do', { detail: item.state });
    putBack(context, task, job, { items: 1, by, now });
    reopenFollowing(context, task, job);
    return [job.id];
  });
  wake(context, touched);
  return taskId;
}

function retryJobs(
  context: ControlContext,
  task: TaskRow,
  jobs: readonly JobRow[],
  by: string,
  now: number,
): number[] {
  const touched: number[] = [];
  let first: JobRow | null = null;
  for (const job of jobs) {
    if (job.failed === 0 && job.state !== 'failed') continue;
    refuseCanceled(task, job);
    putBack(context, task, job, { items: retryFailedItems(context.db, job.id), by, now });
    touched.push(job.id);
    if (first === null || job.step < first.step) first = job;
  }
  if (first === null) throw new AppError('nothing_to_do', { detail: task.state });
  reopenFollowing(context, task, first);
  return touched;
}

/** What is about the items of a step comes again after it, with a job of its own: the first one was told of other items. */
function reopenFollowing({ db, tasks }: ControlContext, task: TaskRow, { step: retried }: JobRow): void {
  const { handlers } = tasks();
  for (const { step, job_type: type, state } of stepsOfTask(db, task.id)) {
    if (step <= retried || (state !== 'done' && state !== 'active')) continue;
    if (handlers.get(type)?.followsItems) setStepState(db, { taskId: task.id, step, state: 'pending' });
  }
}

/** A canceled job stays canceled: somebody wanted that. */
function refuseCanceled(task: TaskRow, job: JobRow): void {
  if (task.state === 'canceled' || task.cancel_requested_at !== null) throw ended(task.id, 'canceled');
  if (job.state === 'canceled') throw ended(String(job.id), job.state);
}

function putBack(
  context: ControlContext,
  task: TaskRow,
  job: JobRow,
  { items, by, now }: { items: number; by: string; now: number },
): void {
  const { db, changes } = context;
  // Out of the numbers of its day before it changes: it will be counted again when it ends again.
  if (job.state === 'failed') countJobEnd(db, job, -1);
  uncountFailed(db, { id: job.id, items });
  if (job.state === 'failed') {
    if (task.finished_at !== null) reopen(context, task);
    const turn = nextTurn(db, { lane: job.lane, taskId: null, priority: job.priority });
    requeueFailedJob(db, { id: job.id, turn, now });
    setStepState(db, { taskId: task.id, step: job.step, state: 'active' });
    reopenSkippedSteps(db, { taskId: task.id, after: job.step });
    refreshHeld(db, task.id);
  }
  logJob(db, { jobId: job.id, at: now, event: 'retried', detail: { by, items } });
  changes.job(job.id);
}

function reopen({ db }: ControlContext, task: TaskRow): void {
  const running = task.exclusive_key === null ? null : findRunningExclusive(db, task.exclusive_key);
  if (running !== null && running !== task.id) {
    const detail = JSON.stringify({ key: task.exclusive_key, taskId: running });
    throw new AppError('already_running', { detail });
  }
  reopenTask(db, task.id);
}

function wake({ dispatcher }: ControlContext, jobIds: readonly number[]): void {
  for (const id of jobIds) dispatcher.nudge(id);
  dispatcher.wake();
}
