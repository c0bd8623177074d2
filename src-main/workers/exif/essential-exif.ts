import type { ExifOutput } from '../protocol.ts';
import { DESCRIPTIVE_TAGS, keywordsOf, ratingOf } from './descriptive-tags.ts';
import type { RawTags } from './exif-tool-session.ts';
import { positionOf } from './position.ts';
import { cleanText, numberOf, orientationOf, sizeOf } from './tag-values.ts';
import { TAKEN_AT_TAGS, takenAtOf } from './taken-at.ts';

/** All that is asked of ExifTool; it skips the rest, which is most of its time. */
export const ESSENTIAL_TAGS: readonly string[] = [
  ...TAKEN_AT_TAGS,
  'EXIF:Orientation#',
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
  'Composite:LensID',
  'Composite:GPSLatitude#',
  'Composite:GPSLongitude#',
  'Composite:ImageSize',
  ...DESCRIPTIVE_TAGS,
  'MakerNotes:ContentIdentifier',
  'QuickTime:ContentIdentifier',
  'QuickTime:Duration#',
  'Composite:Duration#',
];

/** Captions that cameras write into every file, and nobody wrote. */
const CAMERA_CAPTIONS =
  /^((\w+ ){0,3}DIGITAL (STILL )?CAMERA( PICTURES)?|(SONY|MINOLTA|EPSON) DSC( picture)?|DSC\d+|DCIM\S*|DCF [\d.]+|Exif_JPEG_PICTURE|JPEG image|default|untitled|<?pentax image>?)$/i;

/**
 * The essential EXIF from ExifTool's tags, with or without those that ExifTool computes (`-G0`, and numbers where
 * `ESSENTIAL_TAGS` says `#`). Pure; what makes no sense is null, never a guess.
 */
export function essentialExif(tags: RawTags): ExifOutput {
  const text = (...names: string[]): string | null => firstText(tags, names);
  const size = sizeOf(tags['Composite:ImageSize'], tags['File:ImageWidth'], tags['File:ImageHeight']);
  const position = positionOf(tags);
  return {
    ...takenAtOf(tags),
    orientation: orientationOf(tags['EXIF:Orientation']),
    cameraMake: text('EXIF:Make', 'QuickTime:Make', 'XMP:Make', 'MakerNotes:Make'),
    cameraModel: text('EXIF:Model', 'QuickTime:Model', 'XMP:Model', 'MakerNotes:Model'),
    lens: lensOf(tags),
    latitude: position?.latitude ?? null,
    longitude: position?.longitude ?? null,
    width: size?.width ?? null,
    height: size?.height ?? null,
    rating: ratingOf(tags),
    keywords: keywordsOf(tags),
    title: titleOf(tags),
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

/** The lens's own name where the camera wrote it, else the one that ExifTool knows for the maker's number. */
function lensOf(tags: RawTags): string | null {
  const written = firstText(tags, [
    'EXIF:LensModel',
    'QuickTime:LensModel',
    'XMP:LensModel',
    'MakerNotes:LensModel',
  ]);
  if (written !== null) return written;
  const known = firstText(tags, ['Composite:LensID']);
  return known !== null && !/^(unknown|n\/a|none|no lens|manual lens)|^[\d\s]+$/i.test(known)
    ? known
    : firstText(tags, ['XMP:Lens']);
}

export function titleOf(tags: RawTags): string | null {
  return firstText(tags, ['XMP:Title', 'IPTC:ObjectName']);
}

export function captionOf(tags: RawTags): string | null {
  const written = firstText(tags, ['XMP:Description', 'IPTC:Caption-Abstract', 'EXIF:ImageDescription']);
  return written === null || CAMERA_CAPTIONS.test(written) ? null : written;
}

function durationOf(tags: RawTags): number | null {
  const value = numberOf(tags['QuickTime:Duration'] ?? tags['Composite:Duration']);
  return value !== null && value >= 0 ? value : null;
}
