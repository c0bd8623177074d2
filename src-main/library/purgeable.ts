import { type Db, selectAll } from '../db/connection.ts';

/** What is to be removed for good: files in the trash of projects, and all files of projects that were deleted. */
export interface PurgeScope {
  projectId: number | null;
  photoIds: readonly number[] | null;
  /** The commit, or the deletion of a project, that put it there. */
  taskId: string | null;
  /** Only what went there before this time. */
  trashedBefore: number | null;
}

export interface PurgeableFile {
  file_id: number;
  photo_id: number;
  project_id: number;
  /** Relative to the project folder. */
  path: string;
  bytes: number;
  mtime_ms: number;
  sha256: string;
  role: 'image' | 'raw' | 'sidecar' | 'video' | 'other';
}

const PURGEABLE = `
  SELECT file_id, photo_id, project_id, trash_path AS path, bytes, mtime_ms, sha256, role FROM trash
    WHERE (@taskId IS NULL OR task_id = @taskId) AND (@before IS NULL OR trashed_at < @before)
  UNION ALL
  SELECT trash.file_id, trash.photo_id, trash.project_id, trash.trash_path, bytes, mtime_ms, sha256, role
    FROM trash JOIN projects ON projects.id = trash.project_id
    WHERE deleted_at IS NOT NULL AND delete_task_id = @taskId AND trash.task_id <> @taskId
  UNION ALL
  SELECT files.id, photo_id, project_id, path, bytes, mtime_ms, sha256, role
    FROM files JOIN projects ON projects.id = files.project_id
    WHERE deleted_at IS NOT NULL AND (@taskId IS NULL OR delete_task_id = @taskId)
      AND (@before IS NULL OR deleted_at < @before)`;
const IN_SCOPE = `(@projectId IS NULL OR project_id = @projectId)
  AND (@photoIds IS NULL OR photo_id IN (SELECT value FROM json_each(@photoIds)))`;

export function purgeablePhotoIds(
  db: Db,
  scope: PurgeScope,
  page: { after: number; limit: number },
): number[] {
  return selectAll<{ id: number }>(
    db,
    `SELECT DISTINCT photo_id AS id FROM (${PURGEABLE}) WHERE photo_id > @after AND ${IN_SCOPE}
     ORDER BY photo_id LIMIT @limit`,
    { ...page, ...bindingsOf(scope) },
  ).map(({ id }) => id);
}

export function purgeableFiles(db: Db, scope: PurgeScope): PurgeableFile[] {
  return selectAll<PurgeableFile>(
    db,
    `SELECT * FROM (${PURGEABLE}) WHERE ${IN_SCOPE} ORDER BY photo_id, file_id`,
    bindingsOf(scope),
  );
}

function bindingsOf({ projectId, photoIds, taskId, trashedBefore }: PurgeScope): Record<string, unknown> {
  return {
    projectId,
    taskId,
    before: trashedBefore,
    photoIds: photoIds === null ? null : JSON.stringify(photoIds),
  };
}
