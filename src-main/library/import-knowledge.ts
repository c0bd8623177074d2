import type { FileRole } from '../../src-preload/contract/photos.ts';
import { type Db, selectAll, selectOne } from '../db/connection.ts';
import type { KnownFile, KnownPhoto, LibraryKnowledge } from './import-plan.ts';

/**
 * What the database knows that bears on an import into `projectId`. Content of other projects counts too; what is missing
 * does not: whoever has it still brings it back.
 */
export function libraryKnowledge(
  db: Db,
  projectId: number | null,
  options: { ignoreOtherProjects: boolean },
): LibraryKnowledge {
  return {
    projectId,
    filesWith(bytes, sha256) {
      const rows = selectAll<KnownFile>(
        db,
        `SELECT files.photo_id AS photoId, files.project_id AS projectId, photos.base_name AS base, files.path AS name,
           files.role AS role
         FROM files JOIN photos ON photos.id = files.photo_id
         WHERE files.bytes = @bytes AND files.sha256 = @sha256 AND files.missing_at IS NULL ORDER BY files.id`,
        { bytes, sha256 },
      );
      return options.ignoreOtherProjects ? rows.filter((row) => row.projectId === projectId) : rows;
    },
    photoNamed(base) {
      if (projectId === null) return null;
      const photo = selectOne<{ id: number; taken_at: string | null }>(
        db,
        `SELECT id, taken_at FROM photos WHERE project_id = @projectId AND base_name = @base`,
        { projectId, base },
      );
      return photo === undefined ? null : knownPhoto(db, photo, base);
    },
  };
}

function knownPhoto(db: Db, photo: { id: number; taken_at: string | null }, base: string): KnownPhoto {
  const files = selectAll<{ path: string; role: FileRole }>(
    db,
    `SELECT path, role FROM files WHERE photo_id = @id AND missing_at IS NULL`,
    { id: photo.id },
  );
  return {
    photoId: photo.id,
    base,
    takenAt: photo.taken_at,
    roles: new Set(files.map((file) => file.role)),
    names: new Set(files.map((file) => file.path)),
  };
}

export function isKnownSize(db: Db, bytes: number): boolean {
  return selectOne(db, `SELECT 1 FROM files WHERE bytes = @bytes LIMIT 1`, { bytes }) !== undefined;
}

export function hasPhotoNamed(db: Db, projectId: number | null, base: string): boolean {
  if (projectId === null) return false;
  const found = selectOne(db, `SELECT 1 FROM photos WHERE project_id = @projectId AND base_name = @base`, {
    projectId,
    base,
  });
  return found !== undefined;
}
