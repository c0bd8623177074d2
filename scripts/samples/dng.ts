import sharp from 'sharp';
import { shotEntries } from './formats/exif.ts';
import { rgbEntries } from './formats/rgb-tiff.ts';
import type { Shot } from './formats/shot.ts';
import {
  ascii,
  bytes,
  encodeTiff,
  longs,
  rationals,
  shorts,
  signedRationals,
  type TiffEntry,
} from './formats/tiff.ts';

export interface DngOptions {
  shot: Shot;
  /** A whole JPEG as stored by the camera: not turned, with no metadata of its own needed. */
  preview: Buffer;
  /** Long edge of the mosaic in pixels, even. Default 1200: about 2 MB. */
  rawLongEdge?: number;
}

const WHITE = 16383;
/** XYZ to linear sRGB: our "sensor" sees exactly sRGB's primaries. */
const COLOR_MATRIX = [3.2406, -1.5372, -0.4986, -0.9689, 1.8758, 0.0415, 0.0557, -0.204, 1.057];
const JPEG_COMPRESSION = 7;

/**
 * A DNG as a camera would write it: a small RGB thumbnail, the Bayer mosaic (RGGB, 14 bits in 16, not compressed),
 * and a whole JPEG preview. RAW converters can develop it; ExifTool extracts the preview.
 */
export async function makeDng(options: DngOptions): Promise<Buffer> {
  const { shot, preview } = options;
  const { width = 0, height = 0 } = await sharp(preview).metadata();
  const raw = await mosaic(preview, options.rawLongEdge ?? 1200);
  const thumbnail = await sharp(preview)
    .resize(160, 120, { fit: 'inside' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return encodeTiff([
    ...shotEntries(shot),
    longs(0x00fe, 1), // a reduced copy
    ...rgbEntries(thumbnail.data, thumbnail.info),
    { tag: 0x014a, directories: [raw, jpegImage(preview, width, height)] },
    bytes(0xc612, 1, 4, 0, 0), // DNGVersion
    bytes(0xc613, 1, 1, 0, 0), // the oldest reader that can read it
    ascii(0xc614, `${shot.make} ${shot.model}`),
    signedRationals(0xc621, 10_000, ...COLOR_MATRIX),
    rationals(0xc628, 1, 1, 1, 1), // AsShotNeutral
    signedRationals(0xc62a, 100, 0), // BaselineExposure
    shorts(0xc65a, 21), // the matrix holds for D65
  ]);
}

function jpegImage(data: Buffer, width: number, height: number): TiffEntry[] {
  return [
    longs(0x00fe, 1),
    longs(0x0100, width),
    longs(0x0101, height),
    shorts(0x0102, 8, 8, 8),
    shorts(0x0103, JPEG_COMPRESSION),
    shorts(0x0106, 6),
    { tag: 0x0111, block: data },
    shorts(0x0115, 3),
    longs(0x0116, height),
    longs(0x0117, data.length),
    rationals(0x0214, 1, 0, 255, 128, 255, 128, 255), // ReferenceBlackWhite of full-range YCbCr
    shorts(0x0212, 2, 2),
    shorts(0x0213, 1),
  ];
}

/** Each pixel keeps the one colour that its filter lets through, in linear light. */
async function mosaic(preview: Buffer, longEdge: number): Promise<TiffEntry[]> {
  const { data, info } = await sharp(preview)
    .resize(longEdge, longEdge, { fit: 'inside', withoutEnlargement: true })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const width = info.width - (info.width % 2);
  const height = info.height - (info.height % 2);
  const linear = Uint16Array.from({ length: 256 }, (_, value) => Math.round(decodeSrgb(value / 255) * WHITE));
  const samples = Buffer.alloc(width * height * 2);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const channel = (y % 2) + (x % 2); // RG / GB: 0 red, 1 green, 2 blue
      const value = linear[data[(y * info.width + x) * 3 + channel] ?? 0] ?? 0;
      samples.writeUInt16LE(value, (y * width + x) * 2);
    }
  }
  return [
    longs(0x00fe, 0), // the main picture
    longs(0x0100, width),
    longs(0x0101, height),
    shorts(0x0102, 16),
    shorts(0x0103, 1),
    shorts(0x0106, 32803), // colour filter array
    { tag: 0x0111, block: samples },
    shorts(0x0115, 1),
    longs(0x0116, height),
    longs(0x0117, samples.length),
    shorts(0x011c, 1),
    shorts(0x828d, 2, 2),
    bytes(0x828e, 0, 1, 1, 2),
    bytes(0xc616, 0, 1, 2), // the planes are red, green, blue
    shorts(0xc617, 1), // rectangular
    longs(0xc61d, WHITE),
  ];
}

function decodeSrgb(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
