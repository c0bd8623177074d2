import { z } from 'zod';

/** Row ids that leave the database. They are never reused (`AUTOINCREMENT`). */
export const projectId = z.int().positive();
export const photoId = z.int().positive();
export const jobId = z.int().positive();
/** Task ids are UUIDs, so that they can be made before anything is stored. */
export const taskId = z.uuid();

/** Times are Unix milliseconds unless a field says otherwise. */
export const timestampMs = z.int();

/** Most ids that one call may name. Larger sets are a scope (a project, a filter), not a list. */
export const MAX_IDS_PER_CALL = 2000;

/** Over HTTP: what was asked for is stored, and is being worked on. */
export const ACCEPTED = { successStatus: 202 } as const;

export const source = z.enum(['user', 'maintenance']);
export type Source = z.infer<typeof source>;

/** Counts of items. `processed` is `succeeded + skipped + failed`; canceled items count in none of them. */
export const progressCounts = z.object({
  total: z.int().nonnegative(),
  processed: z.int().nonnegative(),
  succeeded: z.int().nonnegative(),
  skipped: z.int().nonnegative(),
  failed: z.int().nonnegative(),
});
export type ProgressCounts = z.infer<typeof progressCounts>;
