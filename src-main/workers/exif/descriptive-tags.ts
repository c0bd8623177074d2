import { positionText, timeText } from '../../metadata/description.ts';
import type { DescriptionOutput, EmptiedField } from '../protocol.ts';
import type { RawTags } from './exif-tool-session.ts';
import { positionOf } from './position.ts';
import { cleanText, numberOf, wordsOf } from './tag-values.ts';
import { TAKEN_AT_TAGS, takenAtOf } from './taken-at.ts';
import { asMeant } from './text-of-old.ts';

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
  'XMP:PersonInImage',
  'XMP:Title',
  'IPTC:ObjectName',
  'XMP:Description',
  'IPTC:Caption-Abstract',
  'EXIF:ImageDescription',
  'Composite:GPSLatitude#',
  'Composite:GPSLongitude#',
  // Of a sidecar, from which nothing is computed.
  'XMP:GPSLatitude#',
  'XMP:GPSLongitude#',
  ...TAKEN_AT_TAGS,
];

/** Pure, from ExifTool's tags, by `-G0`. */
export function descriptionIn(tags: RawTags): DescriptionOutput {
  const { takenAt, takenOffsetMinutes, takenOffsetSource } = takenAtOf(tags);
  const position = positionOf(tags);
  return {
    rating: ratingOf(tags),
    title: titleOf(tags),
    caption: captionOf(tags),
    takenAt: timeText(takenAt, takenOffsetSource === 'tag' ? takenOffsetMinutes : null),
    position: position === null ? null : positionText(position.latitude, position.longitude),
    subjects: subjectsOf(tags),
    hierarchical: hierarchyOf(tags),
    people: unique(listOf(tags['XMP:PersonInImage'])),
    emptied: emptiedIn(tags),
  };
}

/** Of what a file says outright that there is none. */
export function emptiedIn(tags: RawTags): EmptiedField[] {
  return (Object.keys(HOMES) as EmptiedField[]).filter((field) => isEmptied(tags[HOMES[field]]));
}

/** Where a file can say that there is none. */
const HOMES: Record<EmptiedField, string> = {
  title: 'XMP:Title',
  caption: 'XMP:Description',
  subjects: 'XMP:Subject',
  people: 'XMP:PersonInImage',
};

/** An element that is there, with nothing in it. One of the tools' blanks (`N/A`, `---`) says nothing. */
function isEmptied(value: unknown): boolean {
  return value === '' || (Array.isArray(value) && value.length > 0 && value.every((each) => each === ''));
}

/** Where nobody but a person writes, or a program that copies what a camera wrote. */
const CAPTIONS = ['XMP:Description', 'IPTC:Caption-Abstract'];
/** What programs copy: makers' own words, in their own writing. A person may call a picture `Untitled`. */
const MAKERS_CAPTIONS =
  /^((OLYMPUS|SANYO|SONY|SAMSUNG|EPSON|(KONICA )?MINOLTA) DIGITAL CAMERA|KODAK Digital Still Camera|(SONY|MINOLTA|EPSON) DSC( picture)?|Exif_JPEG_PICTURE)$/;
/** Captions that cameras write into every file, and nobody wrote. */
const CAMERA_CAPTIONS =
  /^((\w+ ){0,3}DIGITAL (STILL )?CAMERA( PICTURES)?|(SONY|MINOLTA|EPSON) DSC( picture)?|DSC\d+|DCIM\S*|DCF [\d.]+|Exif_JPEG_PICTURE|JPEG image|default|untitled|<?pentax image>?)$/i;

function titleOf(tags: RawTags): string | null {
  return firstWords(tags, ['XMP:Title', 'IPTC:ObjectName']);
}

export function captionOf(tags: RawTags): string | null {
  const words = firstWords(tags, CAPTIONS);
  if (words !== null) return MAKERS_CAPTIONS.test(words) ? null : words;
  const noted = cleanText(asMeant(tags['EXIF:ImageDescription']));
  return noted === null || CAMERA_CAPTIONS.test(noted) ? null : noted;
}

function firstWords(tags: RawTags, names: readonly string[]): string | null {
  for (const name of names) {
    const words = wordsOf(name.startsWith('IPTC:') ? asMeant(tags[name]) : tags[name]);
    if (words !== null) return words;
  }
  return null;
}

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
 * Flat keywords, each once, in the order they stand there. XMP goes before IPTC, as programs that know both write both,
 * and IPTC's text is often in a character set that it does not name.
 */
function subjectsOf(tags: RawTags): string[] {
  const xmp = unique(listOf(tags['XMP:Subject']));
  return xmp.length > 0 ? xmp : unique(listOf(asMeant(tags['IPTC:Keywords'])));
}

/**
 * Paths of a hierarchy, `a|b|c`: Lightroom's form, or digiKam's `a/b/c` where only that is there. What stands among the flat
 * keywords as a whole has no levels: `AC/DC`.
 */
function hierarchyOf(tags: RawTags): string[] {
  const paths = unique(listOf(tags['XMP:HierarchicalSubject']));
  if (paths.length > 0) return paths;
  const flat = new Set(subjectsOf(tags));
  return unique(
    listOf(tags['XMP:TagsList']).map((path) => (flat.has(path) ? path : path.replaceAll('/', '|'))),
  );
}

function listOf(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.flatMap((each) => wordsOf(each) ?? []);
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}
