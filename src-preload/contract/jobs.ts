import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  ACCEPTED,
  jobId,
  MAX_IDS_PER_CALL,
  photoId,
  progressCounts,
  projectId,
  source,
  taskId,
  timestampMs,
} from './common.ts';
import { commonErrors, jobErrors } from './errors.ts';
import { metadataDifference, metadataField } from './metadata.ts';
import { problem } from './photos.ts';
import { itemState, jobState, lane, priority, scope } from './states.ts';
import { fileOutcome } from './upload.ts';

/** Who held work back, and since when. */
export const pause = z.object({ by: z.string(), at: timestampMs });
export type Pause = z.infer<typeof pause>;

/**
 * What work that does not run is waiting for:
 * slot: its turn · limit: others of its type run already · time: another try, `until` · paused: itself or its task ·
 * all_paused: everything · volume: a drive or folder, `detail` names it.
 */
export const waitingFor = z.object({
  reason: z.enum(['slot', 'limit', 'time', 'paused', 'all_paused', 'volume']),
  detail: z.string().optional(),
  until: timestampMs.optional(),
});
export type WaitingFor = z.infer<typeof waitingFor>;

export const job = z.object({
  id: jobId,
  taskId: taskId.nullable(),
  taskType: z.string().nullable(),
  type: z.string(),
  label: z.string(),
  scope,
  projectId: projectId.nullable(),
  source,
  lane,
  priority: z.int(),
  step: z.int(),
  chunk: z.int(),
  state: jobState,
  waitingFor: waitingFor.nullable(),
  /** Its own pause. That of its task is in the task. */
  paused: pause.nullable(),
  /** True while its items are still being found. */
  discovering: z.boolean(),
  progress: progressCounts,
  attempt: z.int(),
  maxAttempts: z.int(),
  crashCount: z.int(),
  error: problem.nullable(),
  /** Failed items whose message went to the log only, because `jobs.max_stored_errors` were stored already. */
  unstoredErrors: z.int(),
  createdAt: timestampMs,
  startedAt: timestampMs.nullable(),
  finishedAt: timestampMs.nullable(),
  heartbeatAt: timestampMs.nullable(),
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
  /** Why it failed or was skipped; for one that waits, why it is tried again. */
  error: problem.nullable(),
  durationMs: z.int().nullable(),
  /** Not before this time; null where it may run at once. */
  runAt: timestampMs.nullable(),
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
  /** What was found to differ, for items that compare. */
  difference: z.array(metadataDifference).optional(),
  /** Which files say something new, for items that write metadata; in a dry run, which would. Paths within the project. */
  writes: z.array(z.object({ path: z.string(), fields: z.array(metadataField) })).optional(),
});
export type JobItem = z.infer<typeof jobItem>;

export const jobEvent = z.enum([
  'started',
  'discovered',
  'handed_back',
  'retry_scheduled',
  'parked',
  'unparked',
  'paused',
  'resumed',
  'priority_changed',
  'cancel_requested',
  'recovered',
  'item_retried',
  'item_crashed',
  'item_stalled',
  'item_set_aside',
  'retried',
  'completed',
  'failed',
  'canceled',
]);
export type JobEvent = z.infer<typeof jobEvent>;

/** One line of a job's own log: enough to tell afterwards what happened to it, when, and who wanted it. */
export const jobLogLine = z.object({
  id: z.int(),
  jobId,
  at: timestampMs,
  level: z.enum(['info', 'warn', 'error']),
  event: jobEvent,
  /** Facts for the sentence: `by`, `code`, `ref`, `items`, `until`, `from`, `to`. */
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});
export type JobLogLine = z.infer<typeof jobLogLine>;

export const queuePause = z.object({
  /** Who holds everything back: `person`, or a part of the app such as `battery`. One owner, one pause. */
  owner: z.string(),
  reason: z.string(),
  at: timestampMs,
});
export type QueuePause = z.infer<typeof queuePause>;

export const queueStatus = z.object({
  /** Empty while work goes on. */
  pauses: z.array(queuePause),
  running: z.int(),
  waiting: z.object({ priority: z.int(), normal: z.int() }),
  slots: z.object({ total: z.int(), reservedForPriority: z.int() }),
  /** Jobs that are not finished, and how many there may be. */
  size: z.int(),
  limit: z.int(),
});
export type QueueStatus = z.infer<typeof queueStatus>;

const endCounts = z.object({ completed: z.int(), failed: z.int(), canceled: z.int() });
const itemCounts = z.object({ succeeded: z.int(), skipped: z.int(), failed: z.int() });

export const jobStats = z.object({
  /** Jobs that are stored now, by state. */
  jobs: z.record(jobState, z.int()),
  /** Everything below counts what ever ended; it survives when old jobs are removed. */
  filesProcessed: z.int(),
  /** Share of ended items that did not fail, 0…1; null before anything ended. */
  successRate: z.number().nullable(),
  meanItemMs: z.number().nullable(),
  meanJobMs: z.number().nullable(),
  /** One per day on which something ended, oldest first; local days, `YYYY-MM-DD`. */
  days: z.array(z.object({ day: z.string(), jobs: endCounts, items: itemCounts, busyMs: z.number() })),
  /** One per job type, busiest first. */
  types: z.array(
    z.object({
      type: z.string(),
      label: z.string(),
      jobs: endCounts,
      items: itemCounts,
      meanItemMs: z.number().nullable(),
      meanJobMs: z.number().nullable(),
    }),
  ),
  /** From being asked for to its first start, by lane. */
  waits: z.array(z.object({ lane, jobs: z.int(), meanMs: z.number(), longestMs: z.number() })),
  /** How right the estimates of the time left were; null before there was one to check. */
  eta: z
    .object({
      checked: z.int(),
      /** Share of the ranges that held what really came, 0…1. */
      withinRange: z.number(),
      /** Median of how far the middle of the range was off, as a share of the truth. */
      medianError: z.number(),
    })
    .nullable(),
});
export type JobStats = z.infer<typeof jobStats>;

/** What work is about: one project, explicit photos, or the library. */
export const workTarget = z.union([
  z.strictObject({ projectId }),
  z.strictObject({ photoIds: z.array(photoId).min(1).max(MAX_IDS_PER_CALL) }),
  z.strictObject({}),
]);
export type WorkTarget = z.infer<typeof workTarget>;

const page = { limit: z.int().min(1).max(500).default(50), offset: z.int().nonnegative().default(0) };
const noLibrary = { NO_LIBRARY: commonErrors.NO_LIBRARY };
const change = oc
  .input(z.object({ id: jobId }))
  .output(job)
  .errors({ ...commonErrors, ...jobErrors });

export const jobsContract = {
  /** Newest first by default. Jobs of maintenance are left out unless asked for, here or in the settings. */
  list: oc
    .route({ method: 'GET', path: '/jobs' })
    .input(
      z.object({
        states: z.array(jobState).optional(),
        type: z.string().max(100).optional(),
        taskId: taskId.optional(),
        projectId: projectId.optional(),
        source: source.optional(),
        includeMaintenance: z.boolean().optional(),
        orderBy: z.enum(['createdAt', 'updatedAt', 'finishedAt', 'priority']).default('createdAt'),
        direction: z.enum(['asc', 'desc']).default('desc'),
        ...page,
      }),
    )
    .output(z.object({ jobs: z.array(job), total: z.int() }))
    .errors(noLibrary),
  get: oc
    .route({ method: 'GET', path: '/jobs/{id}' })
    .input(z.object({ id: jobId }))
    .output(z.object({ job, items: z.record(itemState, z.int()) }))
    .errors(commonErrors),
  /** Oldest first; `next` is the `after` of the following page, null on the last. */
  log: oc
    .route({ method: 'GET', path: '/jobs/{id}/log' })
    .input(
      z.object({
        id: jobId,
        after: z.int().nonnegative().default(0),
        limit: z.int().min(1).max(1000).default(200),
      }),
    )
    .output(z.object({ lines: z.array(jobLogLine), next: z.int().nullable() }))
    .errors(commonErrors),
  /** A task of one step, of any job type that there is. */
  enqueue: oc
    .route(ACCEPTED)
    .input(
      z.object({
        type: z.string().min(1).max(100),
        target: workTarget.default({}),
        payload: z.record(z.string(), z.unknown()).default({}),
        priority: priority.optional(),
        /** While a job of this type and project waits under it, asking again replaces its payload instead of queueing one more. */
        dedupeKey: z.string().min(1).max(200).optional(),
      }),
    )
    .output(z.object({ taskId, jobId }))
    .errors({ ...commonErrors, ...jobErrors }),
  /** Durable before it answers. What the job has done stays done; its task goes on without it. */
  cancel: change.route({ method: 'DELETE', path: '/jobs/{id}' }),
  pause: change,
  resume: change,
  /** Runs the failed items of a failed job again. */
  retry: change,
  setPriority: oc
    .input(z.object({ id: jobId, priority }))
    .output(job)
    .errors({ ...commonErrors, ...jobErrors }),
  stats: oc
    .route({ method: 'GET', path: '/jobs/stats' })
    .input(z.object({ days: z.int().min(1).max(366).default(30) }).default({ days: 30 }))
    .output(jobStats)
    .errors(noLibrary),
  queue: oc.route({ method: 'GET', path: '/jobs/queue' }).output(queueStatus).errors(noLibrary),
  /** Nothing more begins until `resumeAll`; items at work are finished. Survives a restart. */
  pauseAll: oc
    .input(z.object({ reason: z.string().max(200).default('') }).default({ reason: '' }))
    .output(queueStatus)
    .errors(noLibrary),
  /** Lifts every pause of everything, whoever made it. Tasks that are paused themselves stay so. */
  resumeAll: oc.output(queueStatus).errors(noLibrary),
};
