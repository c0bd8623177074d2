import type { Photo } from '../../../src-preload/contract/photos.ts';
import { typedPosition } from '../../lib/format/position.ts';
import { typedTime } from '../../lib/format/taken.ts';

/** What several photos say in a field: all the same, or not. */
export interface Common {
  text: string;
  /** They do not say the same; `text` is empty then. */
  differs: boolean;
}

export function commonText(photos: readonly Photo[], say: (photo: Photo) => string): Common {
  const [first, ...others] = photos;
  const text = first === undefined ? '' : say(first);
  const differs = others.some((photo) => say(photo) !== text);
  return { text: differs ? '' : text, differs };
}

/** The number that all of them have; null where they differ. */
export function commonRating(photos: readonly Photo[]): number | null {
  const [first, ...others] = photos;
  return first !== undefined && others.every(({ rating }) => rating === first.rating) ? first.rating : null;
}

/** What a field to type in says of a photo. */
export const SAYS = {
  title: ({ title }) => title ?? '',
  caption: ({ caption }) => caption ?? '',
  place: ({ latitude, longitude }) =>
    latitude === null || longitude === null ? '' : typedPosition({ latitude, longitude }),
  // An offset that was only worked out is shown beside it: typed, it would become a statement.
  time: ({ takenAt, takenOffsetMinutes, takenOffsetSource }) =>
    takenAt === null
      ? ''
      : typedTime({ local: takenAt, offsetMinutes: takenOffsetSource === 'tag' ? takenOffsetMinutes : null }),
} as const satisfies Record<string, (photo: Photo) => string>;

export interface WordCount {
  word: string;
  photos: number;
}

/** Which words how many of the photos have, in the order of the alphabet. */
export function wordCounts(
  photos: readonly Photo[],
  wordsOf: (photo: Photo) => readonly string[],
): WordCount[] {
  const counts = new Map<string, number>();
  for (const word of photos.flatMap(wordsOf)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .map(([word, count]) => ({ word, photos: count }))
    .sort((a, b) => a.word.localeCompare(b.word));
}
