import { oc } from '@orpc/contract';
import { z } from 'zod';
import { MAX_IDS_PER_CALL, photoId, projectId, timestampMs } from './common.ts';
import { commonErrors } from './errors.ts';

export const fileRole = z.enum(['image', 'raw', 'sidecar', 'video', 'other']);
export type FileRole = z.infer<typeof fileRole>;

export const derivativeKind = z.enum(['thumbnail', 'preview']);
export type DerivativeKind = z.infer<typeof derivativeKind>;

/**
 * pending: not made yet · ready: the file exists · placeholder: nothing to draw by nature (a video, a RAW without
 * an embedded preview), `reason` says which · failed: the photo is damaged, `reason` says how.
 */
export const derivativeStatus = z.enum(['pending', 'ready', 'placeholder', 'failed']);
export type DerivativeStatus = z.infer<typeof derivativeStatus>;

/** A stable code and the detail it needs. Text for people is made from it, never stored as the only truth. */
export const problem = z.object({ code: z.string(), detail: z.string().optional() });
export type Problem = z.infer<typeof problem>;

export const derivative = z.object({
  status: derivativeStatus,
  /** Absolute path of the file when `ready`, else null. For the CLI and scripts; the app asks by photo id. */
  path: z.string().nullable(),
  /** Changes with every new version, so it can be part of a cached address. Null until `ready`. */
  version: z.string().nullable(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  reason: problem.nullable(),
});

export const photoFile = z.object({
  id: z.int(),
  /** Absolute path. Names that are not UTF-8 carry their odd bytes as U+EF80…U+EFFF. */
  path: z.string(),
  role: fileRole,
  /** What the content is, e.g. `jpeg`, `nef`, `xmp`; `unknown` where it is nothing we know. */
  format: z.string(),
  bytes: z.int().nonnegative(),
  sha256: z.string().length(64),
  /** Set where the content is damaged or is not what its name says it is. */
  problem: problem.nullable(),
});

export const photo = z.object({
  id: photoId,
  projectId,
  project: z.string(),
  name: z.string(),
  jpgAvailable: z.boolean(),
  rawAvailable: z.boolean(),
  otherAvailable: z.boolean(),
  keepJpg: z.boolean(),
  keepRaw: z.boolean(),
  rating: z.int().min(-1).max(5),
  tags: z.array(z.string()),
  /** Local time as the camera wrote it: `YYYY-MM-DDTHH:mm:ss[.SSS]`, without an offset. */
  takenAt: z.string().nullable(),
  takenOffsetMinutes: z.int().nullable(),
  /** Where the offset came from: the tag, the GPS time, or null when nobody knows. */
  takenOffsetSource: z.string().nullable(),
  camera: z.string().nullable(),
  lens: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  /** Size as shown, that is after orientation. */
  width: z.int().nullable(),
  height: z.int().nullable(),
  addedAt: timestampMs,
  thumbnail: derivative,
  preview: derivative,
  /** Shown, but not all of it is there or it is not what its name says. */
  damage: problem.nullable(),
  files: z.array(photoFile),
});
export type Photo = z.infer<typeof photo>;

export const photoFilter = z.object({
  projectId: projectId.optional(),
  /** Matches anywhere in the name, whatever the case. */
  text: z.string().max(200).optional(),
  thumbnail: derivativeStatus.optional(),
});
export type PhotoFilter = z.infer<typeof photoFilter>;

export const photoSort = z.object({
  by: z.enum(['takenAt', 'name', 'addedAt']).default('takenAt'),
  direction: z.enum(['asc', 'desc']).default('desc'),
});
export type PhotoSort = z.infer<typeof photoSort>;

/** Columns rather than rows: 100,000 photos are two arrays, about 1 MB, not 100,000 objects. */
export const photoIndex = z.object({
  ids: z.array(photoId),
  /** Width over height as shown; 1.5 where it is not known yet. Same order as `ids`. */
  aspects: z.array(z.number()),
});
export type PhotoIndex = z.infer<typeof photoIndex>;

const noLibrary = { NO_LIBRARY: commonErrors.NO_LIBRARY };

export const photosContract = {
  /** A page of photos in full, by keyset: pass the `nextCursor` of the page before. */
  query: oc
    .input(
      z.object({
        filter: photoFilter.default({}),
        sort: photoSort.default({ by: 'takenAt', direction: 'desc' }),
        cursor: z.string().max(2000).optional(),
        limit: z.int().min(1).max(1000).default(100),
      }),
    )
    .output(z.object({ photos: z.array(photo), nextCursor: z.string().nullable(), total: z.int() }))
    .errors(noLibrary),
  /** The order and the shapes of all photos of a view, for laying out the grid. */
  index: oc
    .input(
      z.object({
        filter: photoFilter.default({}),
        sort: photoSort.default({ by: 'takenAt', direction: 'desc' }),
      }),
    )
    .output(photoIndex)
    .errors(noLibrary),
  /** Photos by id, in the order asked; ids that are gone are left out. */
  get: oc
    .input(z.object({ ids: z.array(photoId).max(MAX_IDS_PER_CALL) }))
    .output(z.array(photo))
    .errors(noLibrary),
};
