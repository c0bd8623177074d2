import { count, plural } from '../../lib/format/numbers.ts';
import { shownPath } from '../../lib/format/path.ts';
import { positionText } from '../../lib/format/position.ts';
import { tagText } from '../../lib/format/tags.ts';
import { shiftText, timeOf } from '../../lib/format/taken.ts';
import { takenText } from '../../lib/format/time.ts';
import { photoStore } from '../grid/photos.ts';
import type { Keep } from './decision.ts';
import type { Description } from './description.ts';

/** `DSC_00001`, `20 photos`. */
export function whoText(ids: readonly number[]): string {
  const [only] = ids;
  const name = ids.length === 1 && only !== undefined ? photoStore.get(only)?.name : undefined;
  return name === undefined ? plural(ids.length, 'photo') : shownPath(name);
}

const KEPT: Record<Keep, string> = {
  reject: 'rejected',
  jpgOnly: 'JPG only',
  rawOnly: 'RAW only',
  both: 'RAW and JPG kept',
  all: 'all kept',
};

const LACKING: Partial<Record<Keep, string>> = { jpgOnly: 'no JPG', rawOnly: 'no RAW' };

export function starsText(rating: number): string {
  return rating === 0 ? 'no stars' : plural(rating, 'star');
}

type Said = { keep: Keep } | { rating: number } | { add: readonly string[]; remove: readonly string[] };

/** `20 photos: rejected`. `spared`: how many do not have what was named, and stay as they are. */
export function decisionText(said: Said, ids: readonly number[], spared: number): string {
  const parts: string[] = [];
  if (ids.length > 0) parts.push(`${whoText(ids)}: ${whatText(said)}`);
  if (spared > 0 && 'keep' in said) {
    const lacking = LACKING[said.keep] ?? '';
    parts.push(
      spared === 1
        ? `1 photo has ${lacking} and stays as it is`
        : `${count(spared)} photos have ${lacking} and stay as they are`,
    );
  }
  return parts.join('; ');
}

function whatText(said: Said): string {
  if ('keep' in said) return KEPT[said.keep];
  if ('rating' in said) return starsText(said.rating);
  const parts: string[] = [];
  if (said.add.length > 0) parts.push(`tagged ${said.add.map(tagText).join(', ')}`);
  if (said.remove.length > 0) parts.push(`no longer tagged ${said.remove.map(tagText).join(', ')}`);
  return parts.join('; ');
}

/** `title “North”; no place`. */
export function describedText(said: Description): string {
  const { title, caption, addPeople = [], removePeople = [], position, takenAt, shiftSeconds } = said;
  const parts: string[] = [];
  if (title !== undefined) parts.push(title === null ? 'no title' : `title “${title}”`);
  // It may be long: that it is there is heard, what it says was typed just now.
  if (caption !== undefined) parts.push(caption === null ? 'no caption' : 'caption changed');
  if (addPeople.length > 0) parts.push(`shows ${addPeople.join(', ')}`);
  if (removePeople.length > 0) parts.push(`no longer shows ${removePeople.join(', ')}`);
  if (position !== undefined) parts.push(position === null ? 'no place' : `place ${positionText(position)}`);
  const time = takenAt === undefined ? null : timeOf(takenAt);
  if (time !== null) parts.push(`taken ${takenText(time.local, time.offsetMinutes)}`);
  if (shiftSeconds !== undefined) parts.push(`taken ${shiftText(shiftSeconds)}`);
  return parts.join('; ');
}

const UNDONE = {
  keep: 'what to keep',
  rating: 'the rating',
  tags: 'the tags',
  description: 'the description',
} as const;

export function undoneText(kind: keyof typeof UNDONE, ids: readonly number[]): string {
  return `Undone: ${UNDONE[kind]} of ${whoText(ids)}`;
}
