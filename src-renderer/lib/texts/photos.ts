import type { DerivativeStatus, Photo } from '../../../src-preload/contract/photos.ts';
import { keepState } from '../../features/culling/decision.ts';
import { KEEP_LABELS } from '../../features/culling/labels.ts';
import { plural } from '../format/numbers.ts';
import { shownPath } from '../format/path.ts';
import { tagText } from '../format/tags.ts';
import { failureText, problemText } from './problems.ts';

type Formats = Pick<Photo, 'jpgAvailable' | 'rawAvailable' | 'files'>;

/** What the picture half is: `JPG` for every JPEG, else its own name. `jpgAvailable` says only that there is one. */
function pictureFormat(photo: Formats): string | null {
  // The files are asked for again after a change, the facts come with it: what has just gone is in the list still.
  if (!photo.jpgAvailable) return null;
  const image = photo.files.find((entry) => entry.role === 'image');
  if (image === undefined) return 'JPG';
  if (image.format === 'jpeg' || image.format === 'unknown' || image.format === 'empty') return 'JPG';
  return image.format.toUpperCase();
}

/** `RAW+JPG`, `RAW`, `JPG`, or what else the photo is made of (`HEIC`, `PNG`, `VIDEO`). */
export function formatBadge(photo: Formats): string | null {
  const picture = pictureFormat(photo);
  if (photo.rawAvailable) return picture === null ? 'RAW' : `RAW+${picture}`;
  if (picture !== null) return picture;
  return photo.files.some((entry) => entry.role === 'video') ? 'VIDEO' : null;
}

const SPOKEN: Record<string, string> = { 'RAW+JPG': 'RAW and JPEG', JPG: 'JPEG', RAW: 'RAW', VIDEO: 'video' };

const STATUS: Record<DerivativeStatus, string> = {
  pending: 'thumbnail not made yet',
  ready: '',
  placeholder: 'nothing to show',
  failed: 'thumbnail failed',
};

/** What a screen reader says for a photo: `IMG_1001, RAW and JPEG, rejected, 3 stars, thumbnail failed: the file is cut short`. */
export function photoLabel(photo: Photo): string {
  const badge = formatBadge(photo);
  const parts = [shownPath(photo.name)];
  if (badge !== null) parts.push(SPOKEN[badge] ?? badge.replace('+', ' and '));
  const state = keepState(photo);
  if (state !== 'kept')
    parts.push(KEEP_LABELS[state].toLowerCase().replace('jpg', 'JPEG').replace('raw', 'RAW'));
  if (photo.rating !== 0) parts.push(photo.rating < 0 ? 'rating −1' : plural(photo.rating, 'star'));
  if (photo.tags.length > 0) parts.push(`tagged ${photo.tags.map(tagText).join(', ')}`);
  if (photo.unwritten) parts.push('not written to its files yet');
  if (photo.conflict) parts.push('contradicts its files');
  const { status, reason } = photo.thumbnail;
  if (status !== 'ready') {
    const why = reason === null ? '' : `: ${spoken(failureText(reason).sentence)}`;
    parts.push(`${STATUS[status]}${why}`);
  }
  if (photo.damage !== null) parts.push(`damaged: ${spoken(problemText(photo.damage).sentence)}`);
  return parts.join(', ');
}

function spoken(sentence: string): string {
  const trimmed = sentence.replace(/\.$/, '');
  return `${trimmed.charAt(0).toLowerCase()}${trimmed.slice(1)}`;
}
