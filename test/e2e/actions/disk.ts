import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

const OWN_FOLDER = '.safelight';

/** Every file under a folder, relative to it, sorted. */
export async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** What lies in the projects of a library: the originals, and nothing else should. */
export async function projectFiles(library: string): Promise<string[]> {
  return (await filesUnder(library)).filter((path) => !path.startsWith(`${OWN_FOLDER}/`));
}

/** Thumbnails and previews that a library has made. */
export async function derivativeFiles(library: string): Promise<string[]> {
  return filesUnder(join(library, OWN_FOLDER, 'derivatives'));
}

/** SHA-256 by path: what `filesUnder` names must hash the same before and after. */
export async function hashesUnder(folder: string, files?: readonly string[]): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  for (const path of files ?? (await filesUnder(folder))) {
    hashes.set(
      path,
      createHash('sha256')
        .update(await readFile(join(folder, path)))
        .digest('hex'),
    );
  }
  return hashes;
}
