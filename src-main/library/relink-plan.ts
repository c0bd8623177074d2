import { candidateBases, renameToBase } from './file-names.ts';

/** A file in a project folder that no row has. */
export interface Stray {
  name: string;
  bytes: number;
  sha256: string;
}

/** A row whose file is not where it should be. */
export interface GoneFile {
  fileId: number;
  name: string;
  bytes: number;
  sha256: string;
  /** A sidecar, or the like: it is the photo's because of its name. */
  isRider: boolean;
}

/** A photo with such rows. */
export interface PhotoWithGone {
  photoId: number;
  projectId: number;
  base: string;
  gone: readonly GoneFile[];
  /** Names of its files that are where they should be. */
  there: readonly string[];
  /** Of those, the sidecars, where no picture is: whose are they, if they are all alike and the names have changed hands? */
  leftBehind: readonly GoneFile[];
  /** Some of it is in the trash of its project. */
  hasTrash: boolean;
}

export interface Relink {
  photoId: number;
  /** The photo's base name from now on. */
  base: string;
  /** True where it moves to the project that was looked at, from another one. */
  moves: boolean;
  /** How it was named until now. */
  from: string;
  files: { fileId: number; name: string; from: string }[];
}

/** Photos of the plan, as far as it has come: those that give up their base name, and those that keep it. */
export interface Planned {
  leaving: ReadonlySet<number>;
  staying: ReadonlySet<number>;
}

/**
 * Finds files that were renamed, or moved here from another project, by hand: their content says which they are. The photo
 * keeps its row with all that a person decided about it. Pure: what is free is asked, nothing is read.
 *
 * A photo moves from another project only as a whole: halves of one photo in two folders are two photos.
 *
 * Names may change hands (`B` becomes `C`, `A` becomes `B`): a base name is free, too, where its photo gives it up.
 */
export function planRelinks(
  strays: readonly Stray[],
  photos: readonly PhotoWithGone[],
  projectId: number,
  isBaseFree: (base: string, planned: Planned) => boolean,
): Relink[] {
  const found = matchAll(strays, photos, projectId, true) ?? matchAll(strays, photos, projectId, false) ?? [];
  const leaving = new Set(
    found
      .filter(({ photo, base }) => photo.projectId === projectId && base !== photo.base)
      .map(({ photo }) => photo.photoId),
  );
  const isHere = (photo: PhotoWithGone) => photo.projectId === projectId;
  // Whoever cannot have the new name keeps the old one, so that another cannot have that: until nothing changes any more.
  for (;;) {
    const staying = new Set(
      found.flatMap(({ photo }) => (isHere(photo) && !leaving.has(photo.photoId) ? [photo.photoId] : [])),
    );
    const given = new Set<string>();
    const take = (base: string): boolean => {
      if (given.has(base) || !isBaseFree(base, { leaving, staying })) return false;
      given.add(base);
      return true;
    };
    const relinks: Relink[] = [];
    let isSettled = true;
    for (const { photo, base, matches } of found) {
      const moves = !isHere(photo);
      let now = photo.base;
      if (moves || leaving.has(photo.photoId)) {
        if (take(base)) now = base;
        else if (!moves) isSettled = !leaving.delete(photo.photoId) && isSettled;
        else if (base === photo.base || !take(photo.base)) continue;
      }
      const files = matches.map(({ file, stray }) => ({
        fileId: file.fileId,
        name: stray.name,
        from: file.name,
      }));
      relinks.push({ photoId: photo.photoId, base: now, moves, from: photo.base, files });
    }
    if (isSettled) return relinks;
  }
}

interface Found {
  photo: PhotoWithGone;
  matches: Match[];
  /** The base name that its files have now, if it can have it. */
  base: string;
}

/**
 * @param release whether sidecars that were left behind may change hands, too
 * @returns null where that leaves one without a name
 */
function matchAll(
  strays: readonly Stray[],
  photos: readonly PhotoWithGone[],
  projectId: number,
  release: boolean,
): Found[] | null {
  const own = photos.filter((photo) => photo.projectId === projectId);
  const released = release ? own.flatMap(({ leftBehind }) => leftBehind) : [];
  const matcher = new Matcher([
    ...strays,
    ...released.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
  ]);
  // Its own project first: a file that was renamed and a copy of it elsewhere are not to change places.
  const found = matcher.match(own.map((photo) => (release ? releasing(photo) : photo)));
  const matched = new Set(found.flatMap(({ matches }) => matches.map(({ file }) => file.fileId)));
  if (released.some(({ fileId }) => !matched.has(fileId))) return null;
  for (const photo of photos) {
    if (photo.projectId === projectId) continue;
    const [whole] = matcher.match([photo]);
    if (whole === undefined) continue;
    if (isWhole(photo, whole.matches.length)) found.push(whole);
    else matcher.giveBack(whole);
  }
  return found;
}

function releasing(photo: PhotoWithGone): PhotoWithGone {
  const names = new Set(photo.leftBehind.map(({ name }) => name));
  return {
    ...photo,
    gone: [...photo.gone, ...photo.leftBehind],
    there: photo.there.filter((name) => !names.has(name)),
  };
}

/** Gives each stray to one photo at most. */
class Matcher {
  readonly #byContent: Map<string, Stray[]>;
  readonly #unused: Set<Stray>;

  constructor(strays: readonly Stray[]) {
    this.#byContent = Map.groupBy(strays, contentOf);
    this.#unused = new Set(strays);
  }

  /** Pictures first. What they are called now says which of several sidecars that are alike is whose. */
  match(photos: readonly PhotoWithGone[]): Found[] {
    const found = photos
      .toSorted((a, b) => a.photoId - b.photoId)
      .map((photo) => ({ photo, matches: this.#take(photo, (file) => !file.isRider) }));
    for (const { photo, matches } of found) {
      const bases = new Set(matches.map((match) => newBase(match, photo.base)));
      const [base] = bases;
      if (base === undefined || bases.size > 1) continue;
      const wanted = (file: GoneFile) => renameToBase(file.name, photo.base, base);
      matches.push(...this.#take(photo, (file, stray) => file.isRider && stray.name === wanted(file)));
    }
    for (const { photo, matches } of found) {
      const files = new Set(matches.map(({ file }) => file));
      matches.push(...this.#take(photo, (file) => file.isRider && !files.has(file)));
    }
    return found
      .filter(({ matches }) => matches.length > 0)
      .map(({ photo, matches }) => ({ photo, matches, base: baseOf(photo, matches) }));
  }

  giveBack({ matches }: Found): void {
    for (const { stray } of matches) this.#unused.add(stray);
  }

  #take(photo: PhotoWithGone, isMeant: (file: GoneFile, stray: Stray) => boolean): Match[] {
    const pairs: (Match & { score: number })[] = [];
    for (const file of photo.gone) {
      for (const stray of this.#byContent.get(contentOf(file)) ?? []) {
        // Empty files are all alike.
        if (file.bytes === 0 && stray.name !== file.name) continue;
        if (!this.#unused.has(stray) || !isMeant(file, stray)) continue;
        pairs.push({ file, stray, score: likeness(file.name, stray.name, photo.base) });
      }
    }
    pairs.sort((a, b) => b.score - a.score);
    const used = new Set<GoneFile>();
    return pairs.filter(({ file, stray }) => {
      if (used.has(file) || !this.#unused.delete(stray)) return false;
      used.add(file);
      return true;
    });
  }
}

interface Match {
  file: GoneFile;
  stray: Stray;
}

function contentOf({ bytes, sha256 }: { bytes: number; sha256: string }): string {
  return `${bytes}:${sha256}`;
}

/** Of copies with one content, the one whose name says most. */
function likeness(before: string, now: string, base: string): number {
  if (before === now) return 3;
  if (now.startsWith(base)) return 2;
  return now.endsWith(suffixOf(before, base)) ? 1 : 0;
}

function isWhole({ gone, there, hasTrash }: PhotoWithGone, found: number): boolean {
  return !hasTrash && there.length === 0 && found === gone.length;
}

/** The new base name, where all that is there of the photo has one. */
function baseOf(photo: PhotoWithGone, matches: readonly Match[]): string {
  const bases = new Set(matches.map((match) => newBase(match, photo.base)));
  if (photo.there.length > 0) bases.add(photo.base);
  const [base] = bases;
  return base !== undefined && bases.size === 1 ? base : photo.base;
}

function newBase({ file, stray: { name: now } }: Match, base: string): string {
  const suffix = suffixOf(file.name, base);
  if (suffix !== '' && now.length > suffix.length && now.endsWith(suffix)) {
    return now.slice(0, -suffix.length);
  }
  return candidateBases(now)[0] ?? now;
}

function suffixOf(name: string, base: string): string {
  return name.startsWith(base) ? name.slice(base.length) : '';
}
