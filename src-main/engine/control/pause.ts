import { recordAudit } from '../../db/audit.ts';
import { transaction } from '../../db/connection.ts';
import { unfinishedJobs } from '../../jobs/sql/jobs.ts';
import { logJob } from '../../jobs/sql/log.ts';
import {
  pauseQueue,
  refreshHeld,
  resumeQueue,
  resumeQueueForAll,
  setJobPause,
  setTaskPause,
} from '../../jobs/sql/pauses.ts';
import {
  type ControlContext,
  changeTask,
  requireJob,
  requireOpenJob,
  requireOpenTask,
  taskOf,
} from './control-context.ts';

/** Nothing further of the task begins; what is at work is finished. @throws AppError `task_missing`, `task_ended` */
export function pauseTask(context: ControlContext, taskId: string, by: string): void {
  const { db, dispatcher } = context;
  changeTask(context, taskId, { by, action: 'task_paused' }, (task, now) => {
    requireOpenTask(task);
    if (task.paused_at !== null) return;
    setTaskPause(db, { id: taskId, at: now, by });
    refreshHeld(db, taskId);
    logForAll(context, taskId, 'paused', by, now);
  });
  for (const job of unfinishedJobs(db, taskId)) dispatcher.drain(job.id);
}

/** Lifts the pause of a task, and those of its jobs. @throws AppError `task_missing`, `task_ended` */
export function resumeTask(context: ControlContext, taskId: string, by: string): void {
  const { db, dispatcher } = context;
  changeTask(context, taskId, { by, action: 'task_resumed' }, (task, now) => {
    requireOpenTask(task);
    setTaskPause(db, { id: taskId, at: null, by: null });
    for (const job of unfinishedJobs(db, taskId)) setJobPause(db, { id: job.id, at: null, by: null });
    refreshHeld(db, taskId);
    logForAll(context, taskId, 'resumed', by, now);
  });
  dispatcher.wake();
}

/** @throws AppError `job_missing`, `task_ended` */
export function pauseJob(context: ControlContext, jobId: number, by: string): void {
  setPauseOfJob(context, jobId, by, true);
  context.dispatcher.drain(jobId);
}

/** Lifts the job's own pause; that of its task stays. @throws AppError `job_missing`, `task_ended` */
export function resumeJob(context: ControlContext, jobId: number, by: string): void {
  setPauseOfJob(context, jobId, by, false);
  context.dispatcher.wake();
}

function setPauseOfJob(context: ControlContext, jobId: number, by: string, paused: boolean): void {
  const { db, changes } = context;
  const job = requireJob(db, jobId);
  const taskId = taskOf(job);
  const action = paused ? 'job_paused' : 'job_resumed';
  changeTask(context, taskId, { by, action, detail: { jobId } }, (_task, now) => {
    requireOpenJob(job);
    setJobPause(db, paused ? { id: jobId, at: job.paused_at ?? now, by } : { id: jobId, at: null, by: null });
    refreshHeld(db, taskId);
    logJob(db, { jobId, at: now, event: paused ? 'paused' : 'resumed', detail: { by } });
  });
  changes.job(jobId);
}

export interface QueuePause {
  owner: string;
  reason: string;
  /** The process whose end ends the pause; null for one that a person made. */
  bootId: string | null;
}

/** Nothing begins any more; what is at work is finished. */
export function pauseAll(context: ControlContext, { owner, reason, bootId }: QueuePause): void {
  const { db, clock, dispatcher, changes } = context;
  transaction(db, () => {
    pauseQueue(db, { owner, reason, at: clock.wall(), boot_id: bootId });
    auditQueue(context, owner, 'queue_paused', { reason });
  });
  dispatcher.refreshPauses();
  changes.queue();
}

/** Lifts the pause of one owner, or, without one, every pause of everything. */
export function resumeAll(context: ControlContext, by: string, owner?: string): void {
  const { db, dispatcher, changes } = context;
  transaction(db, () => {
    const lifted = owner === undefined ? resumeQueueForAll(db) : resumeQueue(db, owner);
    if (lifted) auditQueue(context, by, 'queue_resumed', owner === undefined ? {} : { owner });
  });
  dispatcher.refreshPauses();
  changes.queue();
}

function auditQueue({ db, clock }: ControlContext, actor: string, action: string, detail: unknown): void {
  recordAudit(db, { at: clock.wall(), actor, action, taskId: null, projectId: null, photoId: null, detail });
}

function logForAll(
  { db, changes }: ControlContext,
  taskId: string,
  event: 'paused' | 'resumed',
  by: string,
  now: number,
): void {
  for (const job of unfinishedJobs(db, taskId)) {
    logJob(db, { jobId: job.id, at: now, event, detail: { by } });
    changes.job(job.id);
  }
}
