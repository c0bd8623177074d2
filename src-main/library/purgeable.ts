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

export function purgeablePhotoIds(
  db: Db,
  scope: PurgeScope,
  page: { after: number; limit: number },
): number[] {
  return selectAll<{ id: number }>(
    db,
    `SELECT DISTINCT photo_id AS id FROM (${purgeable(scope)}) WHERE photo_id > @after ORDER BY photo_id LIMIT @limit`,
    { ...page, ...bindingsOf(scope) },
  ).map(({ id }) => id);
}

export function purgeableFiles(db: Db, scope: PurgeScope): PurgeableFile[] {
  return selectAll<PurgeableFile>(
    db,
    `SELECT * FROM (${purgeable(scope)}) ORDER BY photo_id, file_id`,
    bindingsOf(scope),
  );
}

/** Only the terms that are asked for, so that one photo is read off its index and not out of the whole trash. */
function purgeable({ projectId, photoIds, taskId, trashedBefore }: PurgeScope): string {
  const of = (table: 'trash' | 'files', ...own: string[]) => {
    const terms = [...own];
    if (projectId !== null) terms.push(`${table}.project_id = @projectId`);
    if (photoIds !== null) terms.push(`${table}.photo_id IN (SELECT value FROM json_each(@photoIds))`);
    const [id, path] = table === 'trash' ? ['file_id', 'trash_path'] : ['files.id', 'path'];
    return `SELECT ${id} AS file_id, ${table}.photo_id AS photo_id, ${table}.project_id AS project_id, ${path} AS path, bytes,
        mtime_ms, sha256, role
      FROM ${table} JOIN projects ON projects.id = ${table}.project_id WHERE ${terms.join(' AND ') || '1'}`;
  };
  const inTrash = [
    ...(taskId === null ? [] : ['task_id = @taskId']),
    ...(trashedBefore === null ? [] : ['trashed_at < @before']),
  ];
  const deleted = [
    'deleted_at IS NOT NULL',
    ...(taskId === null ? [] : ['delete_task_id = @taskId']),
    ...(trashedBefore === null ? [] : ['deleted_at < @before']),
  ];
  // Of a project that goes for good, its trash goes too, whichever commit put it there.
  return [of('trash', ...inTrash), of('trash', ...deleted), of('files', ...deleted)].join(' UNION ');
}

function bindingsOf({ projectId, photoIds, taskId, trashedBefore }: PurgeScope): Record<string, unknown> {
  return {
    projectId,
    taskId,
    before: trashedBefore,
    photoIds: photoIds === null ? null : JSON.stringify(photoIds),
  };
}
