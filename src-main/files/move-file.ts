import type { Stats } from 'node:fs';
import { link, lstat, rename, unlink } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AppError, toAppError } from './app-error.ts';
import type { FolderFlush } from './folder-flush.ts';
import { makeFoldersBelow } from './make-folders.ts';
import { toNative } from './native-path.ts';

export interface FileMove {
  /** Absolute. */
  source: string;
  target: string;
  /** What the file is known to be. One that is not it any more is left where it is. */
  bytes: number;
  mtimeMs: number;
  sha256: string;
  /**
   * True where only we put files into the target's folder: then one rename does it. Elsewhere somebody else could take
   * the name between our look and the rename, which would replace it: there the name is taken with a link.
   */
  ownFolder: boolean;
  /** The folder of the target's project. Folders below it are made as they are needed; it itself never is. */
  root: string;
}

export interface MoveTools {
  folders: FolderFlush;
  hash(path: string): Promise<{ sha256: string }>;
  /** Copies to another volume: whole under the target's name, flushed and read back, or not there at all. */
  copy(source: string, target: string, mtimeMs: number): Promise<{ sha256: string }>;
}

/** File times are kept to the millisecond, and file systems round them; FAT to two seconds. */
const SAME_TIME_MS = 2000;
/** Answers of file systems that know no hard links. */
export const NO_LINKS: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EINVAL',
]);

/**
 * Moves an original: never over anything, and never one that is not what we think it is. May be called again after a
 * death at any instruction: it finds what is done, and does the rest. Both folders are on the disk when it returns.
 *
 * @throws AppError `file_missing`, `file_changed`, `target_exists`, `not_a_file`, or the file system's own; the file is
 *   then where it was
 */
export async function moveFile(move: FileMove, tools: MoveTools): Promise<void> {
  const [source, target] = await Promise.all([look(move.source), look(move.target)]);
  if (source === null) {
    if (target === null) throw new AppError('file_missing', { detail: basename(move.source) });
    // Done already, before a death. A flush may be missing.
    await requireIntact(move, move.target, target, tools);
    await flushBoth(move, tools.folders);
    return;
  }
  if (target !== null) {
    const isSame = target.ino === source.ino && target.dev === source.dev && source.ino !== 0;
    if (!isSame && !(await isOurCopy(move, target, tools))) {
      throw new AppError('target_exists', { detail: basename(move.target) });
    }
    if (isSame) await remove(move.source);
    else await removeCopied(move, source);
    await flushBoth(move, tools.folders);
    return;
  }
  await requireIntact(move, move.source, source, tools);
  await relocate(move, source, tools);
  await flushBoth(move, tools.folders);
}

async function relocate(move: FileMove, source: Stats, tools: MoveTools): Promise<void> {
  const [from, to] = [toNative(move.source), toNative(move.target)];
  const give = move.ownFolder ? rename : link;
  try {
    await inFolder(move, () => give(from, to));
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EXDEV') return await copyAcross(move, source, tools);
    if (move.ownFolder || !NO_LINKS.has(code)) throw toAppError(error);
    // No hard links here (exFAT and the like): a look and a rename is the best there is.
    if ((await look(move.target)) !== null) {
      throw new AppError('target_exists', { detail: basename(move.target) });
    }
    await rename(from, to);
    return;
  }
  if (!move.ownFolder) await remove(move.source);
}

async function copyAcross(move: FileMove, source: Stats, tools: MoveTools): Promise<void> {
  const { sha256 } = await tools.copy(move.source, move.target, move.mtimeMs);
  if (sha256 !== move.sha256) {
    await remove(move.target);
    throw new AppError('file_changed', { detail: basename(move.source) });
  }
  await removeCopied(move, source);
}

/**
 * Copying takes as long as reading and writing do. What another program saved meanwhile is not in the copy: it stays, and
 * the copy goes.
 * @param source as it was before
 */
async function removeCopied(move: FileMove, source: Stats): Promise<void> {
  try {
    await requireAsSeen(move.source, source);
  } catch (error) {
    if (toAppError(error).code === 'file_changed' && (await look(move.source)) !== null) {
      await remove(move.target);
    }
    throw error;
  }
  await remove(move.source);
}

/** A copy of ours to another volume, whole, from before a death. */
async function isOurCopy(move: FileMove, target: Stats, tools: MoveTools): Promise<boolean> {
  if (!target.isFile() || target.size !== move.bytes) return false;
  const [there, here] = await Promise.all([tools.hash(move.target), tools.hash(move.source)]);
  return there.sha256 === move.sha256 && here.sha256 === move.sha256;
}

/** Size and time tell; where the time differs, the content does. */
async function requireIntact(move: FileMove, path: string, info: Stats, tools: MoveTools): Promise<void> {
  if (!info.isFile()) throw new AppError('not_a_file', { detail: basename(path) });
  if (info.size !== move.bytes) throw new AppError('file_changed', { detail: basename(path) });
  if (Math.abs(info.mtimeMs - move.mtimeMs) < SAME_TIME_MS) return;
  if ((await tools.hash(path)).sha256 !== move.sha256) {
    throw new AppError('file_changed', { detail: basename(path) });
  }
}

async function inFolder({ source, target, root }: FileMove, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    // With its drive pulled in this very moment, the folder would be made at the empty mount point.
    if ((await look(source)) === null) throw new AppError('file_missing', { detail: basename(source) });
    await makeFoldersBelow(root, dirname(target));
    await work();
  }
}

export async function look(path: string): Promise<Stats | null> {
  try {
    return await lstat(toNative(path));
  } catch (error) {
    const failure = toAppError(error);
    if (failure.code === 'file_missing') return null;
    throw failure;
  }
}

/**
 * Telling whose content lies somewhere takes as long as reading it does: whoever goes by the answer looks once more.
 * @throws AppError `file_changed`
 */
export async function requireAsSeen(path: string, seen: Stats | null): Promise<void> {
  const now = await look(path);
  const isSame =
    now === null || seen === null
      ? now === seen
      : now.ino === seen.ino && now.size === seen.size && now.mtimeMs === seen.mtimeMs;
  if (!isSame) throw new AppError('file_changed', { detail: basename(path) });
}

async function remove(path: string): Promise<void> {
  try {
    await unlink(toNative(path));
  } catch (error) {
    throw toAppError(error);
  }
}

async function flushBoth({ source, target }: FileMove, folders: FolderFlush): Promise<void> {
  try {
    await Promise.all([folders.flush(dirname(target)), folders.flushIfThere(dirname(source))]);
  } catch (error) {
    throw toAppError(error);
  }
}
