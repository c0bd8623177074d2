import type { Stats } from 'node:fs';
import { rmdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ProjectRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import { look } from '../files/move-file.ts';
import { toNative } from '../files/native-path.ts';
import { requireRealFolders } from '../files/real-folders.ts';
import { requireInside } from '../library/projects.ts';
import { isInTrash } from '../library/trash.ts';
import type { HandlerServices, ItemContext } from './handler.ts';
import { orProjectAway } from './project-here.ts';

/** File times are kept to the millisecond. */
const ROUNDED_MS = 1;

/** What we put into the trash, as it was then. */
export interface InTrash {
  /** Relative to the project folder. */
  path: string;
  bytes: number;
  mtimeMs: number;
  sha256: string;
}

/**
 * What is at a place in the trash of a project, or in a project that was deleted; null where nothing is any more.
 * @throws AppError `volume_away` where nothing of the project is, `project_folder_outside`; `internal` for anything outside
 *   of a trash: nothing else is ever removed for good, whatever a row says
 */
export async function lookInTrash(
  services: HandlerServices,
  project: ProjectRow,
  relative: string,
): Promise<{ path: string; info: Stats } | null> {
  if (!isInTrash(`${project.folder}/${relative}`))
    throw new AppError('internal', { detail: 'a purge outside of the trash' });
  const path = join(services.paths.root, project.folder, relative);
  const seen = await lookBelow(services, project, path);
  if (seen !== null) return { path, info: seen };
  const missing = new AppError('file_missing', { detail: relative });
  const judged = await orAway(services, project, missing);
  if (judged !== missing) throw judged;
  // Its drive may have come back between the two looks.
  const info = await lookBelow(services, project, path);
  return info === null ? null : { path, info };
}

async function lookBelow(
  services: HandlerServices,
  project: ProjectRow,
  path: string,
): Promise<Stats | null> {
  try {
    const folder = await requireInside(services.paths, project.folder);
    await requireRealFolders(folder, dirname(path));
    return await look(path);
  } catch (error) {
    const failure = await orAway(services, project, toAppError(error));
    if (failure.code === 'project_folder_missing' && project.deleted_at !== null) return null;
    throw failure;
  }
}

/**
 * Removes one file for good, if it is what we put there. Run again after a death, it finds it gone.
 * @throws AppError `file_changed`, and as `lookInTrash`
 */
export async function purgeFile(
  context: Pick<ItemContext<unknown>, 'services' | 'signal'>,
  project: ProjectRow,
  file: InTrash,
): Promise<void> {
  const { services } = context;
  const found = await lookInTrash(services, project, file.path);
  if (found === null) return;
  const folder = dirname(found.path);
  try {
    await requireAsPut(context, file, found);
    await unlink(toNative(found.path));
    await services.folders.flushIfThere(folder);
  } catch (error) {
    throw await orAway(services, project, toAppError(error));
  }
  await removeEmptyFolder(folder);
}

/**
 * Size and time tell; where the time differs at all, the content does. A move forgives two seconds, as what it takes for
 * another file can be moved back. What is removed for good cannot.
 */
async function requireAsPut(
  { services, signal }: Pick<ItemContext<unknown>, 'services' | 'signal'>,
  file: InTrash,
  { path, info }: { path: string; info: Stats },
): Promise<void> {
  const changed = new AppError('file_changed', { detail: file.path });
  if (!info.isFile() || info.size !== file.bytes) throw changed;
  if (Math.abs(info.mtimeMs - file.mtimeMs) <= ROUNDED_MS) return;
  if ((await services.workers.run('hash', { path }, { signal })).sha256 !== file.sha256) throw changed;
}

/**
 * A drive that was pulled may be the reason for an error. Not of a project that was deleted: it was moved into the trash of
 * the library with one rename, so it lies on the library's own volume, and what cannot be found there is gone.
 */
async function orAway(services: HandlerServices, project: ProjectRow, error: AppError): Promise<AppError> {
  if (project.deleted_at === null) return await orProjectAway(services, project, error);
  const { root, database } = services.paths;
  if ((await look(database)) !== null) return error;
  return new AppError('volume_away', { detail: root, retry: 'later', cause: error });
}

/** The folder of a commit goes with the last file in it. One that holds anything else stays. */
async function removeEmptyFolder(folder: string): Promise<void> {
  try {
    if (isInTrash(folder)) await rmdir(toNative(folder));
  } catch {
    // Not empty yet, or somebody else's business.
  }
}
