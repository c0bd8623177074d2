import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  ACCEPTED,
  MAX_IDS_PER_CALL,
  photoId,
  progressCounts,
  projectId,
  taskId,
  timestampMs,
} from '../../src-preload/contract/common.ts';
import {
  commonErrors,
  jobErrors,
  libraryErrors,
  projectErrors,
  uploadErrors,
} from '../../src-preload/contract/errors.ts';
import { problem } from '../../src-preload/contract/files.ts';
import { job } from '../../src-preload/contract/jobs.ts';
import { jobState, priority, taskState } from '../../src-preload/contract/states.ts';
import { analysis, MAX_PATHS_PER_UPLOAD } from '../../src-preload/contract/upload.ts';

const errors = { ...commonErrors, ...jobErrors };
const started = z.object({ taskId });
const photoIds = z.array(photoId).min(1).max(MAX_IDS_PER_CALL);
const post = (path: `/${string}`, starts = true) => oc.route({ path, ...(starts ? ACCEPTED : {}) });

const syncJob = z.object({
  id: taskId,
  state: taskState,
  progress: progressCounts,
  startedAt: timestampMs.nullable(),
  finishedAt: timestampMs.nullable(),
  errors: z.array(z.object({ ref: z.string(), photoId: photoId.nullable(), error: problem.nullable() })),
});

/**
 * Paths by which the system was first described: each stands for procedures of the contract, with their target in the
 * path. They have no meaning of their own.
 */
export const seedContract = {
  /** Analyses the paths and takes in what is new, in one call. */
  upload: post('/projects/{id}/upload')
    .input(
      z.object({
        id: projectId,
        paths: z.array(z.string().min(1).max(8192)).min(1).max(MAX_PATHS_PER_UPLOAD),
        conflicts: z.enum(['skip', 'import']).default('skip'),
      }),
    )
    .output(z.object({ taskId, projectId, totals: analysis.shape.totals }))
    .errors({
      ...errors,
      ...projectErrors,
      ...uploadErrors,
      LIBRARY_UNUSABLE: libraryErrors.LIBRARY_UNUSABLE,
    }),
  processProject: post('/projects/{id}/process')
    .input(z.object({ id: projectId, force: z.boolean().default(false) }))
    .output(started)
    .errors(errors),
  commitProject: post('/projects/{id}/commit-changes')
    .input(z.object({ id: projectId }))
    .output(started)
    .errors(errors),
  revertProject: post('/projects/{id}/revert-changes', false)
    .input(z.object({ id: projectId }))
    .output(z.object({ photos: z.int() }))
    .errors(errors),
  enqueueInProject: post('/projects/{id}/jobs')
    .input(
      z.object({
        id: projectId,
        type: z.string().min(1).max(100),
        payload: z.record(z.string(), z.unknown()).default({}),
        priority: priority.optional(),
      }),
    )
    .output(z.object({ taskId, jobId: z.int() }))
    .errors(errors),
  jobsOfProject: oc
    .route({ method: 'GET', path: '/projects/{id}/jobs' })
    .input(
      z.object({
        id: projectId,
        states: z.array(jobState).optional(),
        type: z.string().max(100).optional(),
        includeMaintenance: z.boolean().optional(),
        limit: z.int().min(1).max(500).default(50),
        offset: z.int().nonnegative().default(0),
      }),
    )
    .output(z.object({ jobs: z.array(job), total: z.int() }))
    .errors(errors),
  /** How a `metadata.start` is doing, with the first files that failed. */
  syncJob: oc
    .route({ method: 'GET', path: '/sync/jobs/{id}' })
    .input(z.object({ id: taskId }))
    .output(syncJob)
    .errors(errors),
  cancelSyncJob: oc
    .route({ method: 'DELETE', path: '/sync/jobs/{id}' })
    .input(z.object({ id: taskId }))
    .output(syncJob)
    .errors(errors),
  processPhotos: post('/photos/process')
    .input(z.object({ photoIds, force: z.boolean().default(false) }))
    .output(started)
    .errors(errors),
  commitPhotos: post('/photos/commit-changes').input(z.object({ photoIds })).output(started).errors(errors),
  revertPhotos: post('/photos/revert-changes', false)
    .input(z.object({ photoIds }))
    .output(z.object({ photos: z.int() }))
    .errors(errors),
};
