import { mkdir, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/**
 * Makes a folder and those above it. Not `mkdir(…, { recursive: true })`: Node's own loops for ever, deep in a thread
 * that nobody can stop, where a file system answers ENOENT to a new folder whose parent is there (/proc does), and it
 * says ENOENT where the disk said that it is read-only.
 */
export async function makeFolders(path: string): Promise<void> {
  try {
    await makeFolder(path);
  } catch (error) {
    const parent = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === path) throw error;
    await makeFolders(parent);
    await makeFolder(path);
  }
}

/** One that is there already is fine: somebody else may make the same one at the same moment. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error;
  }
}

/**
 * Makes a folder and those above it, up to `root`, which must be there: a project whose folder was just moved away must
 * not get a second one at its old place.
 */
export async function makeFoldersBelow(root: string, path: string): Promise<void> {
  const parts = relative(root, path)
    .split(sep)
    .filter((part) => part !== '');
  for (let depth = 1; depth <= parts.length; depth += 1)
    await makeFolder(join(root, ...parts.slice(0, depth)));
}
