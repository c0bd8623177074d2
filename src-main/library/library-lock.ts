import { readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';
import { connect, type Db } from '../db/connection.ts';
import { AppError } from '../files/app-error.ts';
import type { LibraryPaths } from './library-paths.ts';

const holder = z.object({ pid: z.int(), host: z.string(), program: z.string(), sinceMs: z.int() });
export type LockHolder = z.infer<typeof holder>;

export interface LibraryLock {
  release(): void;
}

/**
 * Takes the library for this process alone. The lock is one that the system itself drops when a process dies, however
 * it dies: an open exclusive transaction on a small database of its own. A file with a pid in it would need guessing
 * after every crash. Who holds it is written beside it, for people.
 *
 * @throws AppError `library_locked` (detail: the holder, as JSON), `library_no_locking`
 */
export async function lockLibrary(
  paths: LibraryPaths,
  input: { program: string; now: number; nativeBinding?: string | undefined },
): Promise<LibraryLock> {
  const note = `${paths.lock}.json`;
  let db: Db | null = null;
  try {
    // Without waiting: whoever is second is told at once.
    db = connect(paths.lock, { nativeBinding: input.nativeBinding, busyTimeoutMs: 0, journal: 'delete' });
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    throw await lockError(error, note);
  }
  const held = db;
  const self: LockHolder = { pid: process.pid, host: hostname(), program: input.program, sinceMs: input.now };
  await writeFile(note, JSON.stringify(self));
  return {
    release: () => {
      held.exec('ROLLBACK');
      held.close();
    },
  };
}

async function lockError(error: unknown, note: string): Promise<AppError> {
  const code = (error as { code?: string }).code ?? '';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new AppError('library_locked', { detail: JSON.stringify(await readHolder(note)), cause: error });
  }
  if (code === 'SQLITE_IOERR_LOCK' || code === 'SQLITE_PROTOCOL' || code === 'SQLITE_NOLFS') {
    return new AppError('library_no_locking', { detail: code, cause: error });
  }
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return new AppError('library_damaged', { detail: 'lock.db', cause: error });
  }
  return new AppError(
    code === 'SQLITE_FULL'
      ? 'disk_full'
      : code === 'SQLITE_READONLY' || code === 'SQLITE_CANTOPEN'
        ? 'not_writable'
        : 'io_error',
    { detail: error instanceof Error ? error.message : String(error), cause: error },
  );
}

async function readHolder(note: string): Promise<LockHolder> {
  try {
    return holder.parse(JSON.parse(await readFile(note, 'utf8')));
  } catch {
    // Held, but the note is not written yet or was lost: the lock counts, its holder stays unnamed.
    return { pid: 0, host: '', program: 'unknown', sinceMs: 0 };
  }
}
