import { oc } from '@orpc/contract';
import { z } from 'zod';
import { jobId, photoId, progressCounts, projectId, source, taskId, timestampMs } from './common.ts';
import { commonErrors, jobErrors } from './errors.ts';
import { problem } from './photos.ts';
import { fileOutcome } from './upload.ts';

export const jobState = z.enum([
  'scheduled',
  'queued',
  'running',
  'parked',
  'completed',
  'failed',
  'canceled',
]);
export type JobState = z.infer<typeof jobState>;

export const itemState = z.enum(['pending', 'running', 'done', 'failed', 'skipped', 'canceled']);
export type ItemState = z.infer<typeof itemState>;

/** completed: every item done or skipped · failed: it ended and at least one item failed · canceled: someone stopped it. */
export const taskState = z.enum([
  'queued',
  'running',
  'paused',
  'waiting',
  'completed',
  'failed',
  'canceled',
]);
export type TaskState = z.infer<typeof taskState>;

export const scope = z.enum(['project', 'photo_set', 'global']);
export type Scope = z.infer<typeof scope>;

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
  source,
  state: taskState,
  /** True while the amount of work is still being found; `progress.total` then still grows. */
  discovering: z.boolean(),
  progress: progressCounts,
  eta: eta.nullable(),
  /** Shown once when the task completes; null for tasks that end silently. */
  successToast: z.string().nullable(),
  createdAt: timestampMs,
  startedAt: timestampMs.nullable(),
  finishedAt: timestampMs.nullable(),
  cancelRequestedAt: timestampMs.nullable(),
});
export type Task = z.infer<typeof task>;

export const job = z.object({
  id: jobId,
  taskId: taskId.nullable(),
  taskType: z.string().nullable(),
  type: z.string(),
  label: z.string(),
  scope,
  projectId: projectId.nullable(),
  source,
  lane: z.enum(['priority', 'normal']),
  priority: z.int(),
  step: z.int(),
  chunk: z.int(),
  state: jobState,
  parkedReason: z.string().nullable(),
  progress: progressCounts,
  attempt: z.int(),
  maxAttempts: z.int(),
  crashCount: z.int(),
  error: problem.nullable(),
  createdAt: timestampMs,
  startedAt: timestampMs.nullable(),
  finishedAt: timestampMs.nullable(),
  runAt: timestampMs,
});
export type Job = z.infer<typeof job>;

export const jobItem = z.object({
  id: z.int(),
  jobId,
  ref: z.string(),
  photoId: photoId.nullable(),
  state: itemState,
  attempt: z.int(),
  crashCount: z.int(),
  /** Why it failed or was skipped. */
  error: problem.nullable(),
  durationMs: z.int().nullable(),
  finishedAt: timestampMs.nullable(),
  /** What became of each file of the item, for items that take files in. */
  files: z.array(
    z.object({
      path: z.string(),
      outcome: fileOutcome,
      photoId: photoId.nullable(),
      problem: problem.nullable(),
    }),
  ),
});
export type JobItem = z.infer<typeof jobItem>;

export const taskStep = z.object({
  step: z.int(),
  jobType: z.string(),
  label: z.string(),
  priority: z.int(),
  source,
  state: z.enum(['pending', 'active', 'done', 'skipped']),
});

const page = { limit: z.int().min(1).max(500).default(50), offset: z.int().nonnegative().default(0) };
const noLibrary = { NO_LIBRARY: commonErrors.NO_LIBRARY };

export const tasksContract = {
  /** Newest first. Tasks of maintenance are left out unless asked for. */
  list: oc
    .input(
      z.object({
        states: z.array(taskState).optional(),
        includeMaintenance: z.boolean().optional(),
        ...page,
      }),
    )
    .output(z.object({ tasks: z.array(task), total: z.int() }))
    .errors(noLibrary),
  get: oc
    .input(z.object({ id: taskId }))
    .output(z.object({ task, steps: z.array(taskStep), jobs: z.array(job) }))
    .errors(commonErrors),
  items: oc
    .input(
      z.object({
        taskId,
        states: z.array(itemState).optional(),
        limit: z.int().min(1).max(2000).default(200),
        offset: z.int().nonnegative().default(0),
      }),
    )
    .output(z.object({ items: z.array(jobItem), total: z.int() }))
    .errors(commonErrors),
  /** Durable before it answers: after that, no further item begins, even if the process dies. */
  cancel: oc
    .input(z.object({ id: taskId }))
    .output(task)
    .errors({ ...commonErrors, ...jobErrors }),
};

export const jobsContract = {
  list: oc
    .input(
      z.object({
        states: z.array(jobState).optional(),
        type: z.string().max(100).optional(),
        taskId: taskId.optional(),
        projectId: projectId.optional(),
        orderBy: z.enum(['createdAt', 'finishedAt', 'priority']).default('createdAt'),
        direction: z.enum(['asc', 'desc']).default('desc'),
        ...page,
      }),
    )
    .output(z.object({ jobs: z.array(job), total: z.int() }))
    .errors(noLibrary),
  get: oc
    .input(z.object({ id: jobId }))
    .output(z.object({ job, items: z.record(itemState, z.int()) }))
    .errors(commonErrors),
  stats: oc
    .output(
      z.object({
        jobs: z.record(jobState, z.int()),
        filesProcessed: z.int(),
        /** Share of ended items that did not fail, 0…1; null before anything ended. */
        successRate: z.number().nullable(),
        meanItemMs: z.number().nullable(),
        meanJobMs: z.number().nullable(),
      }),
    )
    .errors(noLibrary),
};
