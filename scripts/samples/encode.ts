import sharp, { type Sharp } from 'sharp';
import { makeDng } from './dng.ts';
import { exifBlock, SOFTWARE } from './formats/exif.ts';
import { withSegments } from './formats/jpeg-segments.ts';
import { encodeRgbTiff } from './formats/rgb-tiff.ts';
import type { Shot } from './formats/shot.ts';
import { xmpDocument } from './formats/xmp.ts';
import type { Picture } from './photograph.ts';

export type StillFormat = 'jpeg' | 'webp' | 'avif' | 'png' | 'tiff' | 'gif';

/** Degrees to turn an upright picture by, so that the orientation tag turns it back. */
const STORED_TURN: Record<number, number> = { 1: 0, 3: 180, 6: 270, 8: 90 };

/** A still with its metadata inside, as a camera or a photo program would have saved it. */
export async function encodeStill(picture: Picture, format: StillFormat, shot: Shot): Promise<Buffer> {
  const stored = sharp(picture.data, { raw: { width: picture.width, height: picture.height, channels: 3 } });
  if (format === 'jpeg') {
    const { data, info } = await turned(stored, shot)
      .jpeg({ quality: 88 })
      .toBuffer({ resolveWithObject: true });
    return withSegments(data, { exif: exifBlock(shot, info), ...embeddedXmp(shot) });
  }
  if (format === 'gif')
    return stored.resize(900, 900, { fit: 'inside' }).gif({ colours: 96, effort: 3 }).toBuffer();
  // libvips writes no EXIF into a TIFF, and a TIFF is what we can write ourselves.
  if (format === 'tiff') return encodeRgbTiff(picture, shot);
  // An upright export: the pixels are turned already, so the tag says 1.
  const tagged = stored.withExif(exifOfExport(shot));
  const { xmp } = embeddedXmp(shot);
  const described = xmp === undefined ? tagged : tagged.withXmp(xmp);
  switch (format) {
    case 'webp':
      return described.webp({ quality: 84, effort: 2 }).toBuffer();
    case 'avif':
      return described.avif({ quality: 62, effort: 1 }).toBuffer();
    case 'png':
      return described.png({ compressionLevel: 4 }).toBuffer();
  }
}

/** The RAW of a pair, or a RAW alone. */
export async function encodeRaw(picture: Picture, shot: Shot): Promise<Buffer> {
  const stored = sharp(picture.data, { raw: { width: picture.width, height: picture.height, channels: 3 } });
  return makeDng({ shot, preview: await turned(stored, shot).jpeg({ quality: 86 }).toBuffer() });
}

function turned(upright: Sharp, shot: Shot): Sharp {
  const turn = STORED_TURN[shot.orientation ?? 1];
  if (turn === undefined) throw new RangeError(`Orientation ${shot.orientation} is not one that samples use`);
  return turn === 0 ? upright : upright.rotate(turn);
}

function embeddedXmp(shot: Shot): { xmp?: string } {
  const { rating, keywords, title } = shot;
  if (rating === undefined && keywords === undefined && title === undefined) return {};
  return {
    xmp: xmpDocument({
      ...(rating === undefined ? {} : { rating }),
      ...(keywords === undefined ? {} : { keywords }),
      ...(title === undefined ? {} : { title }),
    }),
  };
}

function exifOfExport(shot: Shot): { IFD0: Record<string, string>; IFD2: Record<string, string> } {
  const [time = '', fraction] = (shot.takenAt ?? '').split('.');
  const IFD2: Record<string, string> = {};
  if (shot.takenAt !== undefined) IFD2.DateTimeOriginal = time.replace('T', ' ').replaceAll('-', ':');
  if (fraction !== undefined) IFD2.SubSecTimeOriginal = fraction;
  if (shot.offset !== undefined) IFD2.OffsetTimeOriginal = shot.offset;
  if (shot.lens !== undefined) IFD2.LensModel = shot.lens;
  return { IFD0: { Make: shot.make, Model: shot.model, Software: SOFTWARE }, IFD2 };
}
