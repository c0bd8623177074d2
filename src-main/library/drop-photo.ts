import { type Db, execute } from '../db/connection.ts';

/** No file, be it missing or in the trash, and none on its way. Of `photos`. */
export const WITHOUT_FILES = `NOT EXISTS (SELECT 1 FROM files WHERE photo_id = photos.id)
  AND NOT EXISTS (SELECT 1 FROM trash WHERE photo_id = photos.id)
  AND NOT EXISTS (SELECT 1 FROM file_versions WHERE photo_id = photos.id AND state = 'kept' AND kept IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM file_ops WHERE photo_id = photos.id AND state = 'intended')`;

/**
 * Removes the row of a photo that has no file left, present, missing or in the trash: what was purged on purpose, or was
 * never more than a row. Answers whether it did.
 */
export function dropPhotoWithoutFiles(db: Db, photoId: number): boolean {
  return execute(db, `DELETE FROM photos WHERE id = @photoId AND ${WITHOUT_FILES}`, { photoId }) === 1;
}
