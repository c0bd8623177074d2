import { oc } from '@orpc/contract';
import { z } from 'zod';
import { timestampMs } from './common.ts';
import { libraryErrors } from './errors.ts';

export const libraryInfo = z.object({
  root: z.string(),
  name: z.string(),
  /** Random id, made once with the library. It is the host part of nothing and a secret of no one. */
  id: z.uuid(),
  projects: z.int().nonnegative(),
  photos: z.int().nonnegative(),
  schemaVersion: z.int(),
  /** Set while background work stands still because the library cannot be written: a full disk, a drive with errors. */
  halted: z.object({ code: z.string() }).nullable(),
});
export type LibraryInfo = z.infer<typeof libraryInfo>;

const recentLibrary = z.object({
  root: z.string(),
  name: z.string(),
  lastOpenedAt: timestampMs,
  /** False where the folder is gone or its volume is away. */
  available: z.boolean(),
});

/**
 * What a folder is that a person chose for a library:
 * library: one already · inside: part of the library `root` · vacant: empty, or not there yet ·
 * occupied: it holds other things, `entries` of them · other: no folder, or it cannot be looked into.
 */
const libraryPlace = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('library') }),
  z.object({ kind: z.literal('inside'), root: z.string() }),
  z.object({ kind: z.literal('vacant') }),
  z.object({ kind: z.literal('occupied'), entries: z.int().positive() }),
  z.object({ kind: z.literal('other') }),
]);
export type LibraryPlace = z.infer<typeof libraryPlace>;

export const libraryContract = {
  current: oc.route({ method: 'GET', path: '/library' }).output(libraryInfo.nullable()),
  recent: oc.output(z.array(recentLibrary)),
  /** Looks at a folder before it becomes a library; changes nothing. */
  look: oc.input(z.object({ root: z.string().min(1) })).output(libraryPlace),
  /** Opens the library in `root`, closing the one open now. `create` makes one where there is none yet. */
  open: oc
    .input(z.object({ root: z.string().min(1), create: z.boolean().default(false) }))
    .output(libraryInfo)
    .errors(libraryErrors),
  close: oc.output(z.void()),
};
