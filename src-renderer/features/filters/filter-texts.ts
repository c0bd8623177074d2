import type { ViewFilter } from '../../app/view.ts';
import { tagText } from '../../lib/format/tags.ts';

type Option<T> = readonly { value: T; label: string }[];

/** In words that stand alone: the same are in the row of filters and in the line that says what is filtered. */
export const KEEPS: Option<NonNullable<ViewFilter['keep']>> = [
  { value: 'pending', label: 'Would change with a commit' },
  { value: 'rejected', label: 'Rejected' },
  { value: 'kept', label: 'Kept as they are' },
];
export const HAS: Option<NonNullable<ViewFilter['has']>> = [
  { value: 'pair', label: 'RAW and JPG' },
  { value: 'jpg', label: 'With a JPG' },
  { value: 'raw', label: 'With a RAW' },
  { value: 'jpg_only', label: 'JPG without RAW' },
  { value: 'raw_only', label: 'RAW without JPG' },
  { value: 'other', label: 'Videos and others' },
];
export const ORIENTATIONS: Option<NonNullable<ViewFilter['orientation']>> = [
  { value: 'landscape', label: 'Landscape' },
  { value: 'portrait', label: 'Portrait' },
  { value: 'square', label: 'Square' },
];
export const PICTURES: Option<NonNullable<ViewFilter['thumbnail']>> = [
  { value: 'ready', label: 'With a picture' },
  { value: 'pending', label: 'Picture not made yet' },
  { value: 'placeholder', label: 'Without a picture by nature' },
  { value: 'failed', label: 'Cannot be shown' },
];
export const METADATA: Option<'unwritten' | 'conflict'> = [
  { value: 'unwritten', label: 'Not written to files yet' },
  { value: 'conflict', label: 'Metadata conflicts' },
];
/** 0 leaves out what other programs have marked as rejected by a rating of −1; that is rarely asked for here. */
export const RATINGS: Option<`${1 | 2 | 3 | 4 | 5}`> = [
  { value: '1', label: '★ or more' },
  { value: '2', label: '★★ or more' },
  { value: '3', label: '★★★ or more' },
  { value: '4', label: '★★★★ or more' },
  { value: '5', label: '★★★★★' },
];

const labelOf = <T>(options: Option<T>, value: T | undefined): string[] =>
  options.filter((option) => option.value === value).map((option) => option.label);

/** What is filtered, part by part; empty where nothing is. */
export function filterParts(text: string, filter: ViewFilter): string[] {
  const { takenFrom, takenTo, tags = [], ratingMin } = filter;
  const parts: string[] = [];
  if (text.trim() !== '') parts.push(`“${text.trim()}” in the name`);
  if (takenFrom !== undefined && takenFrom === takenTo) parts.push(`Taken on ${takenFrom}`);
  else {
    if (takenFrom !== undefined) parts.push(`Taken from ${takenFrom}`);
    if (takenTo !== undefined) parts.push(`Taken until ${takenTo}`);
  }
  parts.push(...labelOf(HAS, filter.has), ...labelOf(KEEPS, filter.keep));
  parts.push(...labelOf(ORIENTATIONS, filter.orientation));
  parts.push(...labelOf<string>(RATINGS, ratingMin === undefined ? undefined : String(ratingMin)));
  parts.push(...tags.map((tag) => `Tag ${tagText(tag)}`), ...labelOf(PICTURES, filter.thumbnail));
  parts.push(...labelOf(METADATA, filter.unwritten && 'unwritten'));
  parts.push(...labelOf(METADATA, filter.conflict && 'conflict'));
  return parts;
}
