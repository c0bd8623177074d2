import { type Db, execute, selectAll } from '../db/connection.ts';
import type { PhotoScope } from './bundle-rows.ts';
import { WITHOUT_FILES } from './drop-photo.ts';

/**
 * Nobody has rated it, tagged it, described it, or said of a half that it may go. Words that came with its files are no
 * decision: they are there again with them. Of `photos`.
 */
const UNDECIDED = `photos.rating = 0 AND photos.keep_jpg = 1 AND photos.keep_raw = 1 AND photos.unwritten = 0
  AND NOT EXISTS (SELECT 1 FROM file_versions WHERE photo_id = photos.id)
  AND NOT EXISTS (SELECT 1 FROM photo_tags WHERE photo_id = photos.id)`;
const LONG_MISSING = `photo_id = photos.id AND missing_at < @missingBefore`;

export interface Cleanable {
  id: number;
  project_id: number;
  folder: string;
  base_name: string;
}

/**
 * Photos of which rows may be forgotten, a page by id: nobody decided anything about them, and they have no file, or one
 * that has been missing since before `missingBefore`. Which of a photo's halves are there does not matter: a PNG counts
 * like a JPEG.
 */
export function cleanablePhotos(
  db: Db,
  scope: PhotoScope,
  page: { missingBefore: number; after: number; limit: number },
): Cleanable[] {
  return selectAll<Cleanable>(
    db,
    // Every candidate has present = 0, or a missing half: both are few, and found by their indexes.
    `SELECT photos.id, photos.project_id, projects.folder, photos.base_name
     FROM photos JOIN projects ON projects.id = photos.project_id
     WHERE photos.id IN (
         SELECT id FROM photos INDEXED BY photos_absent WHERE present = 0
         UNION SELECT photo_id FROM files INDEXED BY files_missing WHERE missing_at IS NOT NULL)
       AND photos.id > @after AND projects.deleted_at IS NULL AND ${UNDECIDED}
       AND (${WITHOUT_FILES} OR EXISTS (SELECT 1 FROM files WHERE ${LONG_MISSING}))
       AND (@projectId IS NULL OR photos.project_id = @projectId)
       AND (@photoIds IS NULL OR photos.id IN (SELECT value FROM json_each(@photoIds)))
     ORDER BY photos.id LIMIT @limit`,
    {
      ...page,
      projectId: scope.projectId,
      photoIds: scope.photoIds === null ? null : JSON.stringify(scope.photoIds),
    },
  );
}

/** Forgets files that have been missing for so long. Answers their names; none where somebody decided something since. */
export function forgetMissingFiles(db: Db, photoId: number, missingBefore: number): string[] {
  return selectAll<{ path: string }>(
    db,
    `DELETE FROM files WHERE photo_id = @photoId AND missing_at < @missingBefore
       AND NOT EXISTS (SELECT 1 FROM file_ops WHERE file_id = files.id AND state = 'intended')
       AND EXISTS (SELECT 1 FROM photos WHERE id = @photoId AND ${UNDECIDED}) RETURNING path`,
    { photoId, missingBefore },
  ).map(({ path }) => path);
}

/** Removes a photo that has neither files, nor trash, nor decisions. Answers whether it did. */
export function dropEmptyPhoto(db: Db, photoId: number): boolean {
  return (
    execute(db, `DELETE FROM photos WHERE id = @photoId AND ${UNDECIDED} AND ${WITHOUT_FILES}`, {
      photoId,
    }) === 1
  );
}
