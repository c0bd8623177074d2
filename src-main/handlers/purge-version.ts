import { recordAudit } from '../db/audit.ts';
import { selectOne } from '../db/connection.ts';
import type { FileVersionRow } from '../db/rows.ts';
import { AppError } from '../files/app-error.ts';
import { isFileIntended, isTargetIntended } from '../files/journal.ts';
import { dropPhotoWithoutFiles } from '../library/drop-photo.ts';
import { dropEmptyDeletedProject } from '../library/drop-project.ts';
import { setVersionState } from '../library/file-versions.ts';
import { getProject } from '../library/projects.ts';
import type { ItemContext, ItemResult } from './handler.ts';
import { purgeFile } from './purge-file.ts';

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
  if (version.kept !== null) {
    const { kept: path, bytes, mtime_ms, sha256 } = version;
    await purgeFile(context, project, {
      path,
      bytes: bytes ?? 0,
      mtimeMs: mtime_ms ?? 0,
      sha256: sha256 ?? '',
    });
  }
  return { state: 'done', result: { files: [] }, apply: () => record(context, version) };
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
