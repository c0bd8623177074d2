import { join, sep } from 'node:path';
import { selectAll } from '../db/connection.ts';
import { toAppError } from '../files/app-error.ts';
import { listFolder } from '../files/list-folder.ts';
import { requireRealFolders } from '../files/real-folders.ts';
import { TRASH_FOLDER } from '../library/trash.ts';
import type { HandlerServices } from './handler.ts';

/** What is entered below a trash folder, level by level: nothing is made deeper by us. */
type Levels = readonly ((name: string) => boolean)[];

const any = () => true;
/** A folder for each commit, and what it mirrors of the project. */
const OF_PROJECT: Levels = [any, any];
/** A folder for each deletion, the project in it, and of that its own trash alone: the rest of it is a person's. */
const OF_LIBRARY: Levels = [any, any, (name) => name === TRASH_FOLDER, ...OF_PROJECT];

/**
 * Folders of a trash in which there is nothing, or only such folders, absolute and the deepest first: the trash itself too.
 * Not those of projects, and not the way to them: an empty project that was deleted comes back with its folder.
 *
 * @param trash relative to the library
 * @throws AppError `project_folder_outside` where a link is in its place, or of the file system
 */
export async function emptyTrashFolders(
  { db, paths }: Pick<HandlerServices, 'db' | 'paths'>,
  trash: string,
): Promise<string[]> {
  const folder = join(paths.root, trash);
  await requireRealFolders(paths.root, folder);
  // Also where one is about to be.
  const taken = selectAll<{ folder: string }>(
    db,
    `SELECT folder FROM projects UNION SELECT source FROM file_ops WHERE kind = 'project' AND state = 'intended'
     UNION SELECT target FROM file_ops WHERE kind = 'project' AND state = 'intended'`,
  ).map((row) => join(paths.root, row.folder) + sep);
  const isFree = (path: string) => !taken.some((one) => one.startsWith(path + sep));
  return await emptyFolders(folder, trash === TRASH_FOLDER ? OF_LIBRARY : OF_PROJECT, isFree);
}

async function emptyFolders(
  folder: string,
  [mayEnter, ...below]: Levels,
  isFree: (path: string) => boolean,
): Promise<string[]> {
  const entries = await entriesOf(folder);
  if (entries === null) return [];
  const empty: string[] = [];
  let isEmpty = isFree(folder);
  for (const [name, kind] of entries) {
    const isEntered = kind === 'folder' && mayEnter?.(name) === true;
    const inner = isEntered ? await emptyFolders(join(folder, name), below, isFree) : [];
    empty.push(...inner);
    isEmpty &&= inner.at(-1) === join(folder, name);
  }
  return isEmpty ? [...empty, folder] : empty;
}

/** Null where there is no such folder. */
async function entriesOf(folder: string) {
  try {
    return await listFolder(folder);
  } catch (error) {
    const { code } = toAppError(error);
    if (code === 'file_missing' || code === 'volume_away') return null;
    throw error;
  }
}
