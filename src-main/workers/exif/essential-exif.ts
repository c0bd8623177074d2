import type { ExifOutput } from '../protocol.ts';
import { DESCRIPTIVE_TAGS, descriptionIn } from './descriptive-tags.ts';
import type { RawTags } from './exif-tool-session.ts';
import { positionOf } from './position.ts';
import { firstText, numberOf, orientationOf, sizeOf } from './tag-values.ts';
import { takenAtOf } from './taken-at.ts';

/** All that is asked of ExifTool; it skips the rest, which is most of its time. */
export const ESSENTIAL_TAGS: readonly string[] = [
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
  'Composite:ImageSize',
  ...DESCRIPTIVE_TAGS,
  'MakerNotes:ContentIdentifier',
  'QuickTime:ContentIdentifier',
  'QuickTime:Duration#',
  'Composite:Duration#',
];

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
    said: descriptionIn(tags),
    contentId: text('MakerNotes:ContentIdentifier', 'QuickTime:ContentIdentifier'),
    durationSeconds: durationOf(tags),
  };
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

function durationOf(tags: RawTags): number | null {
  const value = numberOf(tags['QuickTime:Duration'] ?? tags['Composite:Duration']);
  return value !== null && value >= 0 ? value : null;
}
