import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { AppError } from '../../files/app-error.ts';
import { toNative } from '../../files/native-path.ts';
import { withToolPath } from '../tool-path.ts';
import type { Decoded, DecodeRequest } from './decode-picture.ts';
import { decodePicture } from './decode-picture.ts';
import { decodeHevc } from './libheif.ts';
import { pixelTiff } from './pixel-tiff.ts';

/**
 * Decodes a HEIC by libheif in WebAssembly: sharp's build has no HEVC. libheif turns the picture itself as its
 * `irot` and `imir` boxes say, and the EXIF orientation, which says the same once more, must then be left alone.
 */
export async function decodeHeif(file: string, request: DecodeRequest, scratch: string): Promise<Decoded> {
  const picture = await decodeHevc(await readFile(toNative(file)), request.maxPixels);
  const profile = await withToolPath(file, scratch, readProfile);
  const tiff = pixelTiff(picture, profile);
  const decoded = await decodePicture(tiff, { longEdge: request.longEdge, maxPixels: request.maxPixels });
  if (decoded.pixels.data.length === 0) throw new AppError('corrupt_data');
  return decoded;
}

/** libheif gives the pixels as they are stored, in Display P3 on every iPhone; sharp can read what space that is. */
async function readProfile(file: string): Promise<Buffer | null> {
  try {
    const { icc } = await sharp(file, { failOn: 'none' }).metadata();
    return icc ?? null;
  } catch {
    // No profile that we can read: the pixels count as sRGB.
    return null;
  }
}
