import { AppError } from '../files/app-error.ts';
import { nativeByteLength } from '../files/native-path.ts';
import { MAX_NAME_BYTES, numberedBase, splitName } from './file-names.ts';

/** A file of a photo that is to have a name in a project. */
export interface Member {
  fileId: number;
  /** Its name now, or when it was last in a project. */
  name: string;
  /** The base name of its photo when it had that name: what follows it is kept. */
  base: string;
}

/** Of the files a photo has in its project, of those that come back from the trash, and of those that are missing. */
export function membersOf(
  base: string,
  files: readonly { id: number; path: string }[],
  restore: readonly { file_id: number; path: string; base_name: string }[],
  missing: readonly { id: number; path: string }[],
): Member[] {
  const member = (file: { id: number; path: string }): Member => ({ fileId: file.id, name: file.path, base });
  // What is there comes first: where two want one name, it keeps it.
  return [
    ...files.map(member),
    ...restore.map((row): Member => ({ fileId: row.file_id, name: row.path, base: row.base_name })),
    ...missing.map(member),
  ];
}

export interface Place {
  base: string;
  /** By file id. */
  names: ReadonlyMap<number, string>;
}

/** More tries than any folder has photos of one name; then something else is wrong. */
const MAX_TRIES = 10_000;

/**
 * Names for all files of a photo in a project: its own base name if that is free for all of them, else the first of
 * `base (2)`, `base (3)`, … that is. A bundle is never torn by a collision of one of its files.
 *
 * @param isFree asked for each choice as a whole
 * @throws AppError `target_exists`
 */
export async function placeBundle(
  members: readonly Member[],
  base: string,
  isFree: (place: Place) => Promise<boolean>,
): Promise<Place> {
  const suffixes = members.map((member) => suffixOf(member));
  const longest = suffixes.reduce((a, b) => (b.length > a.length ? b : a), '');
  for (let index = 0; index < MAX_TRIES; index += 1) {
    const choice = numberedBase(base, index, longest);
    // A photo can have got a longer name since a file of it went into the trash: numbered, it is made to fit.
    if (suffixes.some((suffix) => nativeByteLength(choice + suffix) > MAX_NAME_BYTES)) continue;
    const place = placeAt(members, choice, index);
    if (await isFree(place)) return place;
  }
  throw new AppError('target_exists', { detail: base });
}

/** @param choice the how-manieth it is */
function placeAt(members: readonly Member[], base: string, choice: number): Place {
  const names = new Map<number, string>();
  const given = new Set<string>();
  for (const member of members) {
    const name = nameAt(member, base, given, choice);
    names.set(member.fileId, name);
    given.add(name);
  }
  return { base, names };
}

/**
 * The name of a file of a photo under a base name. Two files of one photo can want one: a picture that was removed,
 * developed anew, and then taken back.
 */
export function nameAt(
  member: Member,
  base: string,
  given: Pick<ReadonlySet<string>, 'has'>,
  choice = 0,
): string {
  const suffix = suffixOf(member);
  // A name that does not begin with its photo's (it was renamed by hand) is kept, and numbered like the others.
  const isOwn = !member.name.startsWith(member.base);
  const [stem, end] = isOwn ? stemAndEnd(member.name) : [base, suffix];
  for (let index = isOwn ? choice : 0; ; index += 1) {
    const name = numberedBase(stem, index, end) + end;
    if (!given.has(name)) return name;
  }
}

function stemAndEnd(name: string): [string, string] {
  const { base } = splitName(name);
  return [base, name.slice(base.length)];
}

function suffixOf({ name, base }: Member): string {
  return name.startsWith(base) ? name.slice(base.length) : '';
}
