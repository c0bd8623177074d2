import { join } from 'node:path';
import { type Db, execute, savepoint, selectAll, selectOne } from '../db/connection.ts';
import type { FileRow, ProjectRow } from '../db/rows.ts';
import { listFolder, lookAtFiles } from '../files/list-folder.ts';
import type { LibraryPaths } from './library-paths.ts';
import { projectNameProblem } from './projects.ts';
import { isSystemFolder } from './system-files.ts';

export type SampleFile = Pick<FileRow, 'id' | 'project_id' | 'path' | 'bytes' | 'mtime_ms' | 'sha256'>;

/** A project, and the folder that it has now. */
export interface ProjectMove {
  project: ProjectRow;
  folder: string;
}

/**
 * Files looked for in a folder. For it to be the one, so many of them must be there (or all, where there are fewer), and
 * half of them: a folder with a few copies is another folder.
 */
const SAMPLE = 8;
const PROOF = 3;

/** Of the sample, so many have to be somewhere to say that the project is. */
export function enoughOf(sample: readonly SampleFile[]): number {
  return Math.max(Math.min(PROOF, sample.length), Math.ceil(sample.length / 2));
}

/**
 * The one folder of these that holds the files of a project. Null where there is none, or more than one, because nobody can
 * say then which is meant.
 *
 * @param hashOf reads a file whole
 */
export async function folderHolding(
  paths: LibraryPaths,
  sample: readonly SampleFile[],
  folders: readonly string[],
  hashOf: (path: string) => Promise<string>,
): Promise<string | null> {
  if (sample.length === 0) return null;
  const found: string[] = [];
  for (const folder of folders) {
    if (await holds(join(paths.root, folder), sample, hashOf)) found.push(folder);
  }
  return found.length === 1 ? (found[0] ?? null) : null;
}

/**
 * Projects follow their folders, and their names the folders', where they were named after them. Folders may have changed
 * names with each other, so all of them are let go of first. Answers false where something has changed since; then nothing
 * is recorded.
 */
export function relinkProjects(db: Db, moves: readonly ProjectMove[], now: number): boolean {
  try {
    return savepoint(db, () => {
      for (const { project } of moves) letGo(db, project);
      for (const move of moves) follow(db, move, now);
      return true;
    });
  } catch (error) {
    if (error === STALE) return false;
    throw error;
  }
}

const STALE = new Error('changed since it was planned');

function letGo(db: Db, { id, folder, name }: ProjectRow): void {
  // No folder has such a name: it has a slash in it.
  const done = execute(
    db,
    `UPDATE projects SET folder = '/' || id, name = CASE WHEN name = folder THEN '/' || id ELSE name END
     WHERE id = @id AND folder = @folder AND name = @name`,
    { id, folder, name },
  );
  if (done !== 1) throw STALE;
}

function follow(db: Db, { project, folder }: ProjectMove, now: number): void {
  const isOurs = selectOne(db, `SELECT 1 FROM projects WHERE folder = @folder`, { folder });
  if (isOurs !== undefined) throw STALE;
  const isNameTaken = selectOne(db, `SELECT 1 FROM projects WHERE name = @folder AND deleted_at IS NULL`, {
    folder,
  });
  const follows =
    project.name === project.folder && isNameTaken === undefined && projectNameProblem(folder) === null;
  execute(db, `UPDATE projects SET folder = @folder, name = @name, updated_at = @now WHERE id = @id`, {
    id: project.id,
    folder,
    name: follows ? folder : project.name,
    now,
  });
}

/** In the order of their hashes, which is as good as drawn by lot. */
export function sampleOf(db: Db, projectId: number): SampleFile[] {
  return selectAll<SampleFile>(
    db,
    `SELECT id, project_id, path, bytes, mtime_ms, sha256 FROM files WHERE project_id = @projectId AND missing_at IS NULL AND bytes > 0
     ORDER BY sha256 LIMIT ${SAMPLE}`,
    { projectId },
  );
}

/** The first by name: found without sorting all there are, which is why every check may ask for them. */
export function firstFilesOf(db: Db, projectId: number): SampleFile[] {
  return selectAll<SampleFile>(
    db,
    `SELECT id, project_id, path, bytes, mtime_ms, sha256 FROM files
     WHERE project_id = @projectId AND missing_at IS NULL AND bytes > 0 ORDER BY path LIMIT ${SAMPLE}`,
    { projectId },
  );
}

/** Folders of the library that belong to no project. */
export async function strangeFolders(db: Db, paths: LibraryPaths): Promise<string[]> {
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
  hashOf: (path: string) => Promise<string>,
): Promise<boolean> {
  const seen = await lookAtFiles(
    folder,
    sample.map(({ path }) => path),
  );
  const alike = sample.filter(({ path, bytes }) => seen.get(path)?.bytes === bytes);
  const needed = enoughOf(sample);
  if (alike.length < needed) return false;
  let proven = 0;
  for (const { path, sha256 } of alike) {
    if ((await hashOf(join(folder, path))) === sha256) proven += 1;
    if (proven >= needed) return true;
  }
  return false;
}
