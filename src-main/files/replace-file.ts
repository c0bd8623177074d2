import type { Stats } from 'node:fs';
import { link, rename, rm, unlink } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AppError, toAppError } from './app-error.ts';
import type { FolderFlush } from './folder-flush.ts';
import { makeFoldersBelow } from './make-folders.ts';
import { look, NO_LINKS, requireAsSeen } from './move-file.ts';
import { toNative } from './native-path.ts';

export interface Replacement {
  /** The new content: whole, flushed, in the folder of the target. */
  temporary: string;
  target: string;
  /** Where the bytes before stay. */
  kept: string;
  /** What the target was when the new content was made of it. */
  before: { bytes: number; mtimeMs: number; sha256: string };
  /** The folder of the project. Folders for `kept` are made below it; it itself never is. */
  root: string;
}

export interface ReplaceTools {
  folders: FolderFlush;
  /** Copies whole, flushed and read back, or not at all; never over anything. For disks without hard links. */
  copy(source: string, target: string, mtimeMs: number): Promise<{ sha256: string }>;
}

/**
 * Gives a file new content, and keeps the old. At no instant is there no file, or a half one: the old content gets its
 * second name first, and one rename puts the new in its place. After a death at any instruction the old content is at one
 * of the two names.
 *
 * @throws AppError `file_changed` where it is not what the new content was made of, `file_missing`, `target_exists` where
 *   something lies at `kept`: the target is then as it was. The file system's own: then it has to be looked what lies there
 */
export async function replaceFile(replacement: Replacement, tools: ReplaceTools): Promise<void> {
  const { temporary, target, kept, root } = replacement;
  await makeFoldersBelow(root, dirname(kept));
  await keep(replacement, tools);
  try {
    // Before the swap: after a power cut the disk may have the one and not the other, and the old content would be nowhere.
    await tools.folders.flush(dirname(kept));
    await requireUnchanged(replacement);
  } catch (error) {
    await rm(toNative(kept), { force: true });
    throw toAppError(error);
  }
  try {
    await rename(toNative(temporary), toNative(target));
    await tools.folders.flush(dirname(target));
  } catch (error) {
    // A network disk may have done it all the same: whoever rolls back looks, and needs both.
    throw toAppError(error);
  }
}

async function keep({ target, kept, before }: Replacement, tools: ReplaceTools): Promise<void> {
  try {
    await link(toNative(target), toNative(kept));
  } catch (error) {
    if (!NO_LINKS.has((error as NodeJS.ErrnoException).code ?? '')) throw toAppError(error);
    const { sha256 } = await tools.copy(target, kept, before.mtimeMs);
    if (sha256 === before.sha256) return;
    await rm(toNative(kept), { force: true });
    throw new AppError('file_changed', { detail: basename(target), retry: 'later' });
  }
}

async function requireUnchanged({ target, before }: Replacement): Promise<void> {
  const info = await look(target);
  if (info === null) throw new AppError('file_missing', { detail: basename(target) });
  if (!isAs(info, before)) throw new AppError('file_changed', { detail: basename(target), retry: 'later' });
}

function isAs(info: Stats, { bytes, mtimeMs }: { bytes: number; mtimeMs: number }): boolean {
  return info.isFile() && info.size === bytes && info.mtimeMs === mtimeMs;
}

/**
 * Gives a new file its name, never over anything.
 * @throws AppError `target_exists`
 */
export async function placeFile(temporary: string, target: string, folders: FolderFlush): Promise<void> {
  const [from, to] = [toNative(temporary), toNative(target)];
  try {
    await link(from, to);
    await unlink(from);
  } catch (error) {
    if (!NO_LINKS.has((error as NodeJS.ErrnoException).code ?? '')) throw toAppError(error);
    // No hard links here (exFAT and the like): a look and a rename is the best there is.
    if ((await look(target)) !== null) throw new AppError('target_exists', { detail: basename(target) });
    await rename(from, to);
  }
  await folders.flush(dirname(target));
}

/**
 * Puts old content back in place of ours, in one rename; from another volume by way of a copy.
 * @param input.temporary a name of ours in the folder of the target
 * @param input.seen what lay at the target when it was found to be ours
 * @throws AppError `file_changed` where it is something else by now
 */
export async function putBack(
  input: { kept: string; target: string; temporary: string; mtimeMs: number; seen: Stats | null },
  tools: ReplaceTools,
): Promise<void> {
  const { kept, target, temporary, mtimeMs, seen } = input;
  try {
    await requireAsSeen(target, seen);
    await rename(toNative(kept), toNative(target));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw toAppError(error);
    await rm(toNative(temporary), { force: true });
    await tools.copy(kept, temporary, mtimeMs);
    await requireAsSeen(target, seen);
    await rename(toNative(temporary), toNative(target));
    await rm(toNative(kept), { force: true });
  }
  await Promise.all([tools.folders.flush(dirname(target)), tools.folders.flushIfThere(dirname(kept))]);
}
