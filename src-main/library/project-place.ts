import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Db, execute, selectAll, selectOne } from '../db/connection.ts';
import type { ProjectRow } from '../db/rows.ts';
import { toAppError } from '../files/app-error.ts';
import { nameOf } from '../files/list-folder.ts';
import { look } from '../files/move-file.ts';
import { toNative } from '../files/native-path.ts';
import { type Volume, volumeOf } from '../files/volumes.ts';
import type { LibraryPaths } from './library-paths.ts';
import { requireInside } from './projects.ts';
import { systemFileReason } from './system-files.ts';

/** gone: no such folder · empty: what a pulled drive leaves · other_volume: not the drive that its files are on. */
export type WhyAway = 'gone' | 'empty' | 'other_volume';

export type ProjectPlace =
  | { state: 'here'; folder: string; volumeId: string }
  | { state: 'away'; folder: string; why: WhyAway };

/** Files looked for to tell a project that moved with its library from another drive in its place. */
const SAMPLE = 50;
/** Nothing can be read there now, whatever it is. */
const UNREACHABLE = new Set(['project_folder_missing', 'file_missing', 'volume_away', 'io_error']);

/**
 * Whether the folder of a project is where it was, with its drive. What cannot be found in a project that is away is not
 * missing: nobody can say.
 *
 * @throws AppError `project_folder_missing` for a project that never had a file, `project_folder_outside`, `no_permission`
 */
export async function lookAtProject(db: Db, paths: LibraryPaths, project: ProjectRow): Promise<ProjectPlace> {
  const folder = join(paths.root, project.folder);
  try {
    await requireInside(paths, project.folder);
    const volume = await volumeOf(folder);
    const why = await whyAway(db, project, folder, volume);
    return why === null ? { state: 'here', folder, volumeId: volume.id } : { state: 'away', folder, why };
  } catch (error) {
    const failure = toAppError(error);
    if (!UNREACHABLE.has(failure.code)) throw failure;
    // Nothing of it was ever seen here, so there is nothing to wait for.
    if (project.volume_id === null && !hasFiles(db, project.id)) throw failure;
    return { state: 'away', folder, why: 'gone' };
  }
}

async function whyAway(db: Db, project: ProjectRow, folder: string, volume: Volume): Promise<WhyAway | null> {
  const noted = project.volume_id;
  if (noted === volume.id && !volume.isMountPoint) return null;
  if (!hasFiles(db, project.id)) return null;
  // Deleted by hand to the last file, or unplugged? On the very volume where they were, and with no drive that could
  // have been pulled, they were deleted.
  if (await isEmpty(folder)) return 'empty';
  if (noted === null || noted === volume.id) return null;
  return (await areMostThere(db, project.id, folder)) ? null : 'other_volume';
}

/** Also in the trash: what a commit removed is on the drive as well. */
function hasFiles(db: Db, projectId: number): boolean {
  const found = selectOne(
    db,
    `SELECT 1 FROM files WHERE project_id = @projectId AND missing_at IS NULL
     UNION ALL SELECT 1 FROM trash WHERE project_id = @projectId LIMIT 1`,
    { projectId },
  );
  return found !== undefined;
}

/** What the system puts into any folder does not count. */
async function isEmpty(folder: string): Promise<boolean> {
  for await (const entry of await opendir(toNative(folder), { encoding: 'buffer' as BufferEncoding })) {
    if (systemFileReason(nameOf(entry)) === null) return false;
  }
  return true;
}

/**
 * The library was moved to another disk, or its drive is known by another name now: then its files are there. A stranger's
 * drive at the same place has other files.
 */
async function areMostThere(db: Db, projectId: number, folder: string): Promise<boolean> {
  const sampleOf = (sql: string) =>
    selectAll<{ path: string; bytes: number }>(db, `${sql} LIMIT ${SAMPLE}`, { projectId });
  const files = sampleOf(
    `SELECT path, bytes FROM files WHERE project_id = @projectId AND missing_at IS NULL ORDER BY id`,
  );
  const sample =
    files.length > 0
      ? files
      : sampleOf(
          `SELECT trash_path AS path, bytes FROM trash WHERE project_id = @projectId ORDER BY file_id`,
        );
  const found = await Promise.all(sample.map(({ path }) => look(join(folder, path))));
  const there = found.filter((info, index) => info?.isFile() && info.size === sample[index]?.bytes).length;
  return there * 2 >= sample.length;
}

/** Call it when files of the project were seen there. */
export function noteVolume(db: Db, project: Pick<ProjectRow, 'id' | 'volume_id'>, volumeId: string): void {
  if (project.volume_id === volumeId) return;
  execute(db, `UPDATE projects SET volume_id = @volumeId WHERE id = @id`, { id: project.id, volumeId });
}
