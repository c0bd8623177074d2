import type { DerivativeStatus, Photo } from '../../../src-preload/contract/photos.ts';
import { shownPath } from '../format/path.ts';
import { problemText } from './problems.ts';

type Formats = Pick<Photo, 'jpgAvailable' | 'rawAvailable' | 'files'>;

function otherFormat(photo: Formats): string | null {
  const file =
    photo.files.find((entry) => entry.role === 'image') ??
    photo.files.find((entry) => entry.role === 'video');
  if (file === undefined) return null;
  if (file.role === 'video') return 'VIDEO';
  return file.format === 'unknown' ? null : file.format.toUpperCase();
}

/** `RAW+JPG`, `RAW`, `JPG`, or what else the photo is made of (`HEIC`, `PNG`, `VIDEO`). */
export function formatBadge(photo: Formats): string | null {
  if (photo.rawAvailable && photo.jpgAvailable) return 'RAW+JPG';
  if (photo.jpgAvailable) return 'JPG';
  const other = otherFormat(photo);
  if (photo.rawAvailable) return other === null || other === 'VIDEO' ? 'RAW' : `RAW+${other}`;
  return other;
}

const SPOKEN: Record<string, string> = { 'RAW+JPG': 'RAW and JPEG', JPG: 'JPEG', RAW: 'RAW', VIDEO: 'video' };

const STATUS: Record<DerivativeStatus, string> = {
  pending: 'thumbnail not made yet',
  ready: '',
  placeholder: 'nothing to show',
  failed: 'thumbnail failed',
};

/** What a screen reader says for a photo: `IMG_1001, RAW and JPEG, thumbnail failed: the file is cut short`. */
export function photoLabel(photo: Photo): string {
  const badge = formatBadge(photo);
  const parts = [shownPath(photo.name)];
  if (badge !== null) parts.push(SPOKEN[badge] ?? badge.replace('+', ' and '));
  const { status, reason } = photo.thumbnail;
  if (status !== 'ready') {
    const why = reason === null ? '' : `: ${spoken(problemText(reason).sentence)}`;
    parts.push(`${STATUS[status]}${why}`);
  }
  if (photo.damage !== null) parts.push(`damaged: ${spoken(problemText(photo.damage).sentence)}`);
  return parts.join(', ');
}

function spoken(sentence: string): string {
  const trimmed = sentence.replace(/\.$/, '');
  return `${trimmed.charAt(0).toLowerCase()}${trimmed.slice(1)}`;
}
