import type { FileRole } from '../../src-preload/contract/photos.ts';
import { type Db, selectAll, selectOne } from '../db/connection.ts';
import type { KnownFile, KnownPhoto, LibraryKnowledge } from './import-plan.ts';

/**
 * What the database knows that bears on an import into `projectId`. Content of other projects counts too, and what is in
 * the trash: a card that is dropped again must not bring back what was rejected. What is missing does not count: whoever
 * has it still brings it back.
 */
export function libraryKnowledge(
  db: Db,
  projectId: number | null,
  options: { ignoreOtherProjects: boolean; ignoreTrash?: boolean },
): LibraryKnowledge {
  return {
    projectId,
    filesWith(bytes, sha256) {
      const rows = selectAll<Omit<KnownFile, 'inTrash'> & { inTrash: number }>(
        db,
        // What is there comes before what was removed; a deleted project knows nothing any more.
        `SELECT files.photo_id AS photoId, files.project_id AS projectId, photos.base_name AS base, files.path AS name,
           files.role AS role, 0 AS inTrash, files.id AS id
         FROM files JOIN photos ON photos.id = files.photo_id JOIN projects ON projects.id = files.project_id
         WHERE files.bytes = @bytes AND files.sha256 = @sha256 AND files.missing_at IS NULL AND deleted_at IS NULL
         UNION ALL
         SELECT trash.photo_id, photos.project_id, photos.base_name, trash.path, trash.role, 1, trash.file_id
         FROM trash JOIN photos ON photos.id = trash.photo_id JOIN projects ON projects.id = photos.project_id
         WHERE trash.bytes = @bytes AND trash.sha256 = @sha256 AND deleted_at IS NULL
         UNION ALL
         -- What a file was before we wrote into it: the card still has it so.
         SELECT files.photo_id, files.project_id, photos.base_name, files.path, files.role, 0, files.id
         FROM file_versions AS v JOIN files ON files.id = v.file_id JOIN photos ON photos.id = files.photo_id
           JOIN projects ON projects.id = files.project_id
         WHERE v.bytes = @bytes AND v.sha256 = @sha256 AND state <> 'undone' AND files.missing_at IS NULL
           AND deleted_at IS NULL
         UNION ALL
         SELECT trash.photo_id, photos.project_id, photos.base_name, trash.path, trash.role, 1, trash.file_id
         FROM file_versions AS v JOIN trash ON trash.file_id = v.file_id JOIN photos ON photos.id = trash.photo_id
           JOIN projects ON projects.id = photos.project_id
         WHERE v.bytes = @bytes AND v.sha256 = @sha256 AND state <> 'undone' AND deleted_at IS NULL
         ORDER BY inTrash, id`,
        { bytes, sha256 },
      )
        .filter(({ inTrash }) => !(options.ignoreTrash && inTrash === 1))
        .map(({ inTrash, ...row }): KnownFile => ({ ...row, inTrash: inTrash === 1 }));
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
  const known = selectOne(
    db,
    `SELECT 1 FROM files WHERE bytes = @bytes UNION ALL SELECT 1 FROM trash WHERE bytes = @bytes
     UNION ALL SELECT 1 FROM file_versions WHERE bytes = @bytes AND state <> 'undone' LIMIT 1`,
    { bytes },
  );
  return known !== undefined;
}

export function hasPhotoNamed(db: Db, projectId: number | null, base: string): boolean {
  if (projectId === null) return false;
  const found = selectOne(db, `SELECT 1 FROM photos WHERE project_id = @projectId AND base_name = @base`, {
    projectId,
    base,
  });
  return found !== undefined;
}
