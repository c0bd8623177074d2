import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Db, selectAll } from '../db/connection.ts';
import { toAppError } from '../files/app-error.ts';
import { isTemporaryName } from '../files/journal.ts';
import { toNative } from '../files/native-path.ts';
import type { LibraryPaths } from './library-paths.ts';

/**
 * Removes what a process that died left half made. Run at start, while nothing is being made: our temporary names in
 * project folders, and all of `.safelight/tmp`. Derivatives are swept where they are made, by their own names.
 */
export async function sweepTemporaries(db: Db, paths: LibraryPaths): Promise<number> {
  let removed = 0;
  const folders = selectAll<{ folder: string }>(
    db,
    // Only projects with unfinished copies can have any: reading every folder of a large library is not free.
    `SELECT DISTINCT projects.folder AS folder FROM projects JOIN file_ops ON file_ops.project_id = projects.id
     WHERE file_ops.state = 'intended'`,
  );
  for (const { folder } of folders) removed += await sweep(join(paths.root, folder), isTemporaryName);
  removed += await sweep(paths.temporary, () => true);
  return removed;
}

async function sweep(folder: string, isOurs: (name: string) => boolean): Promise<number> {
  let names: string[];
  try {
    names = await readdir(toNative(folder));
  } catch (error) {
    if (toAppError(error).code === 'file_missing') return 0;
    throw error;
  }
  const ours = names.filter(isOurs);
  for (const name of ours) await rm(join(folder, name), { force: true, recursive: true });
  return ours.length;
}
