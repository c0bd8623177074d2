import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Project } from '../../src-preload/contract/projects.ts';
import { type Db, insert, selectAll, selectOne } from '../db/connection.ts';
import type { ProjectRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import { nativeByteLength, toNative } from '../files/native-path.ts';
import { requireRealFolders } from '../files/real-folders.ts';
import type { LibraryPaths } from './library-paths.ts';

export type ProjectNameProblem =
  | 'empty'
  | 'too_long'
  | 'reserved'
  | 'separator'
  | 'control_character'
  | 'leaves_library';

/** Room for what we may add to a folder's name later on. */
const MAX_NAME_BYTES = 200;
const WINDOWS_DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;

/** Why a name cannot be a folder of a library, or null. The name is used as it is: nothing is quietly rewritten. */
export function projectNameProblem(name: string): ProjectNameProblem | null {
  if (name.trim() === '') return 'empty';
  if (name === '.' || name === '..' || name.split(/[/\\]/).includes('..')) return 'leaves_library';
  if (/[/\\]/.test(name)) return 'separator';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to refuse.
  if (/[\u0000-\u001f\u007f]/.test(name)) return 'control_character';
  if (name.startsWith('.') || WINDOWS_DEVICES.test(name)) return 'reserved';
  if (name !== name.trim() || name.endsWith('.')) return 'reserved';
  return nativeByteLength(name) > MAX_NAME_BYTES ? 'too_long' : null;
}

export function listProjects(db: Db): Project[] {
  return selectAll<Project>(
    db,
    `SELECT projects.id, projects.name, projects.folder, projects.created_at AS createdAt,
       (SELECT count(*) FROM photos WHERE photos.project_id = projects.id AND photos.present = 1) AS photos
     FROM projects WHERE deleted_at IS NULL ORDER BY projects.name COLLATE NOCASE, projects.id`,
  );
}

/** Also one that was deleted: its photos are in the trash, and know it. */
export function getProject(db: Db, id: number): ProjectRow | null {
  return selectOne<ProjectRow>(db, `SELECT * FROM projects WHERE id = @id`, { id }) ?? null;
}

/** One that was not deleted. @throws AppError `project_missing` */
export function requireLiveProject({ db }: { db: Db }, id: number): ProjectRow {
  const project = getProject(db, id);
  if (project === null || project.deleted_at !== null)
    throw new AppError('project_missing', { detail: String(id) });
  return project;
}

export function findProject(db: Db, name: string): ProjectRow | null {
  return (
    selectOne<ProjectRow>(db, `SELECT * FROM projects WHERE name = @name AND deleted_at IS NULL`, { name }) ??
    null
  );
}

/** The project that has this folder of the library. */
export function projectOfFolder(db: Db, folder: string): ProjectRow | null {
  return selectOne<ProjectRow>(db, `SELECT * FROM projects WHERE folder = @folder`, { folder }) ?? null;
}

/**
 * Makes the folder and the row. A folder that exists already becomes the project's.
 * @throws AppError `project_name_invalid`, `project_exists`, `project_folder_outside`, or the file system's own
 */
export async function createProject(
  db: Db,
  paths: LibraryPaths,
  name: string,
  now: number,
): Promise<ProjectRow> {
  const problem = projectNameProblem(name);
  if (problem !== null) throw new AppError('project_name_invalid', { detail: problem });
  const existing = findProject(db, name);
  if (existing !== null) throw new AppError('project_exists', { detail: String(existing.id) });
  try {
    await mkdir(toNative(join(paths.root, name)));
  } catch (error) {
    if (toAppError(error).code !== 'target_exists') throw toAppError(error);
    // A folder that is there becomes the project. A link is told of as what it is.
    if ((await lstat(toNative(join(paths.root, name)))).isFile()) throw toAppError(error);
  }
  await requireInside(paths, name);
  const id = insert(
    db,
    `INSERT INTO projects(name, folder, created_at, updated_at) VALUES (@name, @name, @now, @now)
     ON CONFLICT(folder) DO NOTHING`,
    { name, now },
  );
  const made = findProject(db, name);
  // Two calls at once, and the other was first.
  if (made === null || made.id !== id)
    throw new AppError('project_exists', { detail: String(made?.id ?? 0) });
  return getProject(db, id) as ProjectRow;
}

/**
 * The absolute folder of a project, after a look that it is a real folder of this library: a link in its place could
 * lead anywhere, and we would write there.
 * @throws AppError `project_folder_missing`, `project_folder_outside`
 */
export async function requireInside(paths: LibraryPaths, folder: string): Promise<string> {
  const path = join(paths.root, folder);
  try {
    const info = await lstat(toNative(path));
    if (!info.isDirectory()) throw new AppError('project_folder_outside', { detail: folder });
    // Not by the path that the system makes of it: disks that fold case, or take letters apart, spell it in another way.
    await requireRealFolders(paths.root, path);
  } catch (error) {
    const failure = toAppError(error);
    if (failure.code === 'file_missing')
      throw new AppError('project_folder_missing', { detail: folder, cause: error });
    throw failure;
  }
  return path;
}
