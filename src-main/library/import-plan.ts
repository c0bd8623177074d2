import type { FileRole, Problem } from '../../src-preload/contract/photos.ts';
import type { FileOutcome } from '../../src-preload/contract/upload.ts';
import type { ContentType } from '../workers/protocol.ts';
import {
  agree,
  type Bundle,
  type BundleMember,
  bundleByName,
  contradict,
  isPrimary,
  splitByTime,
} from './bundles.ts';
import { renameToBase, unnumberedBase } from './file-names.ts';

/** A file that an import looks at, with all that was found out about it. */
export interface Candidate extends BundleMember {
  path: string;
  bytes: number;
  mtimeMs: number;
  content: ContentType;
  problem: Problem | null;
  /** Known only where its size made a comparison necessary. */
  sha256: string | null;
  /** Local capture time, read only for files that may be halves of a pair. */
  takenAt: string | null;
}

/** What the library knows that bears on the plan. */
export interface KnownFile {
  photoId: number;
  projectId: number;
  base: string;
  name: string;
  role: FileRole;
  /** Somebody removed it: it is known, and not taken in again behind their back. */
  inTrash: boolean;
}
export interface KnownPhoto {
  photoId: number;
  base: string;
  takenAt: string | null;
  roles: ReadonlySet<FileRole>;
  names: ReadonlySet<string>;
}
export interface LibraryKnowledge {
  /** Files of the library with this content. */
  filesWith(bytes: number, sha256: string): readonly KnownFile[];
  /** The photo of the project with this base name. */
  photoNamed(base: string): KnownPhoto | null;
  /** The project of the import; null while it does not exist yet. */
  projectId: number | null;
}

export interface PlannedFile {
  candidate: Candidate;
  outcome: FileOutcome;
  photoId: number | null;
  problem: Problem | null;
}

/** What is to become of one bundle: files to take in as one photo (new, or an existing one), and files left out. */
export interface PlannedBundle {
  base: string;
  /** The photo that the files join; null for a new one. */
  joins: { photoId: number; base: string } | null;
  take: PlannedFile[];
  leave: PlannedFile[];
}

/**
 * Decides what an import does with every file. Pure: it reads nothing and changes nothing. Order matters only between
 * equal contents: the first is taken in, the later ones are duplicates of it.
 *
 * Duplicates are judged by whole photos. A RAW that is known under another name, with a JPEG or a sidecar that is not,
 * is taken in with it: leaving it out would tear the pair (immich#27733) or lose an edit.
 */
export function planImport(candidates: readonly Candidate[], known: LibraryKnowledge): PlannedBundle[] {
  return [...planBundles(candidates, known)];
}

/** The same one by one, so that whoever plans 100,000 photos can do something else between them. */
export function* planBundles(
  candidates: readonly Candidate[],
  known: LibraryKnowledge,
): Generator<PlannedBundle> {
  const bundles = mergeSiblings(bundleByName(candidates).flatMap((b) => splitByTime(b, (m) => m.takenAt)));
  const batch: Batch = {
    taken: new Set(),
    photoBases: new Set(
      bundles.filter((bundle) => bundle.members.some((m) => isPrimary(m.role))).map((bundle) => bundle.base),
    ),
  };
  for (const bundle of bundles) yield planBundle(bundle, known, batch);
}

/** What this import brings along itself. */
interface Batch {
  /** Content that is taken in already. */
  taken: Set<string>;
  /** Base names that come with a picture. */
  photoBases: ReadonlySet<string>;
}

const contentKey = (file: Candidate): string | null =>
  file.sha256 === null || file.bytes === 0 ? null : `${file.bytes}:${file.sha256}`;

function planBundle(bundle: Bundle<Candidate>, known: LibraryKnowledge, batch: Batch): PlannedBundle {
  const { taken } = batch;
  const plan: PlannedBundle = { base: bundle.base, joins: null, take: [], leave: [] };
  const primaries = bundle.members.filter((member) => isPrimary(member.role));
  if (primaries.length === 0) return planRiders(bundle, known, batch, plan);

  const matches = new Map(bundle.members.map((file) => [file, matchOf(file, bundle.base, known, taken)]));
  const matchesOf = (files: readonly Candidate[]) => files.map((file) => matches.get(file) ?? null);
  const home = homeOf(matchesOf(primaries));
  const photo = known.photoNamed(home?.base ?? bundle.base);
  if (home !== undefined) {
    plan.joins = { photoId: home.photoId, base: home.base };
    for (const file of bundle.members) {
      const match = matches.get(file) ?? null;
      const isThere =
        match?.where === 'project' && (isPrimary(file.role) || isFileOf(home.photoId, file, known));
      if (isThere) plan.leave.push(left(file, 'duplicate', match.photoId, trashNote(match)));
      else complete(plan, file, home.photoId, photo);
    }
  } else if (matchesOf(bundle.members).every((match) => match !== null)) {
    for (const [file, match] of matches)
      plan.leave.push(left(file, leftOutcome(match), match?.photoId ?? null, trashNote(match)));
  } else if (matchesOf(primaries).every((match) => match?.where === 'elsewhere')) {
    for (const [file, match] of matches) {
      plan.leave.push(left(file, 'conflict', match?.photoId ?? null, trashNote(match)));
    }
  } else if (photo !== null && completesByName(primaries, photo)) {
    plan.joins = { photoId: photo.photoId, base: photo.base };
    for (const file of bundle.members) complete(plan, file, photo.photoId, photo);
  } else {
    plan.take = bundle.members.map((file) => take(file, 'imported', null));
  }
  for (const { candidate } of plan.take) {
    const key = contentKey(candidate);
    if (key !== null) taken.add(key);
  }
  return plan;
}

/**
 * Sidecars and others without a picture beside them: a sidecar joins the photo of its name that is there already, but
 * not where the same import brings a picture of that name from another folder. Then it is that folder's photo, and this
 * sidecar is a stranger's.
 */
function planRiders(
  bundle: Bundle<Candidate>,
  known: LibraryKnowledge,
  batch: Batch,
  plan: PlannedBundle,
): PlannedBundle {
  const photo = known.photoNamed(bundle.base);
  for (const file of bundle.members) {
    const match = matchOf(file, bundle.base, known, new Set());
    const here = match !== null && match.where === 'project' ? match : null;
    if (here?.sameBase) plan.leave.push(left(file, 'duplicate', here.photoId, trashNote(here)));
    else if (photo !== null && file.role === 'sidecar' && !batch.photoBases.has(bundle.base)) {
      plan.joins = { photoId: photo.photoId, base: photo.base };
      complete(plan, file, photo.photoId, photo);
    } else if (here !== null) plan.leave.push(left(file, 'duplicate', here.photoId));
    else {
      const code = file.role === 'sidecar' ? 'no_photo_for_sidecar' : 'unknown_content';
      plan.leave.push(left(file, 'unsupported', null, { code, detail: file.content.format }));
    }
  }
  return plan;
}

/** The photo of this project and this name that has one of the files already. */
function homeOf(matches: readonly (Match | null)[]): LibraryMatch | undefined {
  for (const match of matches) if (match?.where === 'project' && match.sameBase) return match;
  return undefined;
}

function trashNote(match: Match | null): Problem | null {
  return match !== null && match.where !== 'batch' && match.inTrash ? { code: 'in_trash' } : null;
}

function leftOutcome(match: Match | null): FileOutcome {
  return match?.where === 'elsewhere' ? 'conflict' : 'duplicate';
}

interface LibraryMatch {
  where: 'project' | 'elsewhere';
  photoId: number;
  base: string;
  sameBase: boolean;
  inTrash: boolean;
}
type Match =
  | LibraryMatch
  /** Of a file that this same import takes in; its photo does not exist yet. */
  | { where: 'batch'; photoId: null };

function matchOf(
  file: Candidate,
  base: string,
  known: LibraryKnowledge,
  taken: ReadonlySet<string>,
): Match | null {
  if (file.sha256 === null) return null;
  // Empty files are all alike: only one of the same name is the same file.
  const all = known.filesWith(file.bytes, file.sha256).filter((k) => file.bytes > 0 || k.name === file.name);
  const here = all.filter((k) => k.projectId === known.projectId);
  const best = here.find((k) => isSameBase(k.base, base)) ?? here[0] ?? all[0];
  if (best !== undefined) {
    const where = best.projectId === known.projectId ? 'project' : 'elsewhere';
    const { photoId, inTrash } = best;
    return { where, photoId, base: best.base, sameBase: isSameBase(best.base, base), inTrash };
  }
  const key = contentKey(file);
  return key !== null && taken.has(key) ? { where: 'batch', photoId: null } : null;
}

/**
 * True where this very photo has the file. A preset writes the same sidecar for a hundred photos: that another has it
 * says nothing.
 */
function isFileOf(photoId: number, file: Candidate, known: LibraryKnowledge): boolean {
  if (file.sha256 === null) return false;
  return known
    .filesWith(file.bytes, file.sha256)
    .some((k) => k.photoId === photoId && (file.bytes > 0 || k.name === file.name));
}

function isSameBase(known: string, base: string): boolean {
  return known === base || unnumberedBase(known) === base;
}

function completesByName(primaries: readonly Candidate[], photo: KnownPhoto): boolean {
  return primaries.every(
    (file) =>
      file.role !== 'video' && !photo.roles.has(file.role) && !contradict(file.takenAt, photo.takenAt),
  );
}

function complete(plan: PlannedBundle, file: Candidate, photoId: number, photo: KnownPhoto | null): void {
  // The library's own version is never replaced, and two sidecars of one name cannot both be the photo's.
  const name = photo === null ? file.name : renameToBase(file.name, plan.base, photo.base);
  if (photo?.names.has(name)) {
    plan.leave.push(left(file, 'conflict', photoId, { code: 'differs_from_library' }));
  } else plan.take.push(take(file, 'completion', photoId));
}

function take(candidate: Candidate, outcome: FileOutcome, photoId: number | null): PlannedFile {
  return { candidate, outcome, photoId, problem: candidate.problem };
}

function left(
  candidate: Candidate,
  outcome: FileOutcome,
  photoId: number | null,
  problem: Problem | null = null,
): PlannedFile {
  return { candidate, outcome, photoId, problem };
}

/**
 * Joins the halves of pairs that lie in sibling folders (`RAW/`, `JPEG/`). By name alone that would pair strangers, so
 * both capture times must be known and agree.
 */
function mergeSiblings(bundles: Bundle<Candidate>[]): Bundle<Candidate>[] {
  const waiting = new Map<string, Bundle<Candidate>>();
  const merged: Bundle<Candidate>[] = [];
  for (const bundle of bundles) {
    const key = `${parentFolder(bundle.folder)}\0${bundle.base}`;
    const other = waiting.get(key);
    if (other !== undefined && other.folder !== bundle.folder && areHalves(other, bundle)) {
      other.members.push(...bundle.members);
      waiting.delete(key);
      continue;
    }
    merged.push(bundle);
    if (isHalf(bundle)) waiting.set(key, bundle);
  }
  return merged;
}

function isHalf(bundle: Bundle<Candidate>): boolean {
  const roles = new Set(bundle.members.map((m) => m.role));
  return roles.has('image') !== roles.has('raw');
}

function areHalves(a: Bundle<Candidate>, b: Bundle<Candidate>): boolean {
  const timed = (bundle: Bundle<Candidate>, role: FileRole) => bundle.members.find((m) => m.role === role);
  if (!isHalf(a) || !isHalf(b)) return false;
  const image = timed(a, 'image') ?? timed(b, 'image');
  const raw = timed(a, 'raw') ?? timed(b, 'raw');
  const namesClash = a.members.some((x) => b.members.some((y) => x.name === y.name));
  return image !== undefined && raw !== undefined && !namesClash && agree(image.takenAt, raw.takenAt);
}

function parentFolder(folder: string): string {
  return folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
}
