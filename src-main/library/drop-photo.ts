import { type Db, execute } from '../db/connection.ts';

/**
 * Removes the row of a photo that has no file left, present, missing or in the trash: what was purged on purpose, or was
 * never more than a row. Answers whether it did.
 */
export function dropPhotoWithoutFiles(db: Db, photoId: number): boolean {
  return (
    execute(
      db,
      `DELETE FROM photos WHERE id = @photoId AND NOT EXISTS (SELECT 1 FROM files WHERE photo_id = @photoId)
         AND NOT EXISTS (SELECT 1 FROM trash WHERE photo_id = @photoId)
         AND NOT EXISTS (SELECT 1 FROM file_ops WHERE photo_id = @photoId AND state = 'intended')`,
      { photoId },
    ) === 1
  );
}
