import { AppError } from '../../files/app-error.ts';
import type { DescriptionAnswer, DescriptionInput, DescriptionOutput } from '../protocol.ts';
import { toWireError } from '../reply.ts';
import { DESCRIPTIVE_TAGS, descriptionIn } from './descriptive-tags.ts';
import type { ExifToolSession, RawTags } from './exif-tool-session.ts';

/** For JPEGs: all tags, as numbers, but none of the maker's own. Asking for each by name takes twice as long. */
const ALL_TAGS = ['-G0', '-n', '-fast2', '-e', '-api', 'largefilesupport=1'];
/** For all others: what is needed, by name. Hostile PNGs and TIFFs hold 60 MB of text that nobody asked for. */
const NAMED_TAGS = [
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
export async function readDescription(
  session: ExifToolSession,
  { path, isJpeg }: DescriptionInput,
): Promise<DescriptionOutput> {
  return describe(await session.read(path, isJpeg ? ALL_TAGS : NAMED_TAGS), path);
}

/** The same of several files with one command, each with an answer of its own. */
export async function readDescriptions(
  session: ExifToolSession,
  { paths, isJpeg }: { paths: readonly string[]; isJpeg: boolean },
): Promise<DescriptionAnswer[]> {
  const found = await session.readAll(paths, isJpeg ? ALL_TAGS : NAMED_TAGS);
  return paths.map((path, at) => {
    const tags = found[at];
    try {
      if (tags === undefined) throw new AppError('exiftool_failed', { detail: 'no answer' });
      if (tags instanceof AppError) throw tags;
      return describe(tags, path);
    } catch (error) {
      return { error: toWireError(error) };
    }
  });
}

function describe(tags: RawTags, path: string): DescriptionOutput {
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
