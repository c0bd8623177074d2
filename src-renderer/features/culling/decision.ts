import type { Photo } from '../../../src-preload/contract/photos.ts';
import { type Description, described } from './description.ts';
import { changedWords } from './words.ts';

/** What a person decides about photos with one press. Parts that are left out stay as they are. */
export interface Decision extends Description {
  keepJpg?: boolean;
  keepRaw?: boolean;
  rating?: number;
  addTags?: readonly string[];
  removeTags?: readonly string[];
}

type Intent = Pick<Photo, 'keepJpg' | 'keepRaw'>;
type Fact = Pick<Photo, 'jpgAvailable' | 'rawAvailable' | 'present'>;

/** As the column `photos.pending` says it: a half counts only where the other half is there to stay. */
export function isPending(photo: Intent & Fact): boolean {
  if (!photo.present) return false;
  if (!photo.keepJpg && !photo.keepRaw) return true;
  return photo.jpgAvailable && photo.rawAvailable && photo.keepJpg !== photo.keepRaw;
}

/** The photo as it will be once the decision is stored. */
export function decided(photo: Photo, decision: Decision): Photo {
  const { keepJpg = photo.keepJpg, keepRaw = photo.keepRaw, rating = photo.rating } = decision;
  const tags = changedWords(photo.tags, decision.addTags, decision.removeTags);
  const next = { ...photo, ...described(photo, decision), keepJpg, keepRaw, rating, tags };
  return { ...next, pending: isPending(next) };
}

export type KeepState = 'kept' | 'rejected' | 'jpg' | 'raw';

/** What a commit would leave of the photo. `jpg` and `raw`: this half of a pair alone. */
export function keepState(photo: Intent & Fact): KeepState {
  if (!isPending(photo)) return 'kept';
  return photo.keepJpg ? 'jpg' : photo.keepRaw ? 'raw' : 'rejected';
}

/** The ways to keep a photo, each with the flags that it sets. */
export const KEEPS = {
  reject: { keepJpg: false, keepRaw: false },
  jpgOnly: { keepJpg: true, keepRaw: false },
  rawOnly: { keepJpg: false, keepRaw: true },
  both: { keepJpg: true, keepRaw: true },
  all: { keepJpg: true, keepRaw: true },
} as const satisfies Record<string, Decision>;
export type Keep = keyof typeof KEEPS;

/**
 * False where the choice names a half that the photo does not have: "RAW only" says nothing about a photo without a RAW,
 * and must not become a wish that costs it its JPG once a RAW arrives.
 */
export function hasChoice(photo: Fact, keep: Keep): boolean {
  if (keep === 'jpgOnly') return photo.jpgAvailable;
  if (keep === 'rawOnly') return photo.rawAvailable;
  return true;
}
