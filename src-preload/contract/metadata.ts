import { oc } from '@orpc/contract';
import { z } from 'zod';
import { changeTarget } from './changes.ts';
import { ACCEPTED, MAX_IDS_PER_CALL, photoId, taskId, timestampMs } from './common.ts';
import { commonErrors, jobErrors, uploadErrors } from './errors.ts';

const scalarField = z.enum(['rating', 'title', 'caption', 'takenAt', 'position']);
export const metadataField = z.enum([...scalarField.options, 'subjects', 'hierarchical', 'people']);
export type MetadataField = z.infer<typeof metadataField>;

/**
 * take: only the files changed · merge: both sides changed a list, and both changes are kept · pending: only the library
 * changed · conflict: both changed it, each in its own way; nothing happens until somebody decides.
 */
export const metadataDifference = z.object({
  field: metadataField,
  verdict: z.enum(['take', 'merge', 'pending', 'conflict']),
  ours: z.unknown(),
  theirs: z.unknown(),
  becomes: z.unknown(),
});
export type MetadataDifference = z.infer<typeof metadataDifference>;

export const metadataConflict = z.object({
  photoId,
  photo: z.string(),
  project: z.string(),
  field: scalarField,
  ours: z.unknown(),
  theirs: z.unknown(),
  at: timestampMs,
});
export type MetadataConflict = z.infer<typeof metadataConflict>;

/** One tag of a file, as ExifTool shows it to people. */
export const fileTag = z.object({ group: z.string(), name: z.string(), value: z.string() });
export type FileTag = z.infer<typeof fileTag>;

/** Absolute, of a file of the library; its photo is meant. */
const filePath = z.string().min(1).max(8192);
const keyword = z.string().trim().min(1).max(200);

const errors = { ...commonErrors, ...jobErrors };

export const metadataContract = {
  /**
   * import: reads what people wrote about photos from their files · write: writes what the library says into them, or
   * beside them. With `dryRun`, only says what would change. What a write replaced can be brought back (`changes.undo`).
   */
  start: oc
    .route({ path: '/sync/jobs', ...ACCEPTED })
    .input(
      z.object({
        operation: z.enum(['import', 'write']),
        target: z.union([
          ...changeTarget.options,
          z.object({ files: z.array(filePath).min(1).max(MAX_IDS_PER_CALL) }),
        ]),
        /** write: keywords that the photos are to have besides, in the library and in their files. */
        subjects: z.array(keyword).max(100).optional(),
        /** write: the same with their ancestors, `places|iceland`. */
        hierarchical: z.array(keyword).max(100).optional(),
        dryRun: z.boolean().default(false),
      }),
    )
    .output(z.object({ taskId }))
    .errors(errors),
  /** Fields of a photo that wait to be written, and those that contradict its files. */
  state: oc
    .input(z.object({ photoId }))
    .output(z.object({ unwritten: z.array(metadataField), conflicts: z.array(scalarField) }))
    .errors(commonErrors),
  /** Everything that a file of a photo says of itself. */
  tags: oc
    .input(z.object({ photoId, fileId: z.int().positive() }))
    .output(z.array(fileTag))
    .errors({ ...commonErrors, PATH_UNREADABLE: uploadErrors.PATH_UNREADABLE }),
  conflicts: oc
    .input(
      z.object({
        /** Only those of this photo. */
        photoId: photoId.optional(),
        limit: z.int().min(1).max(1000).default(100),
        offset: z.int().nonnegative().default(0),
      }),
    )
    .output(z.object({ conflicts: z.array(metadataConflict), total: z.int() }))
    .errors({ NO_LIBRARY: commonErrors.NO_LIBRARY }),
  /** files: what they say counts · library: what it says counts, and is to be written when files are. */
  resolve: oc
    .input(z.object({ photoId, field: metadataConflict.shape.field, keep: z.enum(['files', 'library']) }))
    .output(z.object({ left: z.int() }))
    .errors({ ...commonErrors, NOTHING_TO_DO: jobErrors.NOTHING_TO_DO }),
};
