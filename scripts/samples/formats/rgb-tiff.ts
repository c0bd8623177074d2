import { shotEntries } from './exif.ts';
import type { Shot } from './shot.ts';
import { encodeTiff, longs, shorts, type TiffEntry } from './tiff.ts';

/** A directory's entries for 8-bit RGB pixels in one strip. */
export function rgbEntries(pixels: Buffer, size: { width: number; height: number }): TiffEntry[] {
  return [
    longs(0x0100, size.width),
    longs(0x0101, size.height),
    shorts(0x0102, 8, 8, 8),
    shorts(0x0103, 1), // not compressed
    shorts(0x0106, 2), // RGB
    { tag: 0x0111, block: pixels },
    shorts(0x0115, 3),
    longs(0x0116, size.height),
    longs(0x0117, pixels.length),
    shorts(0x011c, 1),
  ];
}

/** A TIFF as a photo program exports it: upright pixels, with the shot's EXIF. */
export function encodeRgbTiff(picture: { data: Buffer; width: number; height: number }, shot: Shot): Buffer {
  return encodeTiff([...shotEntries({ ...shot, orientation: 1 }), ...rgbEntries(picture.data, picture)]);
}
