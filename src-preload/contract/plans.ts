import { z } from 'zod';
import { photoId, projectId, timestampMs } from './common.ts';
import { fileRole, problem } from './files.ts';

/** trash: into the project's trash · restore: out of it · move: to another place, or another name · purge: gone for good. */
export const planAction = z.enum(['trash', 'restore', 'move', 'purge']);
export type PlanAction = z.infer<typeof planAction>;

/**
 * rejected: nothing of the photo is wanted · half: this half of a pair is not wanted · rider: it goes where its photo or
 * its picture goes · asked: somebody named it · expired: its time in the trash is over · collision: it is renamed, because
 * its name is taken where the photo goes.
 */
export const planReason = z.enum(['rejected', 'half', 'rider', 'asked', 'expired', 'collision']);
export type PlanReason = z.infer<typeof planReason>;

export const planLine = z.object({
  /** Null where a whole project is meant. */
  photoId: photoId.nullable(),
  photo: z.string(),
  projectId,
  project: z.string(),
  action: planAction,
  /** Null for a folder. */
  role: fileRole.nullable(),
  /** Absolute. */
  path: z.string(),
  /** Absolute; null where it is gone after that. */
  target: z.string().nullable(),
  bytes: z.int().nonnegative(),
  reason: planReason,
  /** Why this line would not be carried out as things are now. */
  problem: problem.nullable(),
});
export type PlanLine = z.infer<typeof planLine>;

/**
 * What would happen to which file. Nothing is changed by making one; carrying it out looks at every line again, so that
 * one that is out of date can do no harm.
 */
export const plan = z.object({
  kind: z.enum(['commit', 'undo', 'restore', 'move', 'purge', 'project_delete']),
  madeAt: timestampMs,
  totals: z.object({ photos: z.int(), files: z.int(), bytes: z.int() }),
  byRole: z.array(z.object({ role: fileRole, files: z.int(), bytes: z.int() })),
  /** Photos that get another name, because theirs is taken. */
  collisions: z.array(z.object({ photoId, photo: z.string(), becomes: z.string() })),
  volumes: z.array(
    z.object({
      /** A folder on it. */
      path: z.string(),
      files: z.int(),
      bytes: z.int(),
      /** Null while it is away. */
      freeBytes: z.int().nullable(),
      away: z.boolean(),
    }),
  ),
  /** Photos of which a half was not wanted, but which would have nothing left: it stays. */
  keptLastPicture: z.int(),
  lines: z.array(planLine),
  /** Lines beyond those. */
  moreLines: z.int().nonnegative(),
});
export type Plan = z.infer<typeof plan>;

/** How many lines come along; all of them, for an export, with a number large enough. */
export const lineLimit = z.int().min(0).max(10_000_000).default(200);
