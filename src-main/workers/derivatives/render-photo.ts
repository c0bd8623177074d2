import { statSync } from 'node:fs';
import { AppError, toAppError } from '../../files/app-error.ts';
import { toNative } from '../../files/native-path.ts';
import type { RenderedImage, RenderOutput } from '../protocol.ts';
import type { RenderJob } from '../render-task.ts';
import { withToolPath } from '../tool-path.ts';
import { decodeHeif } from './decode-heif.ts';
import type { Decoded } from './decode-picture.ts';
import { decodePicture } from './decode-picture.ts';
import { encodeDerivative } from './encode-derivative.ts';
import { SHARP_FORMATS } from './sharp-formats.ts';
import { writeDerivative } from './write-derivative.ts';

export interface RenderPlace {
  /** Private folder for aliases of awkward names. */
  scratch: string;
  /** Ends the names of files that are not complete yet. */
  temporarySuffix: string;
}

/**
 * Makes preview and thumbnail of one photo with one decode: the preview's pixels are kept in memory, encoded, and
 * made smaller for the thumbnail. The outputs carry no metadata and no profile: they are sRGB, which is what every
 * viewer takes an untagged picture for, and 500 bytes of profile would be a tenth of a small thumbnail.
 */
export async function renderPhoto(job: RenderJob, place: RenderPlace): Promise<RenderOutput> {
  const decoded = await decode(job, place);
  const preview = await encodeDerivative(decoded.pixels, job.preview.recipe);
  const thumbnail = await encodeDerivative(decoded.pixels, job.thumbnail.recipe);
  const shown = job.shownSize ?? { width: decoded.width, height: decoded.height };
  return {
    width: shown.width,
    height: shown.height,
    preview: await write(job.preview.path, preview, place),
    thumbnail: await write(job.thumbnail.path, thumbnail, place),
    damage: decoded.damage,
  };
}

async function decode(job: RenderJob, place: RenderPlace): Promise<Decoded> {
  // The thumbnail is made from the preview's pixels, so these must do for both.
  const longEdge = Math.max(job.preview.recipe.longEdge, job.thumbnail.recipe.longEdge);
  const request = { longEdge, maxPixels: job.maxPixels, fallbackOrientation: job.fallbackOrientation };
  if (job.embedded !== undefined) return decodePicture(job.embedded, request);
  refuseOddFiles(job.path);
  if (job.content.format === 'heic') return decodeHeif(job.path, request, place.scratch);
  if (!SHARP_FORMATS.has(job.content.format)) {
    throw new AppError('unsupported_format', { detail: job.content.format });
  }
  const decoded = await withToolPath(job.path, place.scratch, (safe) => decodePicture(safe, request));
  return decoded;
}

/** sharp's own words for a missing or an empty file are hard to tell from those for a damaged one. */
function refuseOddFiles(file: string): void {
  try {
    const stats = statSync(toNative(file));
    if (stats.isDirectory()) throw new AppError('is_a_directory');
    if (!stats.isFile()) throw new AppError('not_a_file');
    if (stats.size === 0) throw new AppError('empty_file');
  } catch (error) {
    throw toAppError(error);
  }
}

async function write(
  file: string,
  encoded: { data: Buffer; width: number; height: number },
  place: RenderPlace,
): Promise<RenderedImage> {
  await writeDerivative(file, encoded.data, file + place.temporarySuffix);
  return { width: encoded.width, height: encoded.height, bytes: encoded.data.length };
}
