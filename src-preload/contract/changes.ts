import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ACCEPTED, MAX_IDS_PER_CALL, photoId, projectId, taskId, timestampMs } from './common.ts';
import { commonErrors, jobErrors } from './errors.ts';
import { lineLimit, plan } from './plans.ts';

/** Whose intent is meant: that of a project, of some photos, or of all. */
export const changeTarget = z.union([
  z.object({ projectId }),
  z.object({ photoIds: z.array(photoId).min(1).max(MAX_IDS_PER_CALL) }),
  z.object({ all: z.literal(true) }),
]);
export type ChangeTarget = z.infer<typeof changeTarget>;

const files = z.object({ files: z.int(), bytes: z.int() });

/** What a commit would remove, for the bar under the grid. Null parts are left out. */
export const changeSummary = z.object({
  photos: z.int(),
  files: z.int(),
  bytes: z.int(),
  images: files,
  raws: files,
  others: files,
});
export type ChangeSummary = z.infer<typeof changeSummary>;

/** Something that was done to originals, and can be undone. */
export const undoable = z.object({
  taskId,
  kind: z.enum(['commit', 'move', 'project_delete', 'write']),
  at: timestampMs,
  projects: z.array(z.string()),
  photos: z.int(),
  files: z.int(),
  bytes: z.int(),
  /** When the oldest of it leaves the trash for good; null where nothing does. */
  purgeAt: timestampMs.nullable(),
});
export type Undoable = z.infer<typeof undoable>;

const errors = { ...commonErrors, ...jobErrors };

export const changesContract = {
  summary: oc
    .input(z.object({ projectId: projectId.optional() }))
    .output(changeSummary)
    .errors({ NO_LIBRARY: commonErrors.NO_LIBRARY }),
  preview: oc
    .input(z.object({ target: changeTarget, lineLimit }))
    .output(plan)
    .errors(errors),
  /** Moves what is not wanted to the trash. */
  commit: oc
    .route(ACCEPTED)
    .input(z.object({ target: changeTarget }))
    .output(z.object({ taskId }))
    .errors(errors),
  /** Intent becomes what is there: everything present is wanted again. Answers how many photos changed. */
  revert: oc
    .input(z.object({ target: changeTarget }))
    .output(z.object({ photos: z.int() }))
    .errors(errors),
  /** What can be undone, newest first. */
  undoables: oc
    .input(z.object({ limit: z.int().min(1).max(500).default(50) }))
    .output(z.array(undoable))
    .errors({ NO_LIBRARY: commonErrors.NO_LIBRARY }),
  previewUndo: oc.input(z.object({ taskId, lineLimit })).output(plan).errors(errors),
  /** Takes a commit, a move, the deletion of a project or a writing of metadata back, as far as it is still there. */
  undo: oc.route(ACCEPTED).input(z.object({ taskId })).output(z.object({ taskId })).errors(errors),
};
