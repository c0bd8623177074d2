import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { AppError, toAppError } from '../../files/app-error.ts';
import { toNative } from '../../files/native-path.ts';
import { isSame, NOTHING, normalized } from '../../metadata/description.ts';
import { hashFile } from '../files/hash-file.ts';
import { type JpegRemainder, jpegRemainder } from '../files/jpeg-remainder.ts';
import type {
  DescriptionOutput,
  WriteDescriptionInput,
  WriteDescriptionOutput,
  WrittenFile,
} from '../protocol.ts';
import type { TaskControl } from '../task-control.ts';
import { argsFor, deniedElsewhere } from './description-args.ts';
import { descriptionIn, emptiedIn } from './descriptive-tags.ts';
import type { ExifToolSession, RawTags } from './exif-tool-session.ts';
import { ALL_TAGS, requireForeignKept } from './foreign-tags.ts';
import { PICTURE_OPTIONS } from './picture-options.ts';

/** A sidecar that says nothing yet. */
const BLANK = `<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></x:xmpmeta>
<?xpacket end='w'?>
`;

/** Of a picture: where a description may stand. */
const EMBEDDED = [
  ...['-G0', '-n', '-e', ...PICTURE_OPTIONS, '-Error', '-Warning'],
  ...['-XMP:all', '-EXIF:all', '-IPTC:all', '-Photoshop:IPTCDigest'],
];
const ALL_OF_PICTURE = [...ALL_TAGS, ...PICTURE_OPTIONS];
const PICTURE_HASH = ['-G0', ...PICTURE_OPTIONS, '-ImageDataHash'];

/** What a file says, by `-G0`; all that anybody wrote into it, by `-G1`; what its picture is. */
interface Look {
  tags: RawTags;
  all: RawTags;
  /** Two values at most: what belongs to the picture, and what follows it. None of a sidecar. */
  picture: Partial<JpegRemainder> | null;
}

/**
 * Writes a copy of a file that says what is asked for, and proves it before it returns: it is read back and says so; the
 * picture in it is, bit for bit, the one that was there, and so is what follows the picture; and whatever the camera and
 * other programs wrote into it is still there.
 * The file itself is not touched. Where any of that does not hold, there is no copy.
 *
 * @throws AppError `metadata_not_written` where ExifTool refuses (a damaged file), `write_mismatch` where what it wrote is
 *   not what was asked for, `source_changed`, `disk_full`, …
 */
export async function writeDescription(
  session: ExifToolSession,
  input: WriteDescriptionInput,
  control: TaskControl,
): Promise<WriteDescriptionOutput> {
  const blank = path.join(session.scratch, `${path.basename(input.temporary)}.xmp`);
  try {
    if (input.source === null) writeFileSync(blank, BLANK);
    const before = input.source === null ? null : factsOf(input.source, control);
    const picture = input.kind === 'embedded' ? input.source : null;
    const jpeg = picture === null ? null : jpegRemainder(picture, control);
    const questions = questionsOf(input.kind, jpeg !== null);
    const old = input.source === null ? SILENT : lookOf(await session.ask(input.source, questions), jpeg);
    if (picture !== null && old.picture === null)
      throw new AppError('metadata_not_written', { detail: 'the picture in it cannot be told apart' });
    const emptied = [...new Set([...input.emptied, ...deniedElsewhere(input.fields, old.all)])];
    const args = argsFor({ ...input, emptied }, old.tags);
    const found = await session.write(input.source ?? blank, input.temporary, args, questions);
    // Before the mode: a file that may only be read could not be opened for it any more.
    flush(input.temporary);
    if (input.source !== null) keepMode(input.source, input.temporary);
    const now = lookOf(found, jpeg === null ? null : jpegRemainder(input.temporary, control));
    const said = descriptionIn(now.tags);
    requireSaid(input.fields, said);
    const denied = emptiedIn(old.tags).filter((field) => !(field in input.fields));
    const spoken = [...denied, ...emptied].find((field) => !said.emptied.includes(field));
    if (spoken !== undefined) throw new AppError('write_mismatch', { detail: spoken });
    requireSamePicture(old.picture, now.picture);
    requireForeignKept(old.all, now.all, args);
    const written = factsOf(input.temporary, control);
    // Read to its end before ExifTool read it, and the same after.
    if (before !== null && !isUnchanged(input.source ?? '', before))
      throw new AppError('source_changed', { retry: 'later' });
    return { before, written };
  } catch (error) {
    rmSync(toNative(input.temporary), { force: true });
    throw toAppError(error);
  } finally {
    rmSync(blank, { force: true });
  }
}

const SILENT: Look = { tags: {}, all: {}, picture: null };

/** Of a JPEG nobody has to be asked what its picture is. */
function questionsOf(kind: WriteDescriptionInput['kind'], isJpeg: boolean): string[][] {
  if (kind === 'sidecar') return [ALL_TAGS];
  return [ALL_OF_PICTURE, EMBEDDED, ...(isJpeg ? [] : [PICTURE_HASH])];
}

function lookOf([all = {}, tags, hash]: RawTags[], jpeg: JpegRemainder | null): Look {
  const picture = hash?.['File:ImageDataHash'];
  return {
    all,
    tags: tags ?? describedIn(all),
    picture: jpeg ?? (picture === undefined ? null : { picture: String(picture) }),
  };
}

function describedIn(all: RawTags): RawTags {
  return Object.fromEntries(
    Object.entries(HOMES).flatMap(([home, tag]) => (all[home] === undefined ? [] : [[tag, all[home]]])),
  );
}

function requireSamePicture(old: Look['picture'], now: Look['picture']): void {
  for (const part of ['picture', 'trailer'] as const)
    if (old?.[part] !== now?.[part]) throw new AppError('write_mismatch', { detail: part });
}

/** Where in a sidecar a description stands, by `-G1`, and what that is by `-G0`. Other programs have a `Rating`, too. */
const HOMES: Record<string, string> = {
  'XMP-xmp:Rating': 'XMP:Rating',
  'XMP-microsoft:RatingPercent': 'XMP:RatingPercent',
  'XMP-dc:Title': 'XMP:Title',
  'XMP-dc:Description': 'XMP:Description',
  'XMP-dc:Subject': 'XMP:Subject',
  'XMP-lr:HierarchicalSubject': 'XMP:HierarchicalSubject',
  'XMP-digiKam:TagsList': 'XMP:TagsList',
  'XMP-microsoft:LastKeywordXMP': 'XMP:LastKeywordXMP',
  'XMP-mediapro:CatalogSets': 'XMP:CatalogSets',
  'XMP-iptcExt:PersonInImage': 'XMP:PersonInImage',
  'XMP-exif:DateTimeOriginal': 'XMP:DateTimeOriginal',
  'XMP-photoshop:DateCreated': 'XMP:DateCreated',
  'XMP-exif:GPSLatitude': 'XMP:GPSLatitude',
  'XMP-exif:GPSLongitude': 'XMP:GPSLongitude',
};

function factsOf(file: string, control: TaskControl): WrittenFile {
  const { mtimeMs } = statSync(toNative(file));
  return { ...hashFile(file, control), mtimeMs };
}

function isUnchanged(file: string, { bytes, mtimeMs }: WrittenFile): boolean {
  const now = statSync(toNative(file));
  return now.size === bytes && now.mtimeMs === mtimeMs;
}

/** On the disk before anything takes the place of the original. */
function flush(file: string): void {
  const descriptor = openSync(toNative(file), 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Not its times: a program that watches for changes has to see this one. */
function keepMode(from: string, to: string): void {
  const { mode, uid, gid } = statSync(toNative(from));
  chmodSync(toNative(to), mode & 0o7777);
  const own = statSync(toNative(to));
  if (own.uid === uid && own.gid === gid) return;
  try {
    chownSync(toNative(to), uid, gid);
  } catch {
    // Only root may give files away; who could write the old one can write the new one.
  }
}

function requireSaid(fields: WriteDescriptionInput['fields'], said: DescriptionOutput): void {
  const form = (values: Partial<DescriptionOutput>) =>
    normalized({ ...NOTHING, ...values, rating: values.rating ?? NOTHING.rating });
  const [wanted, found] = [form(fields), form(said)];
  for (const field of Object.keys(fields) as (keyof typeof fields)[]) {
    if (!isSame(field, wanted, found)) throw new AppError('write_mismatch', { detail: field });
  }
}
