import { access, readdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { LibraryPlace } from '../../src-preload/contract/library.ts';
import { AppError } from '../files/app-error.ts';
import { resolveStart } from '../files/walk.ts';
import { libraryPaths } from './library-paths.ts';

/** What file managers leave in a folder that is empty to the eye. */
const LEFT_BY_THE_SYSTEM = new Set(['.DS_Store', 'desktop.ini', 'Thumbs.db', '.directory', '.localized']);

/**
 * What a folder is that a person chose for a library, so that a folder full of other things does not become one by a
 * slip, and none is made inside another. It only looks; what is wrong with the place, opening it will say.
 */
export async function lookAtPlace(root: string): Promise<LibraryPlace> {
  let real: string;
  let missing = false;
  try {
    real = await resolveStart(root);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'path_missing') return { kind: 'other' };
    real = resolve(root);
    missing = true;
  }
  if (await isLibrary(real)) return { kind: 'library' };
  for (let folder = real; folder !== dirname(folder); ) {
    folder = dirname(folder);
    if (await isLibrary(folder)) return { kind: 'inside', root: folder };
  }
  if (missing) return { kind: 'vacant' };
  try {
    const entries = (await readdir(real)).filter((name) => !LEFT_BY_THE_SYSTEM.has(name)).length;
    return entries === 0 ? { kind: 'vacant' } : { kind: 'occupied', entries };
  } catch {
    return { kind: 'other' }; // A file, or a folder without rights.
  }
}

async function isLibrary(folder: string): Promise<boolean> {
  return await access(libraryPaths(folder).database).then(
    () => true,
    () => false,
  );
}
