import type { Photo } from '../../src-preload/contract/photos.ts';
import { printJson, printLine, shownPath } from './output.ts';

/** Photos as every command tells them. */
export function printPhotos(photos: readonly Photo[], { json }: { json?: boolean }): void {
  if (json) printJson(photos.map(toJson));
  else for (const photo of photos) printLine(toLine(photo));
}

function toJson(photo: Photo) {
  const derivative = ({ status, path, reason }: Photo['thumbnail']) => ({
    status,
    path,
    ...(reason === null ? {} : { reason }),
  });
  return {
    id: photo.id,
    project: photo.project,
    name: photo.name,
    jpgAvailable: photo.jpgAvailable,
    rawAvailable: photo.rawAvailable,
    otherAvailable: photo.otherAvailable,
    keepJpg: photo.keepJpg,
    keepRaw: photo.keepRaw,
    present: photo.present,
    pending: photo.pending,
    rating: photo.rating,
    tags: photo.tags,
    title: photo.title,
    caption: photo.caption,
    people: photo.people,
    unwritten: photo.unwritten,
    conflict: photo.conflict,
    takenAt: photo.takenAt,
    takenOffsetMinutes: photo.takenOffsetMinutes,
    camera: photo.camera,
    lens: photo.lens,
    latitude: photo.latitude,
    longitude: photo.longitude,
    width: photo.width,
    height: photo.height,
    damage: photo.damage,
    thumbnail: derivative(photo.thumbnail),
    preview: derivative(photo.preview),
    files: photo.files.map(({ path, role, format, bytes, sha256, problem, missing }) => ({
      path,
      role,
      format,
      bytes,
      sha256,
      ...(problem === null ? {} : { problem }),
      ...(missing ? { missing } : {}),
    })),
  };
}

function toLine(photo: Photo): string {
  const kinds = [photo.rawAvailable && 'RAW', photo.jpgAvailable && 'JPG', photo.otherAvailable && 'other'];
  const size = photo.width === null ? '' : `${photo.width}×${photo.height}`;
  return [
    String(photo.id).padStart(6),
    (photo.takenAt ?? '').slice(0, 16).padEnd(16),
    kinds.filter(Boolean).join('+').padEnd(9),
    size.padEnd(11),
    photo.thumbnail.status.padEnd(11),
    wishText(photo).padEnd(8),
    shownPath(`${photo.project}/${photo.name}`),
  ].join('  ');
}

/** What is wanted of it, where that is not everything. */
function wishText({ keepJpg, keepRaw }: Photo): string {
  if (keepJpg && keepRaw) return '';
  if (!keepJpg && !keepRaw) return 'rejected';
  return keepJpg ? 'JPG only' : 'RAW only';
}
