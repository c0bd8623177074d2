import { lstat } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type AppError, toAppError } from '../files/app-error.ts';
import { listFolder } from '../files/list-folder.ts';
import { toNative } from '../files/native-path.ts';
import type { ScanFilter } from './scan-filters.ts';

/** Something in the tree, by its path below the root. `position` is where a search goes on that has had it. */
export type TreeEntry =
  | { kind: 'file'; path: string; position: string; bytes: number; mtimeMs: number }
  /** A file that does not match. */
  | { kind: 'other'; position: string }
  /** It would be looked at, but cannot be. */
  | { kind: 'unreadable'; path: string; position: string; error: AppError }
  /** A link or a device whose name matches: never followed, never read. */
  | { kind: 'special'; path: string; position: string; code: 'link' | 'special_file' };

export interface TreeSearch {
  /** Absolute; a real path. */
  root: string;
  recursive: boolean;
  filter: ScanFilter;
  /** Files that the system keeps for itself. */
  isPassedOver(name: string): boolean;
  /** Folders that are not entered, whatever the filter says. */
  isShut(name: string, path: string): boolean;
  /** `position` of the last entry that was had; null at the beginning. */
  after: string | null;
  /** Ends the search where it is. */
  signal: AbortSignal;
}

/** In a position: all of this folder was had. No name can hold it. */
const ALL = '\0';
/** Looks at files under way at once: the disk orders them better than we could. */
const AT_ONCE = 32;

/**
 * Everything below the root, folder by folder: first a folder's files by name, then its folders. The order is fixed, so
 * the path of the last file is all that a search needs to go on from: at any time it holds the names of one folder on
 * each level, and never those of the tree.
 */
export async function* searchTree(search: TreeSearch): AsyncGenerator<TreeEntry> {
  yield* inFolder(search, '', search.after === null ? null : search.after.split('/'));
}

async function* inFolder(
  search: TreeSearch,
  folder: string,
  after: readonly string[] | null,
): AsyncGenerator<TreeEntry> {
  if (search.signal.aborted || after?.[0] === ALL) return;
  const listed = await list(search, folder);
  if (!('files' in listed)) {
    yield listed;
    return;
  }
  // A position of one name is a file of this folder; a longer one lies in a folder of it, so the files were had.
  const lastFile = after === null ? '' : after.length === 1 ? (after[0] ?? '') : null;
  if (lastFile !== null) yield* filesOf(search, folder, listed.files, lastFile);
  if (!search.recursive) return;
  const from = after !== null && after.length > 1 ? (after[0] ?? '') : null;
  for (const name of inOrder(await sortedPieces(listed.folders))) {
    if (search.signal.aborted) return;
    if (from !== null && name < from) continue;
    const path = join(folder, name);
    if (search.isShut(name, absolute(search, path)) || !search.filter.entersFolder(path)) continue;
    yield* inFolder(search, path, name === from ? (after?.slice(1) ?? null) : null);
  }
}

type Listed = { files: string[]; folders: string[] } | Extract<TreeEntry, { kind: 'unreadable' }>;

async function list(search: TreeSearch, folder: string): Promise<Listed> {
  const files: string[] = [];
  const folders: string[] = [];
  try {
    for (const [name, kind] of await listFolder(absolute(search, folder))) {
      (kind === 'folder' ? folders : files).push(name);
    }
    return { files, folders };
  } catch (error) {
    return { kind: 'unreadable', path: folder, position: join(folder, ALL), error: toAppError(error) };
  }
}

async function* filesOf(
  search: TreeSearch,
  folder: string,
  names: string[],
  after: string,
): AsyncGenerator<TreeEntry> {
  let batch: string[] = [];
  for (const name of inOrder(await sortedPieces(names))) {
    if (name <= after) continue;
    batch.push(name);
    if (batch.length < AT_ONCE) continue;
    yield* await lookAll(search, folder, batch);
    batch = [];
    if (search.signal.aborted) return;
  }
  yield* await lookAll(search, folder, batch);
}

function lookAll(search: TreeSearch, folder: string, names: readonly string[]): Promise<TreeEntry[]> {
  return Promise.all(names.map((name) => look(search, join(folder, name), name)));
}

async function look(search: TreeSearch, path: string, name: string): Promise<TreeEntry> {
  const other: TreeEntry = { kind: 'other', position: path };
  if (search.isPassedOver(name) || !search.filter.matchesName(path)) return other;
  try {
    const info = await lstat(toNative(absolute(search, path)));
    if (info.isSymbolicLink()) return { kind: 'special', path, position: path, code: 'link' };
    if (!info.isFile()) return { kind: 'special', path, position: path, code: 'special_file' };
    const file = { bytes: info.size, mtimeMs: Math.round(info.mtimeMs) };
    return search.filter.matchesFile(file) ? { kind: 'file', path, position: path, ...file } : other;
  } catch (error) {
    return { kind: 'unreadable', path, position: path, error: toAppError(error) };
  }
}

const absolute = ({ root }: TreeSearch, path: string): string =>
  path === '' ? root : root === '/' ? `/${path}` : `${root}/${path}`;

const join = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

/** Names sorted at once: 100,000 held the main thread for 150 ms, so many take about 3 ms. */
const PER_PIECE = 4000;

async function sortedPieces(names: readonly string[]): Promise<string[][]> {
  const pieces: string[][] = [];
  for (let start = 0; start < names.length; start += PER_PIECE) {
    pieces.push(names.slice(start, start + PER_PIECE).sort());
    if (names.length > PER_PIECE) await nextTurn();
  }
  return pieces;
}

function* inOrder(pieces: readonly string[][]): Generator<string> {
  const at = pieces.map(() => 0);
  for (;;) {
    let best = -1;
    for (let piece = 0; piece < pieces.length; piece += 1) {
      const name = pieces[piece]?.[at[piece] ?? 0];
      if (name !== undefined && (best === -1 || name < (pieces[best]?.[at[best] ?? 0] ?? ''))) best = piece;
    }
    if (best === -1) return;
    yield pieces[best]?.[at[best] ?? 0] ?? '';
    at[best] = (at[best] ?? 0) + 1;
  }
}
