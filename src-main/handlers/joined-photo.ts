import { type Db, selectOne } from '../db/connection.ts';
import type { FileOpRow } from '../db/rows.ts';
import { AppError } from '../files/app-error.ts';
import { isPrimary } from '../library/bundles.ts';
import { isBaseTaken } from '../library/record-import.ts';
import type { ImportItem } from './import-items.ts';

/**
 * The bundle as it can be taken in now: since it was planned, the photo that it was to join may have moved to another
 * project, have got another name, or be purged. Then it is a photo of its own: a photo never has files in two projects.
 *
 * @throws AppError `no_photo_for_sidecar` where there is no picture in it
 */
export function asThingsStand(db: Db, bundle: ImportItem, projectId: number): ImportItem {
  if (bundle.joins === null || isPhotoAt(db, { ...bundle.joins, projectId })) return bundle;
  if (!bundle.take.some(({ role }) => isPrimary(role))) {
    throw new AppError('no_photo_for_sidecar', { detail: bundle.base });
  }
  return { ...bundle, joins: null };
}

/** The bundle as it stood when its names were noted. */
export function asNoted(bundle: ImportItem, { photo_id }: FileOpRow): ImportItem {
  return photo_id === null ? { ...bundle, joins: null } : bundle;
}

export function isPhotoAt(db: Db, photo: { photoId: number; projectId: number; base: string }): boolean {
  const found = selectOne(
    db,
    `SELECT 1 FROM photos WHERE id = @photoId AND project_id = @projectId AND base_name = @base`,
    photo,
  );
  return found !== undefined;
}

/** True while what was noted for a bundle can still become a photo, or join the one it was noted for. */
export function isPlaceHeld(db: Db, [first]: readonly FileOpRow[], projectId: number): boolean {
  const base = first?.base_name ?? '';
  const photoId = first?.photo_id ?? null;
  return photoId === null ? !isBaseTaken(db, projectId, base) : isPhotoAt(db, { photoId, projectId, base });
}
