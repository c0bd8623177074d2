import { type Db, selectAll } from '../db/connection.ts';
import type { FileRow } from '../db/rows.ts';
import { isXmp } from './files.ts';
import type { Reach } from './three-way.ts';
import type { PhotoFile } from './write-plan.ts';

/**
 * What is out of reach of the files of a photo: in the trash, missing, or damaged.
 * @param read what was read of the others
 */
export function reachOf(db: Db, photoId: number, read: readonly Pick<PhotoFile, 'said'>[]): Reach {
  const away = selectAll<Pick<FileRow, 'role' | 'format' | 'path'>>(
    db,
    `SELECT role, format, path FROM files WHERE photo_id = @photoId AND missing_at IS NOT NULL
     UNION ALL SELECT role, format, path FROM trash WHERE photo_id = @photoId`,
    { photoId },
  );
  if (away.some(isXmp)) return 'no-sidecar';
  const isSilenced =
    away.some(({ role }) => role !== 'sidecar' && role !== 'other') ||
    read.some(({ said }) => said?.isPartial);
  return isSilenced ? 'no-picture' : 'all';
}
