import type { FailOnOptions, Metadata, Sharp } from 'sharp';
import sharp from 'sharp';
import type { AppError } from '../../files/app-error.ts';
import type { RenderOutput } from '../protocol.ts';
import { isUniform } from './is-uniform.ts';
import { applyOrientation } from './orientation.ts';
import { pictureError } from './picture-error.ts';
import { pixelTiff } from './pixel-tiff.ts';
import type { Pixels } from './pixels.ts';

export interface Decoded {
  pixels: Pixels;
  /** Size of the source as shown. */
  width: number;
  height: number;
  damage: RenderOutput['damage'];
}

export interface DecodeRequest {
  /** Longest edge of the pixels wanted. Smaller pictures stay as they are. */
  longEdge: number;
  maxPixels: number;
  /** EXIF orientation for a picture that states none. */
  fallbackOrientation?: number | undefined;
}

/**
 * Decodes a picture that sharp knows, at about the size that is needed: its JPEG and WebP decoders shrink while they
 * decode. Strict at first; an ordinary damaged picture, which any viewer shows as far as it goes, is then taken as
 * far as it goes, and `damage` says so. A picture of which nothing was decoded is an error.
 */
export async function decodePicture(input: string | Buffer, request: DecodeRequest): Promise<Decoded> {
  try {
    return await decodeOnce(input, request, 'warning', null);
  } catch (error) {
    const strict = pictureError(error);
    if (!isDamage(strict)) throw strict;
    return decodeDamaged(input, request, strict);
  }
}

async function decodeDamaged(
  input: string | Buffer,
  request: DecodeRequest,
  strict: AppError,
): Promise<Decoded> {
  const damage = {
    code: strict.code,
    ...(strict.detail === undefined ? {} : { detail: strict.detail }),
  };
  try {
    const decoded = await decodeOnce(input, request, 'none', damage);
    // What a decoder did not reach it leaves in one flat tone. A real photo in one single tone is no loss either.
    if (isUniform(decoded.pixels)) throw strict;
    return decoded;
  } catch (error) {
    throw pictureError(error);
  }
}

function isDamage(error: AppError): boolean {
  return error.code === 'truncated' || error.code === 'corrupt_data';
}

async function decodeOnce(
  input: string | Buffer,
  request: DecodeRequest,
  failOn: FailOnOptions,
  damage: RenderOutput['damage'],
): Promise<Decoded> {
  const limits = { failOn, limitInputPixels: request.maxPixels };
  const metadata = await sharp(input, limits).metadata();
  const profile = lateProfile(metadata, request.longEdge);
  const picture = sharp(input, { ...limits, ignoreIcc: profile !== null });
  const orientation = metadata.orientation ?? request.fallbackOrientation ?? 1;
  const pixels = await toPixels(fitted(upright(picture, metadata.orientation, orientation), request));
  const turned = orientation >= 5;
  return {
    pixels: profile === null ? pixels : await toPixels(sharp(pixelTiff(pixels, profile))),
    width: turned ? metadata.height : metadata.width,
    height: turned ? metadata.width : metadata.height,
    damage,
  };
}

/**
 * sharp converts to sRGB before it makes a picture smaller, and that is most of its time on every iPhone photo (160
 * of 250 ms for 12 megapixels in Display P3). For plain RGB the order makes no visible difference (0.07 levels in
 * the mean), so there the few pixels that remain are converted. Null where sharp had better do it all.
 */
function lateProfile(metadata: Metadata, longEdge: number): Buffer | null {
  const plainRgb = metadata.space === 'srgb' && metadata.channels === 3 && metadata.depth === 'uchar';
  const muchLarger = Math.max(metadata.width, metadata.height) > longEdge * 1.4;
  return plainRgb && muchLarger ? (metadata.icc ?? null) : null;
}

function upright(picture: Sharp, own: number | undefined, orientation: number): Sharp {
  return own === undefined ? applyOrientation(picture, orientation) : picture.autoOrient();
}

function fitted(picture: Sharp, { longEdge }: DecodeRequest): Sharp {
  return picture.resize({ width: longEdge, height: longEdge, fit: 'inside', withoutEnlargement: true });
}

async function toPixels(picture: Sharp): Promise<Pixels> {
  const { data, info } = await picture.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels === 4 ? 4 : 3 };
}
