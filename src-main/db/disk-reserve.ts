import { randomFillSync } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';

/** Enough for thousands of rows that say what failed and why. */
const RESERVE_BYTES = 4 * 1024 * 1024;
/** On a volume with less than this many times the reserve, we take none: it would be the reason why it is full. */
const ROOM_FACTOR = 8;

/**
 * A file that takes up room until there is none. A full disk also stops the database, and with it every record of what
 * the full disk did; giving the reserve up lets the engine end its work in order and say so.
 *
 * Synchronous on purpose: it is taken once when a library opens, and given up in the middle of a failing transaction.
 */
export interface DiskReserve {
  /** Answers false where there was nothing to give up. */
  release(): boolean;
}

export function holdReserve(file: string): DiskReserve {
  if (!existsSync(file) || statSync(file).size < RESERVE_BYTES) write(file);
  return {
    release: () => {
      if (!existsSync(file)) return false;
      rmSync(file);
      return true;
    },
  };
}

function write(file: string): void {
  const folder = file.slice(0, file.lastIndexOf('/'));
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < RESERVE_BYTES * ROOM_FACTOR) return;
  const handle = openSync(file, 'w');
  try {
    // Random, because some file systems store zeros, and compressible data, in no room at all.
    writeSync(handle, randomFillSync(Buffer.allocUnsafe(RESERVE_BYTES)));
    fsyncSync(handle);
  } catch {
    // No room for it after all, or no right to write: a library without a reserve works, it only says less when full.
    rmSync(file, { force: true });
  } finally {
    closeSync(handle);
  }
}
