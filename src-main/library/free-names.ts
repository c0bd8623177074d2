import { type Db, execute, selectAll, selectOne } from '../db/connection.ts';
import type { FileRow, PhotoRow } from '../db/rows.ts';
import { isBaseIntended } from '../files/journal.ts';
import { isPrimary } from './bundles.ts';
import { numberedBase, renameToBase, splitName } from './file-names.ts';
import { isInWork } from './record-check.ts';
import { isBaseTaken } from './record-import.ts';

/** Names that a photo has only on paper, and that something else has on the disk. */
export interface NamesToFree {
  photoId: number;
  fileIds: readonly number[];
  /** Also the photo's own. */
  base: boolean;
}

export interface FreedNames {
  from: string;
  base: string;
  files: { fileId: number; from: string; name: string }[];
}

/** More tries than any folder has copies of one name; then something else is wrong. */
const MOST_TRIES = 10_000;

/** The photo of the project that has the base name. */
export function photoNamed(db: Db, projectId: number, base: string): PhotoRow | undefined {
  return selectOne<PhotoRow>(db, `SELECT * FROM photos WHERE project_id = @projectId AND base_name = @base`, {
    projectId,
    base,
  });
}

/**
 * True where a photo had pictures, and all are missing: its name holds nothing any more. What lies in the trash may come
 * back under its name.
 */
export function isAbsent(db: Db, photoId: number): boolean {
  const rows = selectAll<Pick<FileRow, 'role' | 'missing_at'>>(
    db,
    `SELECT role, missing_at FROM files WHERE photo_id = @photoId`,
    { photoId },
  ).filter(({ role }) => isPrimary(role));
  if (rows.length === 0 || rows.some(({ missing_at }) => missing_at === null)) return false;
  return selectOne(db, `SELECT 1 FROM trash WHERE photo_id = @photoId`, { photoId }) === undefined;
}

/**
 * Gives rows whose files have gone elsewhere names that nothing has, so that what lies under their old ones can have those.
 * It is no loss: such a file is known again by its content. Null where there is nothing to free any more.
 *
 * @param isOnDisk names in the folder of the project
 */
export function freeNames(
  db: Db,
  { photoId, fileIds, base }: NamesToFree,
  { isOnDisk, itemId }: { isOnDisk: (name: string) => boolean; itemId: number },
): FreedNames | null {
  const photo = selectOne<PhotoRow>(db, `SELECT * FROM photos WHERE id = @photoId`, { photoId });
  if (photo === undefined) return null;
  const rows = selectAll<FileRow>(
    db,
    `SELECT * FROM files WHERE photo_id = @photoId AND project_id = @projectId ORDER BY id`,
    { photoId, projectId: photo.project_id },
  ).filter(
    ({ id, path, missing_at }) =>
      fileIds.includes(id) || (base && missing_at !== null && path.startsWith(photo.base_name)),
  );
  if (rows.some((row) => isInWork(db, row)) || (rows.length === 0 && !base)) return null;
  for (let index = 1; index < MOST_TRIES; index += 1) {
    const now = base
      ? numberedBase(photo.base_name, index, longestSuffix(rows, photo.base_name))
      : photo.base_name;
    const files = rows.map((row) => ({
      fileId: row.id,
      from: row.path,
      name:
        base && row.path.startsWith(photo.base_name)
          ? renameToBase(row.path, photo.base_name, now)
          : numbered(row.path, index),
    }));
    if (base && isBaseClaimed(db, photo.project_id, now, itemId)) continue;
    if (files.some(({ name }) => isOnDisk(name) || isRowNamed(db, photo.project_id, name))) continue;
    for (const { fileId, name } of files) {
      execute(db, `UPDATE files SET path = @name WHERE id = @fileId`, { fileId, name });
    }
    if (base) execute(db, `UPDATE photos SET base_name = @now WHERE id = @photoId`, { photoId, now });
    return { from: photo.base_name, base: now, files };
  }
  return null;
}

function longestSuffix(rows: readonly FileRow[], base: string): string {
  return rows
    .filter(({ path }) => path.startsWith(base))
    .map(({ path }) => path.slice(base.length))
    .reduce((a, b) => (b.length > a.length ? b : a), '');
}

function numbered(name: string, index: number): string {
  const { base } = splitName(name);
  const suffix = name.slice(base.length);
  return numberedBase(base, index, suffix) + suffix;
}

function isBaseClaimed(db: Db, projectId: number, base: string, itemId: number): boolean {
  return isBaseTaken(db, projectId, base) || isBaseIntended(db, { projectId, baseName: base, itemId });
}

function isRowNamed(db: Db, projectId: number, path: string): boolean {
  return (
    selectOne(db, `SELECT 1 FROM files WHERE project_id = @projectId AND path = @path`, {
      projectId,
      path,
    }) !== undefined
  );
}
