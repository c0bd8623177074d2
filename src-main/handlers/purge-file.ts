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
import type { HandlerServices } from './handler.ts';
import { orProjectAway } from './project-here.ts';

/** What we put into the trash, as it was then. */
export interface InTrash {
  /** Relative to the project folder. */
  path: string;
  bytes: number;
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

/** Removes one file for good. Run again after a death, it finds it gone. */
export async function purgeFile(
  services: HandlerServices,
  project: ProjectRow,
  file: InTrash,
): Promise<void> {
  const found = await lookInTrash(services, project, file.path);
  if (found === null) return;
  if (!found.info.isFile() || found.info.size !== file.bytes)
    throw new AppError('file_changed', { detail: file.path });
  const folder = dirname(found.path);
  try {
    await unlink(toNative(found.path));
    await services.folders.flushIfThere(folder);
  } catch (error) {
    throw await orAway(services, project, toAppError(error));
  }
  await removeEmptyFolder(folder);
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
