import { join, relative, sep } from 'node:path';
import { AppError } from './app-error.ts';
import { look } from './move-file.ts';

/**
 * A look that the folders between `root` and `path` are folders: a link in the place of one would lead what we move, and
 * what we remove for good, to anywhere. One that is not there yet is fine.
 * @param seen folders that were looked at for this bundle already
 * @throws AppError `project_folder_outside`
 */
export async function requireRealFolders(
  root: string,
  path: string,
  seen = new Set<string>(),
): Promise<void> {
  if (seen.has(path)) return;
  const parts = relative(root, path)
    .split(sep)
    .filter((part) => part !== '');
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const folder = join(root, ...parts.slice(0, depth));
    const info = await look(folder);
    if (info === null) return;
    if (!info.isDirectory()) throw new AppError('project_folder_outside', { detail: folder });
  }
  seen.add(path);
}
