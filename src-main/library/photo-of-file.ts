import { type Db, selectOne } from '../db/connection.ts';
import { isInside } from './scan-place.ts';

/** The photo that a file on the disk belongs to; null for a file that no row of the library knows. */
export function photoOfFile(db: Db, libraryRoot: string, path: string): number | null {
  if (!isInside(path, libraryRoot)) return null;
  const slash = path.lastIndexOf('/');
  const row = selectOne<{ photo_id: number }>(
    db,
    `SELECT files.photo_id FROM projects JOIN files ON files.project_id = projects.id
     WHERE projects.folder = @folder AND deleted_at IS NULL AND files.path = @name`,
    { folder: path.slice(libraryRoot.length + 1, slash), name: path.slice(slash + 1) },
  );
  return row?.photo_id ?? null;
}
