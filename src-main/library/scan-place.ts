import { stat } from 'node:fs/promises';
import type { ScanAction } from '../../src-preload/contract/batch.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import { toNative } from '../files/native-path.ts';
import { resolveStart } from '../files/walk.ts';
import type { LibraryPaths } from './library-paths.ts';

/**
 * The real path of a folder that is to be scanned.
 * @throws AppError `path_missing`, `path_unreadable`, `path_not_absolute`; `path_not_a_folder`; `path_inside_library` for
 *   what is ours alone, and for an import of what the library has already
 */
export async function resolveScanRoot(
  given: string,
  action: ScanAction,
  paths: LibraryPaths,
): Promise<string> {
  const real = await resolveStart(given);
  if (isInside(real, paths.own) || (action === 'import' && isInside(real, paths.root))) {
    throw new AppError('path_inside_library', { detail: given });
  }
  try {
    if ((await stat(toNative(real))).isDirectory()) return real;
  } catch (error) {
    throw new AppError('path_unreadable', { detail: given, cause: toAppError(error) });
  }
  throw new AppError('path_not_a_folder', { detail: given });
}

export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

/** The path of something below a folder. */
export function below(folder: string, path: string): string {
  if (path === '') return folder;
  return folder === '/' ? `/${path}` : `${folder}/${path}`;
}
