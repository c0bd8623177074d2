import type { ExifOutput } from '../protocol.ts';
import type { RawTags } from './exif-tool-session.ts';
import { keywordsOf, ratingOf } from './descriptive-tags.ts';
import { TAKEN_AT_TAGS, takenAtOf } from './taken-at.ts';

/** All that is asked of ExifTool; it skips the rest, which is most of its time. */
export const ESSENTIAL_TAGS: readonly string[] = [
  ...TAKEN_AT_TAGS,
  'EXIF:Orientation',
  'EXIF:Make',
  'EXIF:Model',
  'XMP:Make',
  'XMP:Model',
  'QuickTime:Make',
  'QuickTime:Model',
  'MakerNotes:Make',
  'MakerNotes:Model',
  'EXIF:LensModel',
  'XMP:Lens',
  'XMP:LensModel',
  'QuickTime:LensModel',
  'MakerNotes:LensModel',
  'MakerNotes:LensType',
  'Composite:LensID#',
  'Composite:GPSLatitude',
  'Composite:GPSLongitude',
  'Composite:ImageSize',
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
  'MakerNotes:ContentIdentifier',
  'QuickTime:ContentIdentifier',
  'QuickTime:Duration',
  'Composite:Duration',
];

/** Captions that cameras write into every file, and nobody wrote. */
const CAMERA_CAPTIONS =
  /^(OLYMPUS DIGITAL CAMERA|SONY DSC|DCIM\S*|KONICA MINOLTA DIGITAL CAMERA|MINOLTA DIGITAL CAMERA|KODAK Digital Still Camera|Exif_JPEG_PICTURE|default|Untitled|SAMSUNG(?: CAMERA PICTURES| DIGITAL CAMERA)?|DIGITAL CAMERA|Minolta DSC|JPEG image|<?PENTAX Image>?|charset="?Ascii"? ?.*)$/i;

/** Longest text kept of a title or a caption, in UTF-16 units: enough for a page, too little for a bomb. */
const MAX_TEXT = 20_000;

/** The essential EXIF from ExifTool's tags (`-n -G0`). Pure; what makes no sense is null, never a guess. */
export function essentialExif(tags: RawTags): ExifOutput {
  const text = (...names: string[]): string | null => firstText(tags, names);
  const size = sizeOf(tags['Composite:ImageSize']);
  const position = positionOf(tags);
  return {
    ...takenAtOf(tags),
    orientation: orientationOf(tags['EXIF:Orientation']),
    cameraMake: text('EXIF:Make', 'QuickTime:Make', 'XMP:Make', 'MakerNotes:Make'),
    cameraModel: text('EXIF:Model', 'QuickTime:Model', 'XMP:Model', 'MakerNotes:Model'),
    lens: text('EXIF:LensModel', 'QuickTime:LensModel', 'XMP:LensModel', 'XMP:Lens', 'MakerNotes:LensModel'),
    latitude: position?.latitude ?? null,
    longitude: position?.longitude ?? null,
    width: size?.width ?? null,
    height: size?.height ?? null,
    rating: ratingOf(tags),
    keywords: keywordsOf(tags),
    title: text('XMP:Title', 'IPTC:ObjectName'),
    caption: captionOf(tags),
    contentId: text('MakerNotes:ContentIdentifier', 'QuickTime:ContentIdentifier'),
    durationSeconds: durationOf(tags),
  };
}

function firstText(tags: RawTags, names: string[]): string | null {
  for (const name of names) {
    const value = tags[name];
    // A camera named by a number alone comes as a number.
    const text = cleanText(typeof value === 'number' ? String(value) : value);
    if (text !== null) return text;
  }
  return null;
}

/** Cameras fill fixed fields with NULs and blanks; a field of nothing else says nothing. */
export function cleanText(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.split('\0', 1)[0]?.trim().slice(0, MAX_TEXT) ?? '';
  return text === '' || /^[-?*.\s]+$/.test(text) ? null : text;
}

function captionOf(tags: RawTags): string | null {
  const written = firstText(tags, ['XMP:Description', 'IPTC:Caption-Abstract', 'EXIF:ImageDescription']);
  return written === null || CAMERA_CAPTIONS.test(written) ? null : written;
}

function orientationOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 8 ? value : null;
}

/** Both or none. The equator at Greenwich is a place like any other here; who reads it as "unset" may. */
function positionOf(tags: RawTags): { latitude: number; longitude: number } | null {
  const latitude = coordinate(tags['Composite:GPSLatitude'], 90);
  const longitude = coordinate(tags['Composite:GPSLongitude'], 180);
  return latitude === null || longitude === null ? null : { latitude, longitude };
}

function coordinate(value: unknown, limit: number): number | null {
  // A zero denominator comes as the text `undef` or `inf`.
  return typeof value === 'number' && Math.abs(value) <= limit ? value : null;
}

function sizeOf(value: unknown): { width: number; height: number } | null {
  const match = typeof value === 'string' ? /^(\d+)[ x](\d+)$/.exec(value) : null;
  const [width, height] = [Number(match?.[1]), Number(match?.[2])];
  return width > 0 && height > 0 ? { width, height } : null;
}

function durationOf(tags: RawTags): number | null {
  const value = tags['QuickTime:Duration'] ?? tags['Composite:Duration'];
  return typeof value === 'number' && value >= 0 ? value : null;
}
