import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { toAppError } from '../../files/app-error.ts';
import { toNative } from '../../files/native-path.ts';

/** Answers of file systems that know no hard links (exFAT, FAT, many network and FUSE ones). */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL']);

export type Link = (existing: string | Buffer, created: string | Buffer) => void;

/**
 * Gives a complete file its final name in the same folder, without ever replacing what has that name:
 * `target_exists` then. A rename would replace it silently; `link` fails instead, and is just as atomic.
 *
 * Where there are no hard links the name is taken first, by creating it exclusively, and then replaced by a rename:
 * what is replaced is our own empty file. A power cut between the two leaves that empty file, which the journal of
 * the engine knows of; nothing of anyone else's is ever touched.
 */
export function appear(temporary: string, target: string, link: Link = linkSync): void {
  const from = toNative(temporary);
  const to = toNative(target);
  try {
    link(from, to);
  } catch (error) {
    if (!NO_LINKS.has((error as NodeJS.ErrnoException).code ?? '')) throw toAppError(error);
    takeNameAndRename(from, to);
    flushFolderOf(target, to);
    return;
  }
  // The new name is safe before the old one goes.
  flushFolderOf(target, to);
  try {
    unlinkSync(from);
  } catch {
    // The copy is complete under its name. A second name for the same bytes is swept with other temporary files.
  }
}

function takeNameAndRename(from: string | Buffer, to: string | Buffer): void {
  try {
    closeSync(openSync(to, 'wx'));
  } catch (error) {
    throw toAppError(error);
  }
  try {
    renameSync(from, to);
  } catch (error) {
    rmSync(to, { force: true });
    throw toAppError(error);
  }
}

/**
 * A new name is on the disk only once its folder is. Where that fails, the file that we made goes again: the caller
 * is told of a failure, and then nothing may be there. Windows has no such call and does it by itself.
 */
function flushFolderOf(file: string, native: string | Buffer): void {
  if (process.platform === 'win32') return;
  try {
    const descriptor = openSync(toNative(path.dirname(file)), 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    // Some network file systems refuse it on folders; there is nothing better to call.
    if ((error as NodeJS.ErrnoException).code === 'EINVAL') return;
    rmSync(native, { force: true });
    throw toAppError(error);
  }
}
