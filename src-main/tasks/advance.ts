import type { TaskRow, TaskStepRow } from '../db/rows.ts';
import { laneOf } from '../jobs/lanes.ts';
import { insertJob, type JobFacts, jobFactsOfTask, lastChunk } from '../jobs/sql/jobs.ts';
import { isTerminalJob } from '../jobs/states.ts';
import { deriveTaskState } from './derive-state.ts';
import { getTask, setStepState, setTaskState, skipPendingSteps, stepsOfTask } from './sql.ts';
import type { TaskContext } from './start-task.ts';

/**
 * Brings a task in line with its jobs: begins the next step where every chunk of the one before has ended, ends the
 * task where nothing is left. Call it inside the transaction that changed a job: a step that is begun "afterwards"
 * is a step that a crash loses.
 *
 * A step whose items failed has ended like any other: what follows tidies up, and must run. A job that failed as a whole,
 * or was canceled, ends the task: what follows would build on what is not there.
 */
export function advanceTask(
  context: TaskContext,
  taskId: string,
  now: number,
  options: { dedupeKey?: string | null } = {},
): void {
  const { db } = context;
  const task = getTask(db, taskId);
  if (task === null || task.finished_at !== null) return;
  const jobs = jobFactsOfTask(db, taskId);
  const steps = stepsOfTask(db, taskId);
  const stopped =
    task.cancel_requested_at !== null ||
    jobs.some((job) => job.state === 'canceled' || (job.state === 'failed' && job.error_code !== null));
  if (!jobs.every((job) => isTerminalJob(job.state))) {
    recordState(context, task, { jobs, steps }, now);
    return;
  }
  for (const step of steps) {
    if (step.state === 'active') setStepState(db, { taskId, step: step.step, state: 'done' });
  }
  if (stopped) skipPendingSteps(db, taskId);
  else beginNextStep(context, task, { steps, now, dedupeKey: options.dedupeKey ?? null });
  recordState(context, task, { jobs: jobFactsOfTask(db, taskId), steps: stepsOfTask(db, taskId) }, now);
}

function beginNextStep(
  context: TaskContext,
  task: TaskRow,
  { steps, now, dedupeKey }: { steps: readonly TaskStepRow[]; now: number; dedupeKey: string | null },
): void {
  const { db } = context;
  for (const step of steps) {
    if (step.state !== 'pending') continue;
    if (!isNeeded(context, task, step)) {
      setStepState(db, { taskId: task.id, step: step.step, state: 'skipped' });
      continue;
    }
    setStepState(db, { taskId: task.id, step: step.step, state: 'active' });
    insertJob(db, {
      ...jobOfStep(context, task, step, now),
      dedupeKey,
      // More than the first where a step comes again.
      chunk: lastChunk(db, { taskId: task.id, step: step.step }) + 1,
      payload: JSON.parse(task.params),
      total: 0,
      skipped: 0,
      cost: 0,
    });
    return;
  }
}

/** A handler that cannot tell runs, and tells then what is wrong. */
function isNeeded({ db, handlers }: TaskContext, task: TaskRow, step: TaskStepRow): boolean {
  const handler = handlers.get(step.job_type);
  if (step.skip_if_not_needed === 0 || handler?.isNeeded === undefined) return true;
  const payload = handler.payload.safeParse(JSON.parse(task.params));
  return !payload.success || handler.isNeeded({ db }, payload.data);
}

/** What every job of a step has in common. */
export function jobOfStep({ config }: TaskContext, task: TaskRow, step: TaskStepRow, now: number) {
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
    held: task.paused_at !== null || task.building === 1,
    now,
  };
}

function recordState(
  { db }: TaskContext,
  task: TaskRow,
  { jobs, steps }: { jobs: readonly JobFacts[]; steps: readonly TaskStepRow[] },
  now: number,
): void {
  const state = deriveTaskState({
    cancelRequested: task.cancel_requested_at !== null,
    paused: task.paused_at !== null,
    pendingSteps: steps.filter((step) => step.state === 'pending').length,
    jobs: jobs.map((job) => ({ state: job.state, failedItems: job.failed, held: job.held === 1 })),
  });
  const ended = state === 'completed' || state === 'failed' || state === 'canceled';
  const startedAt = jobs.some((job) => job.started_at !== null) ? now : null;
  // Nothing to write is the usual case: a task of fifty jobs is told of each of them.
  if (state === task.state && (task.started_at !== null || startedAt === null)) return;
  setTaskState(db, { id: task.id, state, startedAt, finishedAt: ended ? now : null });
}
