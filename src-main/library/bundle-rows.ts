import { type Db, selectAll, selectOne } from '../db/connection.ts';
import type { FileRow, PhotoRow, ProjectRow, TrashRow } from '../db/rows.ts';
import type { Wish } from './wanted-files.ts';

/** A photo with what the disk has of it: rows of files that are missing, or in the trash, are not among them. */
export interface PhotoBundle {
  photo: PhotoRow;
  project: ProjectRow;
  files: FileRow[];
}

/** One of them. Its own statements: a list of one costs five times as much, and a commit asks twice for each photo. */
export function photoBundle(db: Db, photoId: number): PhotoBundle | null {
  const photo = selectOne<PhotoRow>(db, `SELECT * FROM photos WHERE id = @photoId`, { photoId });
  const project =
    photo === undefined
      ? undefined
      : selectOne<ProjectRow>(db, `SELECT * FROM projects WHERE id = @id`, { id: photo.project_id });
  if (photo === undefined || project === undefined) return null;
  const files = selectAll<FileRow>(
    db,
    `SELECT * FROM files WHERE photo_id = @photoId AND missing_at IS NULL ORDER BY id`,
    { photoId },
  );
  return { photo, project, files };
}

/** The rows of its files that are not where they were. */
export function missingFiles(db: Db, photoId: number): FileRow[] {
  return selectAll<FileRow>(
    db,
    `SELECT * FROM files WHERE photo_id = @photoId AND missing_at IS NOT NULL ORDER BY id`,
    { photoId },
  );
}

/** In the order asked; ids that are gone are left out. */
export function photoBundles(db: Db, ids: readonly number[]): PhotoBundle[] {
  if (ids.length === 0) return [];
  const list = { ids: JSON.stringify(ids) };
  const photos = selectAll<PhotoRow>(
    db,
    `SELECT * FROM photos WHERE id IN (SELECT value FROM json_each(@ids))`,
    list,
  );
  const files = Map.groupBy(
    selectAll<FileRow>(
      db,
      `SELECT * FROM files WHERE photo_id IN (SELECT value FROM json_each(@ids)) AND missing_at IS NULL ORDER BY id`,
      list,
    ),
    (file) => file.photo_id,
  );
  const projects = new Map<number, ProjectRow | undefined>();
  const projectOf = (id: number) => {
    if (!projects.has(id))
      projects.set(id, selectOne<ProjectRow>(db, `SELECT * FROM projects WHERE id = @id`, { id }));
    return projects.get(id);
  };
  const byId = new Map(photos.map((photo) => [photo.id, photo]));
  return ids.flatMap((id) => {
    const photo = byId.get(id);
    const project = photo === undefined ? undefined : projectOf(photo.project_id);
    if (photo === undefined || project === undefined) return [];
    return [{ photo, project, files: files.get(id) ?? [] }];
  });
}

export function wishOf(photo: PhotoRow): Wish {
  return { keepJpg: photo.keep_jpg === 1, keepRaw: photo.keep_raw === 1 };
}

/** Which photos are meant: of a project, by id, or (both null) all of the library. */
export interface PhotoScope {
  projectId: number | null;
  photoIds: readonly number[] | null;
}

/** Photos of which a commit would remove something, a page by id. */
export function pendingPhotoIds(db: Db, scope: PhotoScope, page: { after: number; limit: number }): number[] {
  const terms = ['pending = 1', 'id > @after', ...termsOf(scope, 'id')];
  return selectAll<{ id: number }>(
    db,
    `SELECT id FROM photos WHERE ${terms.join(' AND ')} ORDER BY id LIMIT @limit`,
    { ...page, projectId: scope.projectId, photoIds: idsOf(scope) },
  ).map(({ id }) => id);
}

/** What is in the trash of the photos, by the commit or of all. */
export interface TrashScope {
  taskId: string | null;
  photoIds: readonly number[] | null;
  projectId: number | null;
}

export function trashedPhotoIds(db: Db, scope: TrashScope, page: { after: number; limit: number }): number[] {
  const terms = ['photo_id > @after', ...trashTerms(scope)];
  return selectAll<{ id: number }>(
    db,
    `SELECT DISTINCT photo_id AS id FROM trash WHERE ${terms.join(' AND ')} ORDER BY photo_id LIMIT @limit`,
    { ...page, ...scope, photoIds: idsOf(scope) },
  ).map(({ id }) => id);
}

/** The files of one photo that are in the trash, by the commit or all. */
export function trashRows(db: Db, scope: Omit<TrashScope, 'photoIds'> & { photoId: number }): TrashRow[] {
  const terms = ['photo_id = @photoId', ...trashTerms({ ...scope, photoIds: null })];
  return selectAll<TrashRow>(db, `SELECT * FROM trash WHERE ${terms.join(' AND ')} ORDER BY file_id`, {
    ...scope,
  });
}

function trashTerms(scope: TrashScope): string[] {
  return [...termsOf(scope, 'photo_id'), ...(scope.taskId === null ? [] : ['task_id = @taskId'])];
}

/**
 * Only what is asked for: `(@projectId IS NULL OR project_id = @projectId)` is read off no index, and a commit of 5,000
 * photos then reads all 5,000 for each of them.
 */
function termsOf({ projectId, photoIds }: PhotoScope, photoColumn: 'id' | 'photo_id'): string[] {
  const terms: string[] = [];
  if (projectId !== null) terms.push('project_id = @projectId');
  if (photoIds !== null) terms.push(`${photoColumn} IN (SELECT value FROM json_each(@photoIds))`);
  return terms;
}

function idsOf({ photoIds }: { photoIds: readonly number[] | null }): string | null {
  return photoIds === null ? null : JSON.stringify(photoIds);
}
