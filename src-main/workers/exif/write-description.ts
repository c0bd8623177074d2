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
import type {
  DescriptionOutput,
  EmptiedField,
  WriteDescriptionInput,
  WriteDescriptionOutput,
  WrittenFile,
} from '../protocol.ts';
import type { TaskControl } from '../task-control.ts';
import { argsFor, deniedElsewhere, takenAway } from './description-args.ts';
import { descriptionIn, emptiedIn } from './descriptive-tags.ts';
import type { ExifToolSession, RawTags } from './exif-tool-session.ts';
import { PICTURE_OPTIONS } from './picture-options.ts';
import { asMeant } from './text-of-old.ts';

/** A sidecar that says nothing yet. */
const BLANK = `<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></x:xmpmeta>
<?xpacket end='w'?>
`;

const PICTURE_HASH = 'File:ImageDataHash';
/** Of a picture: where a description may stand, and a hash of the picture alone. */
const EMBEDDED = [
  ...['-G0', '-n', '-e', ...PICTURE_OPTIONS, '-Error', '-Warning'],
  ...['-XMP:all', '-EXIF:all', '-IPTC:all', '-Photoshop:IPTCDigest', '-ImageDataHash'],
];

const ALL_XMP = ['-G1', '-a', '-struct', '-n', '-XMP:all'];

/** What a file says, by `-G0`, and what of others could suffer when it is written: all of a sidecar, by `-G1`; IPTC. */
interface Look {
  tags: RawTags;
  all: RawTags;
}

/**
 * Writes a copy of a file that says what is asked for, and proves it before it returns: it is read back and says so; the
 * picture in it is, bit for bit, the one that was there; and whatever other programs wrote into a sidecar, or as IPTC into a
 * picture, is still there.
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
    const old = input.source === null ? SILENT : await look(session, input.source, input.kind);
    if (input.kind === 'embedded' && old.tags[PICTURE_HASH] === undefined)
      throw new AppError('metadata_not_written', { detail: 'the picture in it cannot be told apart' });
    const emptied = [...new Set([...input.emptied, ...(await deniedIn(session, input, old))])];
    const args = argsFor({ ...input, emptied }, old.tags);
    await session.write(input.source ?? blank, input.temporary, args);
    // Before the mode: a file that may only be read could not be opened for it any more.
    flush(input.temporary);
    if (input.source !== null) keepMode(input.source, input.temporary);
    const now = await look(session, input.temporary, input.kind);
    const said = descriptionIn(now.tags);
    requireSaid(input.fields, said);
    const denied = emptiedIn(old.tags).filter((field) => !(field in input.fields));
    const spoken = [...denied, ...emptied].find((field) => !said.emptied.includes(field));
    if (spoken !== undefined) throw new AppError('write_mismatch', { detail: spoken });
    if (old.tags[PICTURE_HASH] !== now.tags[PICTURE_HASH])
      throw new AppError('write_mismatch', { detail: 'picture' });
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

const SILENT: Look = { tags: {}, all: {} };

/** A picture is only looked at for it where something is taken away: that is rare, and costs a question. */
async function deniedIn(
  session: ExifToolSession,
  { source, kind, fields }: WriteDescriptionInput,
  { all }: Look,
): Promise<EmptiedField[]> {
  if (takenAway(fields).length === 0) return [];
  const isPicture = kind === 'embedded' && source !== null;
  return deniedElsewhere(fields, isPicture ? await session.read(source, ALL_XMP) : all);
}

async function look(
  session: ExifToolSession,
  file: string,
  kind: WriteDescriptionInput['kind'],
): Promise<Look> {
  if (kind === 'embedded') {
    const tags = await session.read(file, EMBEDDED);
    return { tags, all: iptcIn(tags) };
  }
  const all = await session.read(file, ALL_XMP);
  const tags = Object.entries(HOMES).flatMap(([home, tag]) =>
    all[home] === undefined ? [] : [[tag, all[home]]],
  );
  return { tags: Object.fromEntries(tags), all };
}

/** Writing into IPTC changes the character set of all that stands there, and what it says of itself. */
function iptcIn(tags: RawTags): RawTags {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([tag, value]) =>
      tag.startsWith('IPTC:') && !OF_IPTC_ITSELF.test(tag) ? [[tag, asMeant(value)]] : [],
    ),
  );
}

const OF_IPTC_ITSELF = /^IPTC:(CodedCharacterSet|\w+RecordVersion)$/;

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

/** All else that others wrote, whatever it means, stands there as it did. */
function requireForeignKept(old: RawTags, now: RawTags, args: readonly string[]): void {
  const isOurs = ownTags(args);
  const form = (value: unknown) => JSON.stringify(withoutSilence(value));
  const lost = Object.keys({ ...old, ...now }).find(
    (tag) => !isOurs(tag) && form(old[tag]) !== form(now[tag]),
  );
  if (lost !== undefined) throw new AppError('write_mismatch', { detail: lost });
}

/** The tags that some arguments change. A text that is taken away goes in all its languages. */
function ownTags(args: readonly string[]): (tag: string) => boolean {
  const changed = args.flatMap((arg) => {
    const match = /^-([^=^*]+)(\*?)\^?=(.*)$/s.exec(arg);
    return match === null ? [] : [{ tag: match[1] ?? '', all: match[2] === '*', cleared: match[3] === '' }];
  });
  return (tag) =>
    // The name of whoever wrote last, and of the file that was read.
    tag === 'XMP-x:XMPToolkit' ||
    tag === 'SourceFile' ||
    changed.some(
      (own) =>
        tag === own.tag.replace(/-x-default$/, '') ||
        (own.all && tag.startsWith(own.tag)) ||
        (own.cleared && tag.startsWith(`${own.tag}-`)),
    );
}

/** Lists and structures with nothing in them, such as darktable's `masks_history`, ExifTool does not write again. */
function withoutSilence(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value === '' ? undefined : value;
  const kept = Object.entries(value).flatMap(([key, each]) => {
    const inner = withoutSilence(each);
    return inner === undefined ? [] : [[key, inner] as const];
  });
  if (kept.length === 0) return undefined;
  return Array.isArray(value) ? kept.map(([, each]) => each) : Object.fromEntries(kept);
}
