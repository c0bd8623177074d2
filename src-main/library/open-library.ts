import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { connect, type Db, execute, onDiskFull, selectOne } from '../db/connection.ts';
import { holdReserve } from '../db/disk-reserve.ts';
import { migrate, NewerSchemaError } from '../db/migrate.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import { makeFolders } from '../files/make-folders.ts';
import { resolveStart } from '../files/walk.ts';
import { removeApiNote } from './api-note.ts';
import { type LibraryLock, lockLibrary } from './library-lock.ts';
import { type LibraryPaths, libraryPaths } from './library-paths.ts';

export interface OpenLibraryOptions {
  /** Make a library where there is none. The folder itself is made too. */
  create: boolean;
  /** Told to whoever finds the library locked: `app`, `cli`, … */
  program: string;
  now: number;
  nativeBinding?: string | undefined;
}

export interface OpenedLibrary {
  id: string;
  name: string;
  paths: LibraryPaths;
  db: Db;
  lock: LibraryLock;
  schemaVersion: number;
}

/**
 * Opens the library in `root`: checks the place, takes the lock, opens and migrates the database.
 * @throws AppError `library_missing`, `library_locked`, `library_damaged`, `library_newer`, `library_no_locking`,
 *   `library_conflict_copy`, `not_a_directory`, `not_writable`, `disk_full`, `io_error`
 */
export async function openLibrary(root: string, options: OpenLibraryOptions): Promise<OpenedLibrary> {
  const paths = libraryPaths(await findRoot(root, options.create));
  await prepareFolders(paths, options.create);
  const conflict = await findConflictCopy(paths);
  if (conflict !== null) throw new AppError('library_conflict_copy', { detail: conflict });
  const lock = await lockLibrary(paths, options);
  try {
    await forgetTheDead(paths);
    const { db, schemaVersion } = openDatabase(paths, options);
    const row = selectOne<{ id: string }>(db, 'SELECT id FROM library');
    const id = row?.id ?? randomUUID();
    if (row === undefined)
      execute(db, 'INSERT INTO library(one, id, created_at) VALUES (1, @id, @now)', { id, now: options.now });
    return { id, name: basename(paths.root), paths, db, lock, schemaVersion };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The lock is ours: a note that is still there is of a process that was killed. */
async function forgetTheDead(paths: LibraryPaths): Promise<void> {
  try {
    await removeApiNote(paths);
  } catch {
    // It names a process that holds no lock, so nobody believes it: no reason to keep the library shut.
  }
}

async function findRoot(root: string, create: boolean): Promise<string> {
  try {
    if (create) await makeFolders(root);
    const real = await resolveStart(root);
    if (!(await stat(real)).isDirectory()) throw new AppError('not_a_directory', { detail: root });
    return real;
  } catch (error) {
    const failure = toAppError(error);
    // Its parent is there, and yet it cannot be made: a file system that takes no new folders.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new AppError('not_writable', { detail: root, cause: error });
    }
    if (failure.code === 'path_missing')
      throw new AppError('library_missing', { detail: root, cause: error });
    if (failure.code === 'target_exists' || failure.code === 'file_missing') {
      throw new AppError('not_a_directory', { detail: root, cause: error });
    }
    if (failure.code === 'no_permission' || failure.code === 'read_only') {
      throw new AppError('not_writable', { detail: root, cause: error });
    }
    throw failure;
  }
}

async function prepareFolders(paths: LibraryPaths, create: boolean): Promise<void> {
  try {
    await access(create ? paths.own : paths.database);
  } catch (error) {
    if (!create) throw new AppError('library_missing', { detail: paths.root, cause: error });
  }
  try {
    for (const folder of [paths.own, paths.derivatives, paths.temporary, paths.logs, paths.backups]) {
      await mkdir(folder, { recursive: true });
    }
    await access(paths.own, constants.W_OK);
  } catch (error) {
    const failure = toAppError(error);
    const code = failure.code === 'disk_full' ? 'disk_full' : 'not_writable';
    throw new AppError(code, { detail: failure.detail ?? paths.root, cause: error });
  }
}

/** Names that sync programs give to the losing copy of a file: opening either would be opening half a truth. */
const CONFLICT_COPY =
  /conflicted copy|in conflict|\.sync-conflict-|\(konflikt|conflict(ed)? \d{4}-\d{2}-\d{2}/i;

async function findConflictCopy(paths: LibraryPaths): Promise<string | null> {
  if (CONFLICT_COPY.test(basename(paths.root))) return paths.root;
  const names = await readdir(paths.own);
  const found = names.find((name) => name.startsWith('library') && CONFLICT_COPY.test(name));
  return found === undefined ? null : join(paths.own, found);
}

function openDatabase(paths: LibraryPaths, options: OpenLibraryOptions): { db: Db; schemaVersion: number } {
  let db: Db | null = null;
  try {
    db = connect(paths.database, { nativeBinding: options.nativeBinding });
    const reserve = holdReserve(paths.reserve);
    onDiskFull(db, () => reserve.release());
    const schemaVersion = migrate(db, {
      backupTo: (version) => join(paths.backups, `library-v${version}-${options.now}.db`),
    });
    return { db, schemaVersion };
  } catch (error) {
    db?.close();
    throw databaseError(error);
  }
}

function databaseError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof NewerSchemaError) return new AppError('library_newer', { detail, cause: error });
  const code = (error as { code?: string }).code ?? '';
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return new AppError('library_damaged', { detail, cause: error });
  }
  if (code === 'SQLITE_FULL') return new AppError('disk_full', { detail, cause: error });
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_CANTOPEN') {
    return new AppError('not_writable', { detail, cause: error });
  }
  return new AppError('io_error', { detail, cause: error });
}
