import type { ExifInput, ExifOutput } from '../protocol.ts';
import { ESSENTIAL_TAGS, essentialExif } from './essential-exif.ts';
import type { ExifToolSession, RawTags } from './exif-tool-session.ts';
import { PICTURE_OPTIONS } from './picture-options.ts';

/**
 * For JPEGs: all tags, as numbers, but none that ExifTool would have to compute. Asking for each tag by name costs
 * it more than printing them all (10 ms of Perl for an iPhone photo; 5 this way, 7 for `-fast2` with its computed
 * tags), and the maker's notes, which a Live Photo's identifier is in, are still read.
 */
const ALL_TAGS = ['-G0', '-n', '-fast', '-e', ...PICTURE_OPTIONS];
/**
 * For all others: what is needed, by name. The size of a RAW has to be computed from the maker's tags, and a hostile
 * PNG or TIFF holds 60 MB of text or 1,500 pages of tags that nobody asked for.
 */
const NAMED_TAGS = ['-G0', '-fast', ...PICTURE_OPTIONS, ...ESSENTIAL_TAGS.map((tag) => `-${tag}`)];

const JPEG_FORMATS = new Set(['jpeg', 'mpo']);
/** Where makers note a lens by number alone. */
const LENS_NUMBERS = ['MakerNotes:LensType', 'MakerNotes:LensIDNumber', 'MakerNotes:LensType2'];

export async function readEssentialExif(session: ExifToolSession, input: ExifInput): Promise<ExifOutput> {
  const exif = await readTags(session, input);
  // CR3 and HEIC are built like movies, and say that they last a second.
  const plays = input.content.kind === 'video' || input.content.kind === 'audio';
  return plays ? exif : { ...exif, durationSeconds: null };
}

async function readTags(session: ExifToolSession, input: ExifInput): Promise<ExifOutput> {
  if (!JPEG_FORMATS.has(input.content.format)) {
    return essentialExif(await session.read(input.path, NAMED_TAGS));
  }
  const tags = await session.read(input.path, ALL_TAGS);
  const exif = essentialExif(tags);
  if (exif.lens !== null || !hasLensNumber(tags)) return exif;
  return essentialExif({
    ...tags,
    ...(await session.read(input.path, ['-G0', '-fast', '-Composite:LensID'])),
  });
}

function hasLensNumber(tags: RawTags): boolean {
  return LENS_NUMBERS.some((name) => Number(tags[name]) > 0);
}
