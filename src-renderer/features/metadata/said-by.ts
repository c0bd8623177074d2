import type { MetadataConflict } from '../../../src-preload/contract/metadata.ts';
import type { Photo } from '../../../src-preload/contract/photos.ts';
import { storedTime } from '../../lib/format/taken.ts';

/** What the library says of a photo in a field that can be in conflict, in the form that conflicts are told in. */
export function saidBy(photo: Photo, field: MetadataConflict['field']): unknown {
  if (field === 'position')
    return photo.latitude === null || photo.longitude === null
      ? null
      : `${photo.latitude},${photo.longitude}`;
  if (field === 'takenAt') {
    const { takenAt, takenOffsetMinutes, takenOffsetSource } = photo;
    return takenAt === null
      ? null
      : storedTime({
          local: takenAt,
          offsetMinutes: takenOffsetSource === 'tag' ? takenOffsetMinutes : null,
        });
  }
  return photo[field];
}
