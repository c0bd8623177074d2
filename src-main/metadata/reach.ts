import { type Db, selectAll } from '../db/connection.ts';
import type { FileRow } from '../db/rows.ts';
import { isXmp } from './files.ts';
import type { Reach } from './three-way.ts';

/** What is out of reach of the files of a photo: in the trash, or missing. */
export function reachOf(db: Db, photoId: number): Reach {
  const away = selectAll<Pick<FileRow, 'role' | 'format' | 'path'>>(
    db,
    `SELECT role, format, path FROM files WHERE photo_id = @photoId AND missing_at IS NOT NULL
     UNION ALL SELECT role, format, path FROM trash WHERE photo_id = @photoId`,
    { photoId },
  );
  if (away.some(isXmp)) return 'no-sidecar';
  return away.some(({ role }) => role !== 'sidecar' && role !== 'other') ? 'no-picture' : 'all';
}
