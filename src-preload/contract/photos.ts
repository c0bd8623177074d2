import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ACCEPTED, MAX_IDS_PER_CALL, photoId, projectId, taskId, timestampMs } from './common.ts';
import { commonErrors, jobErrors } from './errors.ts';
import { fileRole, problem } from './files.ts';
import { lineLimit, plan } from './plans.ts';
import { isTimeTaken } from './taken-at.ts';

export * from './files.ts';

export const derivativeKind = z.enum(['thumbnail', 'preview']);
export type DerivativeKind = z.infer<typeof derivativeKind>;

/**
 * pending: not made yet · ready: the file exists · placeholder: nothing to draw by nature (a video, a RAW without
 * an embedded preview), `reason` says which · failed: the photo is damaged, `reason` says how.
 */
export const derivativeStatus = z.enum(['pending', 'ready', 'placeholder', 'failed']);
export type DerivativeStatus = z.infer<typeof derivativeStatus>;

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
  /** It was not where it should be when somebody looked last. */
  missing: z.boolean(),
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
  /** False while nothing of it can be looked at: all of it is in the trash, or missing. */
  present: z.boolean(),
  /** A commit would remove something of it. */
  pending: z.boolean(),
  rating: z.int().min(-1).max(5),
  tags: z.array(z.string()),
  title: z.string().nullable(),
  caption: z.string().nullable(),
  /** Names of people in the picture. */
  people: z.array(z.string()),
  /** The library says something of it that its files do not say yet; `metadata.state` says what. */
  unwritten: z.boolean(),
  /** Changed in the library and in its files, in different ways, and nobody has decided; `metadata.state` says what. */
  conflict: z.boolean(),
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
  /** pending: a commit would remove something · rejected: all of it · kept: nothing. */
  keep: z.enum(['pending', 'rejected', 'kept']).optional(),
  /** At least so many stars; 0 is everything that is not marked as rejected by rating. */
  ratingMin: z.int().min(-1).max(5).optional(),
  /** Photos that have all of these. */
  tags: z.array(z.string().min(1).max(200)).max(50).optional(),
  /** Local day of the shot, both included: `YYYY-MM-DD`. */
  takenFrom: z.iso.date().optional(),
  takenTo: z.iso.date().optional(),
  /** What there is of it now. */
  has: z.enum(['jpg', 'raw', 'pair', 'jpg_only', 'raw_only', 'other']).optional(),
  orientation: z.enum(['landscape', 'portrait', 'square']).optional(),
  /** True: only photos whose files do not say yet what the library says. */
  unwritten: z.literal(true).optional(),
  /** True: only photos that contradict their files, and wait for somebody to decide. */
  conflict: z.literal(true).optional(),
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
const ids = z.array(photoId).min(1).max(MAX_IDS_PER_CALL);
/** Calls with one id are taken back as one step: a selection may be larger than one call. */
const step = z.uuid().optional();
const tagName = z.string().trim().min(1).max(200);

/** What a person says of photos; what is left out stays. Null takes it away. */
export const photoDescription = z.object({
  title: z.string().max(2000).nullable().optional(),
  caption: z.string().max(10_000).nullable().optional(),
  people: z
    .object({ add: z.array(tagName).max(100).default([]), remove: z.array(tagName).max(100).default([]) })
    .optional(),
  position: z
    .object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
    .nullable()
    .optional(),
  /** Local time, `YYYY-MM-DDTHH:mm:ss[.SSS]`, and the offset it was in, if that is known: `+02:00`. */
  takenAt: z.iso.datetime({ local: true, offset: true }).refine(isTimeTaken).optional(),
  /** Added to the time of each photo that has one: a camera whose clock was wrong. */
  shiftSeconds: z.int().min(-4e9).max(4e9).optional(),
  step,
});
export type PhotoDescription = z.infer<typeof photoDescription>;

/** What a person decided about a photo, after a change. */
export const cullState = z.object({
  photoId,
  keepJpg: z.boolean(),
  keepRaw: z.boolean(),
  rating: z.int(),
  tags: z.array(z.string()),
  pending: z.boolean(),
});
export type CullState = z.infer<typeof cullState>;

export const photosContract = {
  /** Intent only: no file is touched before a commit. Answers the photos that changed. */
  setKeep: oc
    .input(z.object({ ids, keepJpg: z.boolean().optional(), keepRaw: z.boolean().optional(), step }))
    .output(z.array(cullState))
    .errors(noLibrary),
  setRating: oc
    .input(z.object({ ids, rating: z.int().min(-1).max(5), step }))
    .output(z.array(cullState))
    .errors(noLibrary),
  changeTags: oc
    .input(
      z.object({
        ids,
        add: z.array(tagName).max(100).default([]),
        remove: z.array(tagName).max(100).default([]),
        step,
      }),
    )
    .output(z.array(cullState))
    .errors(noLibrary),
  /** Title, caption, people, place and time: in the library at once, in files when they are written. Answers who changed. */
  describe: oc.input(photoDescription.extend({ ids })).output(z.array(photoId)).errors(noLibrary),
  /** People that photos have, with the number of photos. */
  people: oc.output(z.array(z.object({ name: z.string(), photos: z.int() }))).errors(noLibrary),
  /** Takes the last step of culling back. Durable: steps of yesterday can be taken back, too. */
  undoCulling: oc
    .output(z.object({ kind: z.enum(['keep', 'rating', 'tags', 'description']), photos: z.array(cullState) }))
    .errors({ ...noLibrary, NOTHING_TO_DO: jobErrors.NOTHING_TO_DO }),
  /** All tags, with the number of photos that have them. */
  tags: oc.output(z.array(z.object({ name: z.string(), photos: z.int() }))).errors(noLibrary),
  previewMove: oc
    .input(z.object({ ids, projectId, lineLimit }))
    .output(plan)
    .errors({ ...commonErrors, ...jobErrors }),
  /** To another project, with all their files. They keep their ids. */
  move: oc
    .route(ACCEPTED)
    .input(z.object({ ids, projectId }))
    .output(z.object({ taskId }))
    .errors({ ...commonErrors, ...jobErrors }),
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
