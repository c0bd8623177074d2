import type { MetadataDifference, MetadataField } from '../../../src-preload/contract/metadata.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { count, plural } from '../format/numbers.ts';
import { positionText, readPosition } from '../format/position.ts';
import { tagText } from '../format/tags.ts';
import { timeOf } from '../format/taken.ts';
import { takenText } from '../format/time.ts';

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

interface VerdictText {
  short: string;
  why: string;
}

/** What counts when it is read, and why. True of what was read as well as of what was only looked at. */
export const READ_VERDICTS: Record<Verdict, VerdictText> = {
  take: { short: 'The file’s counts', why: 'Only the file was changed.' },
  merge: { short: 'Both together', why: 'Both were changed, and both changes are kept.' },
  pending: { short: 'The library’s stays', why: 'Only the library was changed; the file does not know yet.' },
  conflict: {
    short: 'Conflict',
    why: 'Both were changed, each in its own way: nothing happens until you say which counts.',
  },
};

/** The same when it is written. */
export const WRITE_VERDICTS: Record<Verdict, VerdictText> = {
  take: {
    short: 'The file’s stays',
    why: 'Only the file was changed: that is for reading, and nothing is written over it.',
  },
  merge: { short: 'Both together', why: 'Both were changed, and the file gets both changes.' },
  pending: { short: 'The library’s counts', why: 'Only the library was changed.' },
  conflict: {
    short: 'Conflict',
    why: 'Both were changed, each in its own way: nothing is written until you say which counts.',
  },
};

/** `Title, tags and time taken`. */
export function fieldsText(fields: readonly MetadataField[]): string {
  // Files know two ways of writing tags; people know tags.
  const known = fields.map((field) => (field === 'hierarchical' ? 'subjects' : field));
  const names = [...new Set(known)].map((field, at) =>
    at === 0 ? FIELDS[field] : FIELDS[field].toLowerCase(),
  );
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}

/** What the library or a file says in a field. */
export function valueText(field: MetadataField, value: unknown): string {
  if (field === 'takenAt' && typeof value === 'string') {
    const time = timeOf(value);
    return time === null ? value : takenText(time.local, time.offsetMinutes);
  }
  if (field === 'position' && typeof value === 'string') {
    const position = readPosition(value);
    return position === null ? value : positionText(position);
  }
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
  if (has('conflict')) return READ_VERDICTS.conflict.short;
  if (has('take', 'merge')) return 'Differs';
  return has('pending') ? 'Library is ahead' : 'The same';
}

/** The same of a photo that was to be written. True of what was written as well as of what was only looked at. */
export function writtenText(
  differences: readonly MetadataDifference[],
  writes: readonly { path: string }[],
): string {
  if (writes.length > 0) return plural(writes.length, 'file');
  if (differences.some(({ verdict }) => verdict === 'conflict')) return WRITE_VERDICTS.conflict.short;
  return differences.some(({ verdict }) => verdict === 'take') ? 'File is ahead' : 'The same';
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

/** `3 photos not written to files yet`: those are among them whose fields contradict the files, and cannot be written now. */
export function unwrittenText(photos: number): string {
  return `${plural(photos, 'photo')} not written to files yet`;
}

type Looked = Pick<Task, 'type' | 'label' | 'progress'>;

/** By the type of the task: what it found, and that it found nothing. */
const FOUND: Record<string, (photos: number) => string> = {
  metadata_import: (photos) =>
    photos === 0 ? 'Nothing would change' : plural(photos, 'photo differs', 'photos differ'),
  metadata_write: (photos) =>
    photos === 0
      ? 'Nothing would be written'
      : plural(photos, 'photo would be written', 'photos would be written'),
};

/** What is said at the end of a task that only looked: its own words would tell of something done. */
export function lookedText({ type, label, progress }: Looked): { title: string; description: string } {
  return {
    title: FOUND[type]?.(progress.succeeded) ?? label,
    description: 'This was only a look. Nothing was changed.',
  };
}
