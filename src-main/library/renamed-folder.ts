import { join } from 'node:path';
import { type Db, execute, selectAll, selectOne } from '../db/connection.ts';
import type { ProjectRow } from '../db/rows.ts';
import { listFolder, lookAtFiles } from '../files/list-folder.ts';
import type { LibraryPaths } from './library-paths.ts';
import { projectNameProblem } from './projects.ts';
import { isSystemFolder } from './system-files.ts';

interface SampleFile {
  path: string;
  bytes: number;
  sha256: string;
}

/**
 * Files looked for in a folder. For it to be the one, so many of them must be there (or all, where there are fewer), and
 * half of them: a folder with a few copies is another folder.
 */
const SAMPLE = 8;
const PROOF = 3;

/**
 * The one folder of the library that holds the files of a project whose own is gone: somebody renamed it. Null where there
 * is none, or more than one, because nobody can say then which is meant.
 *
 * @param hashOf reads a file whole; without it, sizes alone decide, which is only good for knowing where to look
 */
export async function findRenamedFolder(
  db: Db,
  paths: LibraryPaths,
  project: ProjectRow,
  hashOf: ((path: string) => Promise<string>) | null,
): Promise<string | null> {
  const sample = sampleOf(db, project.id);
  if (sample.length === 0) return null;
  const found: string[] = [];
  for (const folder of await strangeFolders(db, paths)) {
    if (await holds(join(paths.root, folder), sample, hashOf)) found.push(folder);
  }
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** The project follows its folder, and its name the folder's, where it was named after it. */
export function relinkProject(db: Db, project: ProjectRow, folder: string, now: number): boolean {
  const isNameTaken = selectOne(db, `SELECT 1 FROM projects WHERE name = @folder AND deleted_at IS NULL`, {
    folder,
  });
  const follows =
    project.name === project.folder && isNameTaken === undefined && projectNameProblem(folder) === null;
  return (
    execute(
      db,
      `UPDATE projects SET folder = @folder, name = @name, updated_at = @now
       WHERE id = @id AND folder = @before AND NOT EXISTS (SELECT 1 FROM projects WHERE folder = @folder)`,
      { id: project.id, before: project.folder, folder, name: follows ? folder : project.name, now },
    ) === 1
  );
}

/** In the order of their hashes, which is as good as drawn by lot. */
function sampleOf(db: Db, projectId: number): SampleFile[] {
  return selectAll<SampleFile>(
    db,
    `SELECT path, bytes, sha256 FROM files WHERE project_id = @projectId AND missing_at IS NULL AND bytes > 0
     ORDER BY sha256 LIMIT ${SAMPLE}`,
    { projectId },
  );
}

async function strangeFolders(db: Db, paths: LibraryPaths): Promise<string[]> {
  const entries = await listFolder(paths.root);
  const own = new Set(
    selectAll<{ folder: string }>(db, `SELECT folder FROM projects`).map(({ folder }) => folder),
  );
  return [...entries].flatMap(([name, kind]) =>
    kind === 'folder' && !own.has(name) && !name.startsWith('.') && !isSystemFolder(name) ? [name] : [],
  );
}

async function holds(
  folder: string,
  sample: readonly SampleFile[],
  hashOf: ((path: string) => Promise<string>) | null,
): Promise<boolean> {
  const seen = await lookAtFiles(
    folder,
    sample.map(({ path }) => path),
  );
  const alike = sample.filter(({ path, bytes }) => seen.get(path)?.bytes === bytes);
  const needed = Math.max(Math.min(PROOF, sample.length), Math.ceil(sample.length / 2));
  if (alike.length < needed) return false;
  if (hashOf === null) return true;
  let proven = 0;
  for (const { path, sha256 } of alike) {
    if ((await hashOf(join(folder, path))) === sha256) proven += 1;
    if (proven >= needed) return true;
  }
  return false;
}
