import type { Photo } from '../../../src-preload/contract/photos.ts';
import { shiftedTime, timeOf } from '../../lib/format/taken.ts';
import { changedWords } from './words.ts';

/** What a person says of photos in words and numbers. Parts that are left out stay as they are; null takes away. */
export interface Description {
  title?: string | null;
  caption?: string | null;
  addPeople?: readonly string[];
  removePeople?: readonly string[];
  position?: { latitude: number; longitude: number } | null;
  /** `2025-06-01T12:00:00+02:00`; without the offset where it is not known. */
  takenAt?: string;
  /** Added to the time of each photo that has one. */
  shiftSeconds?: number;
}

/** The photo as it will be once the description is stored. */
export function described(photo: Photo, said: Description): Photo {
  const { title = photo.title, caption = photo.caption } = said;
  const people = changedWords(photo.people, said.addPeople, said.removePeople);
  return { ...photo, title, caption, people, ...placeAfter(said), ...timeAfter(photo, said) };
}

function placeAfter({ position }: Description): Partial<Photo> {
  if (position === undefined) return {};
  return { latitude: position?.latitude ?? null, longitude: position?.longitude ?? null };
}

function timeAfter(photo: Photo, { takenAt, shiftSeconds }: Description): Partial<Photo> {
  if (takenAt !== undefined) {
    const time = timeOf(takenAt);
    if (time === null) return {};
    return {
      takenAt: time.local,
      takenOffsetMinutes: time.offsetMinutes,
      takenOffsetSource: time.offsetMinutes === null ? null : 'tag',
    };
  }
  if (shiftSeconds === undefined || photo.takenAt === null) return {};
  return { takenAt: shiftedTime(photo.takenAt, shiftSeconds) };
}
