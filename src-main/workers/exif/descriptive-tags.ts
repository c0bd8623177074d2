import { cleanText } from './essential-exif.ts';
import type { RawTags } from './exif-tool-session.ts';

/** 0…5, or -1 for rejected. Stars first; the percentages that Windows writes where there are no stars. */
export function ratingOf(tags: RawTags): number | null {
  for (const name of ['XMP:Rating', 'EXIF:Rating']) {
    const stars = numberOf(tags[name]);
    if (stars !== null && stars >= -1 && stars <= 5) return Math.trunc(stars);
  }
  for (const name of ['XMP:RatingPercent', 'EXIF:RatingPercent']) {
    const percent = numberOf(tags[name]);
    if (percent !== null && percent >= 0 && percent <= 100) return starsOf(percent);
  }
  return null;
}

/** Windows knows 0, 1, 25, 50, 75 and 99 percent. */
function starsOf(percent: number): number {
  return percent === 0 ? 0 : Math.min(5, Math.round(percent / 25) + 1);
}

/**
 * Flat keywords from all places that hold them, each once, in the order they stand there. Only where a file has none
 * but a hierarchy, the last name of each of its paths stands in.
 */
export function keywordsOf(tags: RawTags): string[] {
  const flat = unique([...listOf(tags['XMP:Subject']), ...listOf(tags['IPTC:Keywords'])]);
  if (flat.length > 0) return flat;
  const leaf = (separator: string) => (path: string) => path.split(separator).at(-1) ?? path;
  return unique([
    ...listOf(tags['XMP:HierarchicalSubject']).map(leaf('|')),
    ...listOf(tags['XMP:TagsList']).map(leaf('/')),
  ]);
}

function listOf(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.flatMap((each) => {
    // A keyword that looks like a number or a truth value comes as one.
    const text = cleanText(typeof each === 'number' || typeof each === 'boolean' ? String(each) : each);
    return text === null ? [] : [text];
  });
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}

function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}
