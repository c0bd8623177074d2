import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { ACCEPTED, photoId, projectId, taskId } from './common.ts';
import { commonErrors, jobErrors, libraryErrors, projectErrors, uploadErrors } from './errors.ts';
import { problem } from './photos.ts';

/**
 * What happens, or happened, to one file:
 * imported: a file of a photo new to the library · completion: joins a photo that is already there ·
 * duplicate: the library has this content in this project · conflict: it has it in another project ·
 * unsupported: not a photo nor part of one · failed: it could not be taken in, or is damaged.
 */
export const fileOutcome = z.enum([
  'imported',
  'completion',
  'duplicate',
  'conflict',
  'unsupported',
  'failed',
]);
export type FileOutcome = z.infer<typeof fileOutcome>;

export const outcomeCounts = z.object({
  files: z.int(),
  bytes: z.int(),
});

export const analysisEntry = z.object({
  path: z.string(),
  /** The outcome to expect. Damage that only decoding can show is not known yet. */
  outcome: fileOutcome,
  /** Whether the import copies this file: true for damaged ones too, which are kept as they are. */
  taken: z.boolean(),
  bytes: z.int(),
  /** The photo that has this content already, or that this file completes. */
  photoId: photoId.nullable(),
  problem: problem.nullable(),
});
export type AnalysisEntry = z.infer<typeof analysisEntry>;

export const analysis = z.object({
  id: z.uuid(),
  /** Null for a project that `start` is going to make. */
  projectId: projectId.nullable(),
  projectName: z.string(),
  totals: z.object({
    files: z.int(),
    bytes: z.int(),
    /** Photos (bundles) that would be new, and photos that would gain a file. */
    newPhotos: z.int(),
    completedPhotos: z.int(),
    byOutcome: z.record(fileOutcome, outcomeCounts),
    /** The part of `failed` that is taken in all the same: nothing in these files can be shown. */
    damaged: outcomeCounts,
  }),
  /** The first entries of each outcome; `upload.entries` pages through all. */
  entries: z.array(analysisEntry),
  freeBytes: z.int(),
});
export type Analysis = z.infer<typeof analysis>;

export const analysisEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('progress'),
    /** discovering: `files` still grows · comparing: `checked` runs up to `files`. */
    phase: z.enum(['discovering', 'comparing']),
    files: z.int(),
    checked: z.int(),
    bytes: z.int(),
  }),
  z.object({ type: z.literal('done'), analysis }),
]);
export type AnalysisEvent = z.infer<typeof analysisEvent>;

const unusable = { LIBRARY_UNUSABLE: libraryErrors.LIBRARY_UNUSABLE };

export const MAX_PATHS_PER_UPLOAD = 10_000;

export const uploadContract = {
  /**
   * Looks at the paths and says what an import would do; nothing is changed, save that a project of a new name is
   * made by `start`, not here. Ending the iteration early ends the work.
   */
  analyze: oc
    .input(
      z.object({
        paths: z.array(z.string().min(1).max(8192)).min(1).max(MAX_PATHS_PER_UPLOAD),
        project: z.union([z.object({ id: projectId }), z.object({ name: z.string().max(200) })]),
      }),
    )
    .output(eventIterator(analysisEvent))
    .errors({ ...commonErrors, ...projectErrors, ...uploadErrors, ...unusable }),
  entries: oc
    .input(
      z.object({
        analysisId: z.uuid(),
        outcome: fileOutcome.optional(),
        /** Only files that are taken in, or only files that are not. */
        taken: z.boolean().optional(),
        offset: z.int().nonnegative().default(0),
        limit: z.int().min(1).max(1000).default(200),
      }),
    )
    .output(z.object({ entries: z.array(analysisEntry), total: z.int() }))
    .errors(commonErrors),
  /** Starts one `upload_processing` task for an analysis. An analysis can be started once. */
  start: oc
    .route(ACCEPTED)
    .input(
      z.object({
        analysisId: z.uuid(),
        /** What to do with content that another project has: leave it out, or take it in here as well. */
        conflicts: z.enum(['skip', 'import']).default('skip'),
      }),
    )
    .output(z.object({ taskId, projectId }))
    .errors({ ...commonErrors, ...projectErrors, ...uploadErrors, ...jobErrors, ...unusable }),
};
