import { type Db, selectAll } from '../db/connection.ts';
import type { ProjectRow } from '../db/rows.ts';

/** What is to be removed for good: files in the trash of projects, and all files of projects that were deleted. */
export interface PurgeScope {
  projectId: number | null;
  photoIds: readonly number[] | null;
  /** The commit, or the deletion of a project, that put it there. */
  taskId: string | null;
  /** Only what went there before this time. */
  trashedBefore: number | null;
  /** Projects whose folders are away. Default: none. */
  exceptProjects?: readonly number[];
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
  // Each part ends with the page: read to its end, a trash of 40,000 photos took 3.5 s to be listed, and four times that
  // for twice as many.
  const parts = sources(scope).map(
    ({ table, from }) =>
      `SELECT id FROM (SELECT DISTINCT ${table}.photo_id AS id ${from} AND ${table}.photo_id > @after
         ORDER BY ${table}.photo_id LIMIT @limit)`,
  );
  return selectAll<{ id: number }>(db, `${parts.join(' UNION ')} ORDER BY id LIMIT @limit`, {
    ...page,
    ...bindingsOf(scope),
  }).map(({ id }) => id);
}

export function purgeableFiles(db: Db, scope: PurgeScope): PurgeableFile[] {
  const parts = sources(scope).map(({ table, from }) => {
    const [id, path] = table === 'trash' ? ['file_id', 'trash_path'] : ['files.id', 'path'];
    return `SELECT ${id} AS file_id, ${table}.photo_id AS photo_id, ${table}.project_id AS project_id, ${path} AS path,
        bytes, mtime_ms, sha256, role ${from}`;
  });
  return selectAll<PurgeableFile>(
    db,
    `SELECT * FROM (${parts.join(' UNION ')}) ORDER BY photo_id, file_id`,
    bindingsOf(scope),
  );
}

/** The projects that are not deleted, and in whose trash there is something of it. */
export function purgeableProjects(db: Db, scope: PurgeScope): ProjectRow[] {
  const { trashedBefore: before } = scope;
  return selectAll<ProjectRow>(
    db,
    `SELECT * FROM projects WHERE deleted_at IS NULL AND (
       EXISTS (SELECT 1 FROM trash WHERE project_id = projects.id AND (@before IS NULL OR trashed_at < @before))
       OR EXISTS (SELECT 1 FROM file_versions WHERE project_id = projects.id AND state = 'kept'
         AND (@before IS NULL OR written_at < @before)))
     ORDER BY id`,
    { before },
  );
}

const DELETED = 'deleted_at IS NOT NULL';
/** What belongs to a photo of another project was never meant, wherever an older version put it. */
const OF_ITS_PHOTO = `EXISTS (SELECT 1 FROM photos WHERE photos.id = files.photo_id AND photos.project_id = files.project_id)`;

/** Only the terms that are asked for, so that one photo is read off its index and not out of the whole trash. */
function sources({ projectId, photoIds, taskId, trashedBefore, exceptProjects = [] }: PurgeScope) {
  const of = (table: 'trash' | 'files', ...own: string[]) => {
    const terms = ['1', ...own];
    if (projectId !== null) terms.push(`${table}.project_id = @projectId`);
    if (exceptProjects.length > 0)
      terms.push(`${table}.project_id NOT IN (SELECT value FROM json_each(@except))`);
    if (photoIds !== null) terms.push(`${table}.photo_id IN (SELECT value FROM json_each(@photoIds))`);
    // Few projects are deleted: from those to their files, never through all files of the library. Photos that are named
    // are fewer still.
    const join = photoIds === null ? 'CROSS JOIN' : 'JOIN';
    const from = `projects ${join} ${table} ON ${table}.project_id = projects.id`;
    return { table, from: `FROM ${own.includes(DELETED) ? from : table} WHERE ${terms.join(' AND ')}` };
  };
  const inTrash = [
    ...(taskId === null ? [] : ['task_id = @taskId']),
    ...(trashedBefore === null ? [] : ['trashed_at < @before']),
  ];
  const deleted = [
    DELETED,
    ...(taskId === null ? [] : ['delete_task_id = @taskId']),
    ...(trashedBefore === null ? [] : ['deleted_at < @before']),
  ];
  // Of a project that goes for good, its trash goes too, whichever commit put it there.
  return [of('trash', ...inTrash), of('trash', ...deleted), of('files', ...deleted, OF_ITS_PHOTO)];
}

function bindingsOf(scope: PurgeScope): Record<string, unknown> {
  const { projectId, photoIds, taskId, trashedBefore, exceptProjects = [] } = scope;
  return {
    except: JSON.stringify(exceptProjects),
    projectId,
    taskId,
    before: trashedBefore,
    photoIds: photoIds === null ? null : JSON.stringify(photoIds),
  };
}
