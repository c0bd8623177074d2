import type { FileRole } from '../../src-preload/contract/files.ts';
import { type Db, execute, insert, selectAll, selectOne } from '../db/connection.ts';
import type { FileVersionRow } from '../db/rows.ts';
import type { PurgeScope } from './purgeable.ts';
import { notBeforeSeen } from './seen-time.ts';

export type NewVersion = Omit<FileVersionRow, 'id' | 'state'>;

/** Notes what a file was before we wrote into it. Part of the transaction that says it was written. */
export function insertVersion(db: Db, version: NewVersion): number {
  return insert(
    db,
    `INSERT INTO file_versions(task_id, photo_id, file_id, project_id, path, kept, bytes, mtime_ms, sha256,
       written_sha256, known, state, written_at)
     VALUES (@task_id, @photo_id, @file_id, @project_id, @path, @kept, @bytes, @mtime_ms, @sha256, @written_sha256,
       @known, 'kept', @written_at)`,
    { ...version, written_at: notBeforeSeen(db, version.written_at) },
  );
}

/** What a task wrote of one photo and can still take back, last first. */
export function versionsOf(db: Db, input: { taskId: string; photoId: number }): FileVersionRow[] {
  return selectAll<FileVersionRow>(
    db,
    `SELECT * FROM file_versions WHERE task_id = @taskId AND photo_id = @photoId AND state = 'kept' ORDER BY id DESC`,
    input,
  );
}

/**
 * True where another task wrote into any file of the photo since, and can still take that back: what it kept, and what was
 * known before it, are of this version.
 */
export function isWrittenSince(db: Db, { id, photo_id, task_id }: FileVersionRow): boolean {
  const found = selectOne(
    db,
    `SELECT 1 FROM file_versions
     WHERE photo_id = @photo_id AND id > @id AND task_id <> @task_id AND state = 'kept'`,
    { id, photo_id, task_id },
  );
  return found !== undefined;
}

/** A version with the file as it is now; null where that is not there: in the trash, missing, or gone. */
export type VersionAndFile = FileVersionRow & {
  photo: string;
  file_path: string | null;
  file_project_id: number | null;
  file_role: FileRole | null;
  file_bytes: number | null;
  file_sha256: string | null;
  /** As `isWrittenSince`. */
  written_since: 0 | 1;
};

/** What a task wrote of some photos, by the range of their ids, and can still take back. */
export function versionsOfTask(
  db: Db,
  input: { taskId: string; from: number; to: number },
): VersionAndFile[] {
  return selectAll<VersionAndFile>(
    db,
    `SELECT v.*, photos.base_name AS photo, files.path AS file_path, files.project_id AS file_project_id,
       files.role AS file_role, files.bytes AS file_bytes, files.sha256 AS file_sha256,
       EXISTS (SELECT 1 FROM file_versions AS later WHERE later.photo_id = v.photo_id
         AND later.id > v.id AND later.task_id <> v.task_id AND later.state = 'kept') AS written_since
     FROM file_versions AS v JOIN photos ON photos.id = v.photo_id
       LEFT JOIN files ON files.id = v.file_id AND files.missing_at IS NULL
     WHERE v.task_id = @taskId AND state = 'kept' AND v.photo_id BETWEEN @from AND @to ORDER BY v.photo_id, v.id`,
    input,
  );
}

export interface PurgeableVersion {
  id: number;
  photo_id: number;
  photo: string;
  project_id: number;
  project: string;
  folder: string;
  path: string;
  kept: string | null;
  bytes: number | null;
  role: FileRole | null;
}

/** Contents of before a write that may go for good: by age, or because their task or the whole of their photo was named. */
export function purgeableVersions(
  db: Db,
  scope: PurgeScope,
  page: { after: number; limit: number },
): PurgeableVersion[] {
  const { photoIds, taskId, trashedBefore, projectId, exceptProjects = [] } = scope;
  const terms = [`state = 'kept'`, 'v.id > @after'];
  if (projectId !== null) terms.push('v.project_id = @projectId');
  if (exceptProjects.length > 0) terms.push('v.project_id NOT IN (SELECT value FROM json_each(@except))');
  if (trashedBefore !== null) terms.push('(written_at < @trashedBefore OR deleted_at < @trashedBefore)');
  if (taskId !== null) terms.push('(v.task_id = @taskId OR delete_task_id = @taskId)');
  if (photoIds !== null) {
    terms.push(
      'v.photo_id IN (SELECT value FROM json_each(@photoIds))',
      'NOT EXISTS (SELECT 1 FROM files WHERE files.photo_id = v.photo_id)',
    );
  }
  return selectAll<PurgeableVersion>(
    db,
    `SELECT v.id AS id, v.photo_id AS photo_id, base_name AS photo, v.project_id AS project_id, projects.name AS project,
       folder, v.path AS path, kept, v.bytes AS bytes, files.role AS role
     FROM file_versions AS v JOIN projects ON projects.id = v.project_id JOIN photos ON photos.id = v.photo_id
       LEFT JOIN files ON files.id = v.file_id
     WHERE ${terms.join(' AND ')} ORDER BY v.id LIMIT @limit`,
    {
      ...page,
      projectId,
      taskId,
      trashedBefore,
      except: JSON.stringify(exceptProjects),
      photoIds: photoIds === null ? null : JSON.stringify(photoIds),
    },
  );
}

/** Photos that a task wrote of, a page by id. */
export function writtenPhotoIds(
  db: Db,
  input: { taskId: string; photoIds: readonly number[] | null; after: number; limit: number },
): number[] {
  const { photoIds, ...rest } = input;
  const named = photoIds === null ? '' : 'AND photo_id IN (SELECT value FROM json_each(@photoIds))';
  return selectAll<{ id: number }>(
    db,
    `SELECT DISTINCT photo_id AS id FROM file_versions
     WHERE task_id = @taskId AND state = 'kept' AND photo_id > @after ${named} ORDER BY photo_id LIMIT @limit`,
    photoIds === null ? rest : { ...rest, photoIds: JSON.stringify(photoIds) },
  ).map(({ id }) => id);
}

export function setVersionState(db: Db, id: number, state: FileVersionRow['state']): void {
  execute(db, `UPDATE file_versions SET state = @state WHERE id = @id`, { id, state });
}
