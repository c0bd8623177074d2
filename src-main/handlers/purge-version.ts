import { rmdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { recordAudit } from '../db/audit.ts';
import { selectOne } from '../db/connection.ts';
import type { FileVersionRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import { isFileIntended, isTargetIntended } from '../files/journal.ts';
import { look } from '../files/move-file.ts';
import { toNative } from '../files/native-path.ts';
import { requireRealFolders } from '../files/real-folders.ts';
import { dropPhotoWithoutFiles } from '../library/drop-photo.ts';
import { setVersionState } from '../library/file-versions.ts';
import { dropEmptyDeletedProject, getProject } from '../library/projects.ts';
import { isInTrash } from '../library/trash.ts';
import type { HandlerServices, ItemContext, ItemResult } from './handler.ts';
import { projectFolder } from './journaled-moves.ts';
import { orProjectAway, requireProjectHere } from './project-here.ts';

/** Removes what a file was before a write, for good. Run again after a death, it finds it gone. */
export async function purgeVersion(context: ItemContext<unknown>, versionId: number): Promise<ItemResult> {
  const { services } = context;
  const version = selectOne<FileVersionRow>(
    services.db,
    `SELECT * FROM file_versions WHERE id = @versionId AND state = 'kept'`,
    { versionId },
  );
  const project = version === undefined ? null : getProject(services.db, version.project_id);
  if (version === undefined || project === null)
    return { state: 'skipped', error: { code: 'nothing_to_do' } };
  // The photo may be elsewhere by now, so that only the file tells what is about to happen to it.
  const isBusy =
    isTargetIntended(services.db, version.project_id, version.path) ||
    isFileIntended(services.db, { fileId: version.file_id, itemId: context.item.id });
  if (isBusy) throw new AppError('file_busy', { retry: 'later' });
  try {
    if (version.kept !== null) await remove(services, { ...version, kept: version.kept });
  } catch (error) {
    throw await orProjectAway(services, project, toAppError(error));
  }
  return { state: 'done', result: { files: [] }, apply: () => record(context, version) };
}

async function remove(
  services: HandlerServices,
  { kept, bytes, project_id }: FileVersionRow & { kept: string },
): Promise<void> {
  const project = getProject(services.db, project_id);
  if (project === null) throw new AppError('project_gone');
  if (!isInTrash(`${project.folder}/${kept}`))
    throw new AppError('internal', { detail: 'a purge outside of the trash' });
  const folder = await projectFolder(services, project);
  const path = join(folder, kept);
  await requireRealFolders(folder, dirname(path));
  const info = await look(path);
  if (info === null) {
    // Gone, or with its whole drive: what cannot be seen there now may be there all the same.
    await requireProjectHere(services, project);
    return;
  }
  if (!info.isFile() || info.size !== bytes) throw new AppError('file_changed', { detail: kept });
  await unlink(toNative(path));
  await services.folders.flushIfThere(dirname(path));
  try {
    await rmdir(toNative(dirname(path)));
  } catch {
    // Not empty yet.
  }
}

function record({ services, job }: ItemContext<unknown>, version: FileVersionRow): void {
  const { db, clock, changes } = services;
  setVersionState(db, version.id, 'purged');
  recordAudit(db, {
    at: clock.wall(),
    actor: 'task',
    action: 'version_purged',
    taskId: job.task_id,
    projectId: version.project_id,
    photoId: version.photo_id,
    detail: { path: version.path, sha256: version.sha256 },
  });
  dropPhotoWithoutFiles(db, version.photo_id);
  dropEmptyDeletedProject(db, version.project_id);
  changes.photo(version.photo_id, { added: false });
}
