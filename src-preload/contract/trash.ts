import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ACCEPTED, MAX_IDS_PER_CALL, photoId, projectId, taskId, timestampMs } from './common.ts';
import { commonErrors, jobErrors } from './errors.ts';
import { derivative, fileRole } from './photos.ts';
import { lineLimit, plan } from './plans.ts';

/** A photo with files in the trash: all of it, or a half. */
export const trashEntry = z.object({
  photoId,
  name: z.string(),
  projectId,
  project: z.string(),
  /** The commits that put its files there. */
  taskIds: z.array(taskId),
  trashedAt: timestampMs,
  /** When maintenance will remove it for good. */
  purgeAt: timestampMs,
  bytes: z.int(),
  /** True where a part of the photo is still in its project. */
  present: z.boolean(),
  thumbnail: derivative,
  files: z.array(
    z.object({
      fileId: z.int(),
      /** Absolute: where it was, and where it lies now. */
      path: z.string(),
      trashPath: z.string(),
      role: fileRole,
      bytes: z.int(),
    }),
  ),
});
export type TrashEntry = z.infer<typeof trashEntry>;

export const trashTarget = z.union([
  z.object({ photoIds: z.array(photoId).min(1).max(MAX_IDS_PER_CALL) }),
  z.object({ taskId }),
  z.object({ all: z.literal(true) }),
]);
export type TrashTarget = z.infer<typeof trashTarget>;

const errors = { ...commonErrors, ...jobErrors };

export const trashContract = {
  /** Newest first, by keyset. */
  list: oc
    .route({ method: 'GET', path: '/trash' })
    .input(
      z.object({
        projectId: projectId.optional(),
        cursor: z.string().max(200).optional(),
        limit: z.int().min(1).max(500).default(100),
      }),
    )
    .output(
      z.object({
        entries: z.array(trashEntry),
        next: z.string().nullable(),
        totals: z.object({ photos: z.int(), files: z.int(), bytes: z.int() }),
      }),
    )
    .errors({ NO_LIBRARY: commonErrors.NO_LIBRARY }),
  previewRestore: oc
    .input(z.object({ target: trashTarget, lineLimit }))
    .output(plan)
    .errors(errors),
  restore: oc
    .route(ACCEPTED)
    .input(z.object({ target: trashTarget }))
    .output(z.object({ taskId }))
    .errors(errors),
  previewPurge: oc
    .input(z.object({ target: trashTarget, lineLimit }))
    .output(plan)
    .errors(errors),
  /** Removes files for good. There is no way back. */
  purge: oc
    .route(ACCEPTED)
    .input(z.object({ target: trashTarget }))
    .output(z.object({ taskId }))
    .errors(errors),
};
