import type { PhotoChange } from '../../src-preload/contract/events.ts';
import { type Db, selectAll } from '../db/connection.ts';
import { aspectOf, derivativeVersion } from './photo-query.ts';

/** What the grid is told of photos that changed. Those whose rows are gone meanwhile are left out. */
export function photoChanges(db: Db, photos: readonly { id: number; added: boolean }[]): PhotoChange[] {
  if (photos.length === 0) return [];
  const added = new Map(photos.map((photo) => [photo.id, photo.added]));
  const rows = selectAll<{
    id: number;
    project_id: number;
    width: number | null;
    height: number | null;
    thumbnail: PhotoChange['thumbnail'];
    preview: PhotoChange['preview'];
    name: string | null;
    present: 0 | 1;
    keep_jpg: 0 | 1;
    keep_raw: 0 | 1;
    jpg_available: 0 | 1;
    raw_available: 0 | 1;
    rating: number;
    pending: 0 | 1;
  }>(
    db,
    `SELECT photos.id, photos.project_id, photos.width, photos.height, t.status AS thumbnail, p.status AS preview,
       t.name AS name, present, keep_jpg, keep_raw, jpg_available, raw_available, rating, pending
     FROM photos JOIN derivatives t ON t.photo_id = photos.id AND t.kind = 'thumbnail'
       JOIN derivatives p ON p.photo_id = photos.id AND p.kind = 'preview'
     WHERE photos.id IN (SELECT value FROM json_each(@ids))`,
    { ids: JSON.stringify(photos.map((photo) => photo.id)) },
  );
  return rows.map((row) => ({
    photoId: row.id,
    projectId: row.project_id,
    thumbnail: row.thumbnail,
    preview: row.preview,
    thumbnailVersion: row.name === null ? null : derivativeVersion(row.name),
    aspect: row.width === null || row.height === null ? null : aspectOf(row.width, row.height),
    added: row.present === 1 && (added.get(row.id) ?? false),
    removed: row.present === 0,
    keepJpg: row.keep_jpg === 1,
    keepRaw: row.keep_raw === 1,
    jpgAvailable: row.jpg_available === 1,
    rawAvailable: row.raw_available === 1,
    rating: row.rating,
    pending: row.pending === 1,
  }));
}
