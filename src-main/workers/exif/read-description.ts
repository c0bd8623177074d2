import { AppError } from '../../files/app-error.ts';
import type { DescriptionOutput } from '../protocol.ts';
import { DESCRIPTIVE_TAGS, descriptionIn } from './descriptive-tags.ts';
import type { ExifToolSession, RawTags } from './exif-tool-session.ts';

const ARGS = [
  '-G0',
  '-fast',
  '-api',
  'largefilesupport=1',
  '-FileType',
  '-Error',
  '-Warning',
  ...DESCRIPTIVE_TAGS.map((tag) => `-${tag}`),
];

/**
 * What people wrote about a picture, of a picture or of a sidecar.
 * @throws AppError `metadata_damaged` where it cannot be read to its end: what could not be read was not taken away
 */
export async function readDescription(session: ExifToolSession, path: string): Promise<DescriptionOutput> {
  const tags = await session.read(path, ARGS);
  const damage = damageIn(tags, /\.xmp$/i.test(path));
  if (damage !== null) throw new AppError('metadata_damaged', { detail: damage });
  return descriptionIn(tags);
}

/** A program that died while it wrote a sidecar leaves one that seems to say nothing. */
function damageIn(tags: RawTags, isSidecar: boolean): string | null {
  const error = tags['ExifTool:Error'];
  if (typeof error === 'string') return error;
  const warning = tags['ExifTool:Warning'];
  if (typeof warning === 'string' && warning.startsWith('XMP format error')) return warning;
  return isSidecar && tags['File:FileType'] !== 'XMP' ? 'no XMP' : null;
}
