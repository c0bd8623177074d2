import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { AppError } from '../../files/app-error.ts';
import { toNative } from '../../files/native-path.ts';
import type { DescriptionAnswer, DescriptionInput, DescriptionOutput } from '../protocol.ts';
import { toWireError } from '../reply.ts';
import { DESCRIPTIVE_TAGS, descriptionIn } from './descriptive-tags.ts';
import type { ExifToolSession, RawTags } from './exif-tool-session.ts';
import { PICTURE_OPTIONS } from './picture-options.ts';

/** For JPEGs: all tags, as numbers, but none of the maker's own. Asking for each by name takes twice as long. */
const ALL_TAGS = ['-G0', '-n', '-fast2', '-e', ...PICTURE_OPTIONS];
/** For all others: what is needed, by name. Hostile PNGs and TIFFs hold 60 MB of text that nobody asked for. */
const NAMED_TAGS = [
  '-G0',
  '-fast',
  ...PICTURE_OPTIONS,
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
  const damage = damageIn(tags, path);
  if (damage !== null) throw new AppError('metadata_damaged', { detail: damage });
  const said = descriptionIn(tags);
  return isSuspect(tags) ? { ...said, isPartial: true } : said;
}

/** ExifTool goes on where it can: what it warns of may be what it did not find. */
function isSuspect(tags: RawTags): boolean {
  const warning = tags['ExifTool:Warning'];
  return warning !== undefined && !String(warning).startsWith('[minor]');
}

/** A program that died while it wrote a sidecar leaves one that seems to say nothing. */
function damageIn(tags: RawTags, path: string): string | null {
  const error = tags['ExifTool:Error'];
  if (typeof error === 'string') return error;
  const warning = tags['ExifTool:Warning'];
  if (typeof warning === 'string' && FORMAT_ERROR.test(warning)) return warning;
  const type = tags['File:FileType'];
  if (!/\.xmp$/i.test(path)) return type === undefined || type === 'TXT' ? 'no picture' : null;
  if (type !== 'XMP') return 'no XMP';
  const isSilent = !Object.keys(tags).some((tag) => tag.startsWith('XMP:'));
  return damageInXmp(readFileSync(toNative(path)), isSilent);
}

/** A picture that is still being copied has no more than its beginning. */
const FORMAT_ERROR = /^(XMP|JPEG) format error/;

/** What ExifTool does not find fault with, and reads as what it is not. */
function damageInXmp(bytes: Buffer, isSilent: boolean): string | null {
  const isWide = bytes.includes(0);
  // It takes every sidecar for UTF-8, and writes it as such: characters of others would be spoilt.
  if (!isWide && !isUtf8(bytes)) return 'not UTF-8';
  if (!isSilent) return null;
  // Whatever its characters are made of: without the zeros, UTF-16 reads like UTF-8 here.
  const text = bytes.filter((byte) => byte !== 0).toString();
  // Of one that says something it sees the end. The first lines alone say nothing.
  if (!/<\/(\w+:)?RDF\s*>|<(\w+:)?RDF\b[^>]*\/>/.test(text)) return 'no end';
  // UTF-16 it knows only by one of these, and else passes over all that stands there.
  const isUnderstood = !isWide || /^\W*<\?(xpacket|xml)\b/.test(text);
  return isUnderstood || !/<(\w+:)?Description\b/.test(text) ? null : 'UTF-16 that does not say so';
}
