import type { Config } from '../config/schema.ts';
import type { Db } from '../db/connection.ts';
import type { TaskRow, TaskStepRow } from '../db/rows.ts';
import { laneOf } from '../jobs/lanes.ts';
import { insertJob, jobsOfTask } from '../jobs/sql/jobs.ts';
import { isTerminalJob } from '../jobs/states.ts';
import { deriveTaskState } from './derive-state.ts';
import { getTask, setStepState, setTaskState, skipPendingSteps, stepsOfTask } from './sql.ts';

/**
 * Brings a task in line with its jobs: begins the next step where every chunk of the one before has ended, ends the
 * task where nothing is left. Call it inside the transaction that changed a job: a step that is begun "afterwards"
 * is a step that a crash loses.
 */
export function advanceTask(db: Db, taskId: string, config: Config, now: number): void {
  const task = getTask(db, taskId);
  if (task === null || task.finished_at !== null) return;
  const jobs = jobsOfTask(db, taskId);
  const stopped =
    task.cancel_requested_at !== null ||
    jobs.some((job) => job.state === 'canceled' || (job.state === 'failed' && job.error_code !== null));
  if (jobs.every((job) => isTerminalJob(job.state))) {
    for (const step of stepsOfTask(db, taskId)) {
      if (step.state === 'active') setStepState(db, { taskId, step: step.step, state: 'done' });
    }
    if (stopped) skipPendingSteps(db, taskId);
    else beginNextStep(db, task, config, now);
  }
  recordState(db, task, now);
}

function beginNextStep(db: Db, task: TaskRow, config: Config, now: number): void {
  const next = stepsOfTask(db, task.id).find((step) => step.state === 'pending');
  if (next === undefined) return;
  setStepState(db, { taskId: task.id, step: next.step, state: 'active' });
  insertJob(db, {
    ...jobOfStep(task, next, config, now),
    chunk: 0,
    payload: JSON.parse(task.params),
    total: 0,
    skipped: 0,
  });
}

/** What every job of a step has in common. */
export function jobOfStep(task: TaskRow, step: TaskStepRow, config: Config, now: number) {
  return {
    taskId: task.id,
    taskType: task.type,
    step: step.step,
    type: step.job_type,
    scope: task.scope,
    projectId: task.project_id,
    source: step.source,
    lane: laneOf(step.priority, config.pipeline.priority_threshold),
    priority: step.priority,
    maxAttempts: config.pipeline.max_attempts_default,
    dedupeKey: null,
    now,
  };
}

function recordState(db: Db, task: TaskRow, now: number): void {
  const jobs = jobsOfTask(db, task.id);
  const state = deriveTaskState({
    cancelRequested: task.cancel_requested_at !== null,
    paused: task.paused_at !== null,
    pendingSteps: stepsOfTask(db, task.id).filter((step) => step.state === 'pending').length,
    jobs: jobs.map((job) => ({ state: job.state, failedItems: job.failed })),
  });
  const ended = state === 'completed' || state === 'failed' || state === 'canceled';
  setTaskState(db, {
    id: task.id,
    state,
    startedAt: jobs.some((job) => job.started_at !== null) ? now : null,
    finishedAt: ended ? now : null,
  });
}
