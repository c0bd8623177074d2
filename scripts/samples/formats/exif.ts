import type { Shot } from './shot.ts';
import {
  ascii,
  bytes,
  encodeTiff,
  longs,
  rationals,
  shorts,
  signedRationals,
  type TiffEntry,
  undefinedBytes,
} from './tiff.ts';

export const SOFTWARE = 'Safelight sample maker';

/**
 * The tags of IFD0 that say who took the picture and how, with the EXIF and GPS directories below it.
 * `size` is for JPEG alone: a TIFF has tags of its own for it.
 */
export function shotEntries(shot: Shot, size?: { width: number; height: number }): TiffEntry[] {
  const entries: TiffEntry[] = [
    ascii(0x010f, shot.make),
    ascii(0x0110, shot.model),
    shorts(0x0112, shot.orientation ?? 1),
    rationals(0x011a, 1, 72),
    rationals(0x011b, 1, 72),
    shorts(0x0128, 2),
    ascii(0x0131, SOFTWARE),
    { tag: 0x8769, directories: [exifDirectory(shot, size)] },
  ];
  if (shot.title !== undefined) entries.push(ascii(0x010e, shot.title));
  if (shot.takenAt !== undefined) entries.push(ascii(0x0132, exifTime(shot.takenAt)));
  if (shot.rating !== undefined) entries.push(shorts(0x4746, shot.rating));
  if (shot.gps !== undefined) entries.push({ tag: 0x8825, directories: [gpsDirectory(shot.gps)] });
  return entries;
}

/** The content of a JPEG's EXIF segment, or of the EXIF chunk of other formats. */
export function exifBlock(shot: Shot, size: { width: number; height: number }): Buffer {
  return encodeTiff([...shotEntries(shot, size), shorts(0x0213, 1)]);
}

function exifDirectory(shot: Shot, size?: { width: number; height: number }): TiffEntry[] {
  const entries: TiffEntry[] = [
    undefinedBytes(0x9000, Buffer.from('0232')),
    undefinedBytes(0xa000, Buffer.from('0100')),
    shorts(0xa001, 1),
  ];
  if (size !== undefined) {
    entries.push(longs(0xa002, size.width), longs(0xa003, size.height));
    entries.push(undefinedBytes(0x9101, Buffer.from([1, 2, 3, 0])));
  }
  if (shot.takenAt !== undefined) {
    const fraction = shot.takenAt.split('.')[1];
    for (const tag of [0x9003, 0x9004]) entries.push(ascii(tag, exifTime(shot.takenAt)));
    if (fraction !== undefined) entries.push(ascii(0x9291, fraction), ascii(0x9292, fraction));
  }
  if (shot.offset !== undefined) entries.push(ascii(0x9010, shot.offset), ascii(0x9011, shot.offset));
  if (shot.lens !== undefined) entries.push(ascii(0xa434, shot.lens));
  if (shot.exposure !== undefined) {
    const { seconds, aperture, iso, focalLength } = shot.exposure;
    entries.push(
      rationals(0x829a, seconds < 0.3 ? Math.round(1 / seconds) : 10, seconds),
      rationals(0x829d, 10, aperture),
      shorts(0x8827, iso),
      signedRationals(0x9204, 3, 0),
      rationals(0x920a, 10, focalLength),
    );
  }
  return entries;
}

function gpsDirectory(gps: NonNullable<Shot['gps']>): TiffEntry[] {
  return [
    bytes(0, 2, 3, 0, 0),
    ascii(1, gps.latitude < 0 ? 'S' : 'N'),
    rationals(2, 10_000, ...sexagesimal(gps.latitude)),
    ascii(3, gps.longitude < 0 ? 'W' : 'E'),
    rationals(4, 10_000, ...sexagesimal(gps.longitude)),
    bytes(5, gps.altitude < 0 ? 1 : 0),
    rationals(6, 10, Math.abs(gps.altitude)),
  ];
}

function sexagesimal(degrees: number): [number, number, number] {
  const all = Math.abs(degrees);
  const whole = Math.floor(all);
  const minutes = Math.floor((all - whole) * 60);
  return [whole, minutes, (all - whole - minutes / 60) * 3600];
}

/** `2024-05-17T06:12:33.412` → `2024:05:17 06:12:33` */
function exifTime(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ').replaceAll('-', ':');
}
