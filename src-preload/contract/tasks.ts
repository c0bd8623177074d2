import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ACCEPTED, jobId, progressCounts, projectId, source, taskId, timestampMs } from './common.ts';
import { commonErrors, jobErrors } from './errors.ts';
import { job, jobItem, pause, waitingFor, workTarget } from './jobs.ts';
import { itemState, priority, scope, stepState, taskState } from './states.ts';

/** A range, because a single number would be a lie. Absent until enough items have been measured. */
export const eta = z.object({ lowMs: z.int(), highMs: z.int() });
export type Eta = z.infer<typeof eta>;

export const task = z.object({
  id: taskId,
  type: z.string(),
  label: z.string(),
  scope,
  projectId: projectId.nullable(),
  projectName: z.string().nullable(),
  /** What a scan looks through, as it was named; null for tasks that are not about one folder. */
  folder: z.string().nullable(),
  source,
  /** Who asked: `person`, `safelight command line`, `scheduler`, … */
  requestedBy: z.string(),
  state: taskState,
  priority: z.int(),
  /** While it is paused and still `running`, the items at work are being finished. */
  paused: pause.nullable(),
  waitingFor: waitingFor.nullable(),
  /** True while the amount of work is still being found; `progress.total` then still grows. */
  discovering: z.boolean(),
  progress: progressCounts,
  eta: eta.nullable(),
  /** It only looks, and tells what would be done: nothing is changed by it. */
  dryRun: z.boolean(),
  /** What `retry` would run again, 0 where there is nothing. */
  retryable: z.int(),
  /** Shown once when the task completes; null for tasks that end silently. */
  successToast: z.string().nullable(),
  createdAt: timestampMs,
  startedAt: timestampMs.nullable(),
  finishedAt: timestampMs.nullable(),
  cancelRequestedAt: timestampMs.nullable(),
});
export type Task = z.infer<typeof task>;

export const taskStep = z.object({
  step: z.int(),
  jobType: z.string(),
  label: z.string(),
  priority: z.int(),
  source,
  state: stepState,
});
export type TaskStep = z.infer<typeof taskStep>;

const page = { limit: z.int().min(1).max(500).default(50), offset: z.int().nonnegative().default(0) };
const noLibrary = { NO_LIBRARY: commonErrors.NO_LIBRARY };
const change = oc
  .input(z.object({ id: taskId }))
  .output(task)
  .errors({ ...commonErrors, ...jobErrors });

export const tasksContract = {
  /** Newest first. Tasks of maintenance are left out unless asked for, here or in the settings. */
  list: oc
    .route({ method: 'GET', path: '/tasks' })
    .input(
      z.object({
        states: z.array(taskState).optional(),
        source: source.optional(),
        type: z.string().max(100).optional(),
        projectId: projectId.optional(),
        includeMaintenance: z.boolean().optional(),
        ...page,
      }),
    )
    .output(z.object({ tasks: z.array(task), total: z.int() }))
    .errors(noLibrary),
  get: oc
    .route({ method: 'GET', path: '/tasks/{id}' })
    .input(z.object({ id: taskId }))
    .output(z.object({ task, steps: z.array(taskStep), jobs: z.array(job) }))
    .errors(commonErrors),
  /** In the order they were planned; `next` is the `after` of the following page, null on the last. */
  items: oc
    .route({ method: 'GET', path: '/tasks/{taskId}/items' })
    .input(
      z.object({
        taskId,
        jobId: jobId.optional(),
        states: z.array(itemState).optional(),
        after: z.int().nonnegative().default(0),
        limit: z.int().min(1).max(2000).default(200),
      }),
    )
    .output(z.object({ items: z.array(jobItem), total: z.int(), next: z.int().nullable() }))
    .errors(commonErrors),
  /** Starts a task that is declared in `task-definitions.json`. */
  start: oc
    .route(ACCEPTED)
    .input(
      z.object({
        type: z.string().min(1).max(100),
        target: workTarget.default({}),
        params: z.record(z.string(), z.unknown()).default({}),
      }),
    )
    .output(z.object({ taskId }))
    .errors({ ...commonErrors, ...jobErrors }),
  /** Durable before it answers: after that, no further item begins, even if the process dies. */
  cancel: change.route({ method: 'DELETE', path: '/tasks/{id}' }),
  /** No further item begins; those at work are finished. Survives a restart. */
  pause: change,
  /** Also looks again for a drive that the task waits for. */
  resume: change,
  /** Runs what failed again, with a new budget of attempts. */
  retry: change,
  retryItem: oc
    .input(z.object({ itemId: z.int().positive() }))
    .output(task)
    .errors({ ...commonErrors, ...jobErrors }),
  setPriority: oc
    .input(z.object({ id: taskId, priority }))
    .output(task)
    .errors({ ...commonErrors, ...jobErrors }),
};
