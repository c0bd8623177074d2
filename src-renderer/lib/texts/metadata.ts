import type { MetadataDifference, MetadataField } from '../../../src-preload/contract/metadata.ts';
import { count, plural } from '../format/numbers.ts';
import { tagText } from '../format/tags.ts';

export const FIELDS: Record<MetadataField, string> = {
  rating: 'Rating',
  title: 'Title',
  caption: 'Caption',
  subjects: 'Tags',
  hierarchical: 'Tags in groups',
  people: 'People',
  takenAt: 'Time taken',
  position: 'Place',
};

type Verdict = MetadataDifference['verdict'];

/** What counts, and why. True of what was read as well as of what was only looked at. */
export const VERDICTS: Record<Verdict, { short: string; why: string }> = {
  take: { short: 'The file’s counts', why: 'Only the file was changed.' },
  merge: { short: 'Both together', why: 'Both were changed, and both changes are kept.' },
  pending: { short: 'The library’s stays', why: 'Only the library was changed; the file does not know yet.' },
  conflict: {
    short: 'Conflict',
    why: 'Both were changed, each in its own way: nothing happens until you say which counts.',
  },
};

/** What the library or a file says in a field. */
export function valueText(field: MetadataField, value: unknown): string {
  if (field === 'rating' && typeof value === 'number') {
    if (value < 0) return 'Rejected (−1)';
    return value === 0 ? 'No stars' : plural(value, 'star');
  }
  if (Array.isArray(value))
    return value.length === 0 ? 'None' : value.map((tag) => tagText(String(tag))).join(', ');
  return typeof value === 'string' && value !== '' ? value : 'Nothing';
}

/** What became of a photo as a whole, at the end of its line: the gravest first. */
export function comparedText(differences: readonly MetadataDifference[]): string {
  const has = (...verdicts: Verdict[]) => differences.some(({ verdict }) => verdicts.includes(verdict));
  if (has('conflict')) return VERDICTS.conflict.short;
  if (has('take', 'merge')) return 'Differs';
  return has('pending') ? 'Library is ahead' : 'The same';
}

/** `3 conflicts left`. */
export function leftText(left: number): string {
  return left === 0 ? 'No conflict left' : `${plural(left, 'conflict')} left`;
}

export function conflictsText(total: number): string {
  return total === 1
    ? 'One field was changed in the library and in a file, in different ways.'
    : `${count(total)} fields were changed in the library and in files, in different ways.`;
}

/** What is said at the end of a task that only looked: its own words would tell of something done. */
export function lookedText({ succeeded }: { succeeded: number }): { title: string; description: string } {
  return {
    title: succeeded === 0 ? 'Nothing would change' : plural(succeeded, 'photo differs', 'photos differ'),
    description: 'This was only a look. Nothing was changed.',
  };
}
