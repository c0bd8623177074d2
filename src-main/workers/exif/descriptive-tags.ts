import type { RawTags } from './exif-tool-session.ts';
import { cleanText, numberOf } from './tag-values.ts';

/** What people write about a picture, of a picture and of a sidecar. */
export const DESCRIPTIVE_TAGS: readonly string[] = [
  'XMP:Rating',
  'XMP:RatingPercent',
  'EXIF:Rating',
  'EXIF:RatingPercent',
  'XMP:Subject',
  'XMP:HierarchicalSubject',
  'XMP:TagsList',
  'IPTC:Keywords',
  'XMP:Title',
  'IPTC:ObjectName',
  'XMP:Description',
  'IPTC:Caption-Abstract',
  'EXIF:ImageDescription',
];

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
 * Flat keywords, each once, in the order they stand there. XMP goes before IPTC, as programs that know both write
 * both, and IPTC's text is often in a character set that it does not name. Only where a file has no flat keywords
 * but a hierarchy, the last name of each of its paths stands in.
 */
export function keywordsOf(tags: RawTags): string[] {
  const flat = subjectsOf(tags);
  return flat.length > 0 ? flat : unique(hierarchyOf(tags).map((path) => path.split('|').at(-1) ?? path));
}

/** Flat keywords alone. */
export function subjectsOf(tags: RawTags): string[] {
  const xmp = unique(listOf(tags['XMP:Subject']));
  return xmp.length > 0 ? xmp : unique(listOf(tags['IPTC:Keywords']));
}

/** Paths of a hierarchy, `a|b|c`: Lightroom's form, or digiKam's `a/b/c` where only that is there. */
export function hierarchyOf(tags: RawTags): string[] {
  const paths = unique(listOf(tags['XMP:HierarchicalSubject']));
  return paths.length > 0
    ? paths
    : unique(listOf(tags['XMP:TagsList']).map((path) => path.replaceAll('/', '|')));
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
