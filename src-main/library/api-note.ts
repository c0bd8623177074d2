import { constants, type Stats } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { z } from 'zod';
import type { LibraryPaths } from './library-paths.ts';

/**
 * How the command line of this machine can ask the program that holds a library. There is no address in it but a port:
 * whoever reads it cannot be led away from this machine.
 */
const apiNote = z.object({
  pid: z.int(),
  host: z.string(),
  port: z.int().min(1).max(65_535),
  token: z.string().min(1).max(1000),
  /** Of the library beside it. */
  libraryId: z.string(),
});
export type ApiNote = z.infer<typeof apiNote>;

/** Why a note is not believed. Nothing of it was used then. */
export type NoteDoubt = 'foreign_owner' | 'open_to_others' | 'unreadable';

const MAX_BYTES = 4096;
const OTHERS = 0o077;
/** Modes and owners mean nothing there: who may read the library's folder is said by the folder. */
const HAS_MODES = process.platform !== 'win32';

/**
 * Writes it for its owner alone, whole or not at all. Only by whoever holds the lock.
 * @returns false where the file system keeps no secrets (FAT, some shares), and nothing was left there
 */
export async function writeApiNote(paths: LibraryPaths, note: ApiNote): Promise<boolean> {
  const temporary = `${paths.api}.new`;
  await rm(temporary, { force: true });
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      // Looked at before the token is in it.
      if (HAS_MODES && doubtOf(await file.stat()) !== null) return false;
      await file.writeFile(JSON.stringify(note));
    } finally {
      await file.close();
    }
    await rename(temporary, paths.api);
    return true;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Only by whoever holds the lock: so it never removes that of another. */
export async function removeApiNote(paths: LibraryPaths): Promise<void> {
  await rm(paths.api, { force: true });
}

/** Null where there is none. */
export async function readApiNote(
  paths: LibraryPaths,
): Promise<{ note: ApiNote } | { doubt: NoteDoubt } | null> {
  try {
    // Through no link, and looked at by its handle: what is checked is what is read.
    const file = await open(paths.api, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      const info = await file.stat();
      if (!info.isFile() || info.size > MAX_BYTES) return { doubt: 'unreadable' };
      const doubt = HAS_MODES ? doubtOf(info) : null;
      if (doubt !== null) return { doubt };
      return { note: apiNote.parse(JSON.parse(await file.readFile('utf8'))) };
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    return { doubt: code === 'EACCES' ? 'foreign_owner' : 'unreadable' };
  }
}

function doubtOf({ uid, mode }: Stats): NoteDoubt | null {
  if (uid !== process.getuid?.()) return 'foreign_owner';
  return (mode & OTHERS) === 0 ? null : 'open_to_others';
}
