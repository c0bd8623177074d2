import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Db, selectAll } from '../db/connection.ts';
import { toAppError } from '../files/app-error.ts';
import { isTemporaryName } from '../files/journal.ts';
import { toNative } from '../files/native-path.ts';
import type { LibraryPaths } from './library-paths.ts';

/** `<name>.<pid of the host>-<task>.tmp`: how workers name a derivative until it is whole. */
const UNFINISHED_DERIVATIVE = /\.\d+-\d+\.tmp$/;

/**
 * Removes what a process that died left half made. Run at start, while nothing is being made: our temporary names in
 * project folders, all of `.safelight/tmp`, and, where a run before this one did not end in order, unfinished
 * derivatives.
 */
export async function sweepTemporaries(
  db: Db,
  paths: LibraryPaths,
  options: { afterCrash: boolean },
): Promise<number> {
  let removed = 0;
  const folders = selectAll<{ folder: string }>(
    db,
    // Only projects with unfinished copies can have any: reading every folder of a large library is not free.
    `SELECT DISTINCT projects.folder AS folder FROM projects JOIN file_ops ON file_ops.project_id = projects.id
     WHERE file_ops.state = 'intended'`,
  );
  for (const { folder } of folders) removed += await sweep(join(paths.root, folder), isTemporaryName);
  removed += await sweep(paths.temporary, () => true);
  if (options.afterCrash) {
    for (const folder of await namesIn(paths.derivatives)) {
      removed += await sweep(join(paths.derivatives, folder), (name) => UNFINISHED_DERIVATIVE.test(name));
    }
  }
  return removed;
}

async function sweep(folder: string, isOurs: (name: string) => boolean): Promise<number> {
  const ours = (await namesIn(folder)).filter(isOurs);
  for (const name of ours) await rm(toNative(join(folder, name)), { force: true, recursive: true });
  return ours.length;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(toNative(folder));
  } catch (error) {
    const { code } = toAppError(error);
    // A project folder that is away or gone has nothing to sweep; whoever needs it will say so.
    if (code === 'file_missing' || code === 'volume_away') return [];
    throw error;
  }
}
