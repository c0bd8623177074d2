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
});
export type LibraryInfo = z.infer<typeof libraryInfo>;

const recentLibrary = z.object({
  root: z.string(),
  name: z.string(),
  lastOpenedAt: timestampMs,
  /** False where the folder is gone or its volume is away. */
  available: z.boolean(),
});

export const libraryContract = {
  current: oc.output(libraryInfo.nullable()),
  recent: oc.output(z.array(recentLibrary)),
  /** Opens the library in `root`, closing the one open now. `create` makes one where there is none yet. */
  open: oc
    .input(z.object({ root: z.string().min(1), create: z.boolean().default(false) }))
    .output(libraryInfo)
    .errors(libraryErrors),
  close: oc.output(z.void()),
};
