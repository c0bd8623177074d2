import { type Db, selectAll, selectOne } from '../db/connection.ts';
import type { FileRow, ProjectRow } from '../db/rows.ts';
import { lookAtFiles } from '../files/list-folder.ts';
import { type Difference, differenceOf, type Noted } from './manifest-difference.ts';

export interface Differing {
  photoId: number;
  path: string;
  role: FileRow['role'];
  bytes: number;
  /** Of what has its name now; null where nothing has. */
  bytesNow: number | null;
  kind: Difference;
}

export interface ProjectScan {
  differing: Differing[];
  /** Rows whose file is there. */
  present: number;
}

type Row = Noted & Pick<FileRow, 'photo_id' | 'path' | 'role'>;

/** Rows per query: a page costs a few ms, also of the largest project. */
const PAGE = 1000;

/**
 * Compares the rows of a project with its folder, and changes nothing. What else is in the folder is not looked at. Yields after every page, as a sign of life.
 * @throws AppError of the file system
 */
export async function* scanProject(
  db: Db,
  project: ProjectRow,
  folder: string,
  signal: AbortSignal,
): AsyncGenerator<void, ProjectScan> {
  const scan: ProjectScan = { differing: [], present: 0 };
  for (let after = ''; ; ) {
    const rows = selectAll<Row>(
      db,
      `SELECT photo_id, path, role, bytes, mtime_ms, missing_at FROM files
       WHERE project_id = @projectId AND path > @after ORDER BY path LIMIT ${PAGE}`,
      { projectId: project.id, after },
    );
    if (rows.length === 0) break;
    after = rows.at(-1)?.path ?? after;
    await compare(rows, folder, scan, signal);
    yield;
  }
  return scan;
}

/** The same for some photos only. */
export async function* scanPhotos(
  db: Db,
  project: ProjectRow,
  folder: string,
  photoIds: readonly number[],
  signal: AbortSignal,
): AsyncGenerator<void, ProjectScan> {
  const scan: ProjectScan = { differing: [], present: 0 };
  for (let start = 0; start < photoIds.length; start += PAGE) {
    const rows = selectAll<Row>(
      db,
      `SELECT photo_id, path, role, bytes, mtime_ms, missing_at FROM files
       WHERE photo_id IN (SELECT value FROM json_each(@ids)) AND project_id = @projectId`,
      { ids: JSON.stringify(photoIds.slice(start, start + PAGE)), projectId: project.id },
    );
    await compare(rows, folder, scan, signal);
    yield;
  }
  return scan;
}

async function compare(
  rows: readonly Row[],
  folder: string,
  scan: ProjectScan,
  signal: AbortSignal,
): Promise<void> {
  // By name, not by the listing: HFS+ lists a name in another normal form than it was given, and finds it by both.
  const seen = await lookAtFiles(
    folder,
    rows.map(({ path }) => path),
    signal,
  );
  for (const row of rows) {
    const found = seen.get(row.path) ?? null;
    if (found !== null) scan.present += 1;
    const kind = differenceOf(row, found);
    if (kind === null) continue;
    const { photo_id: photoId, path, role, bytes } = row;
    scan.differing.push({ photoId, path, role, bytes, bytesNow: found?.bytes ?? null, kind });
  }
}

/** Files of the library that should be there. */
export function countFilesNotMissing(db: Db): number {
  const row = selectOne<{ n: number }>(
    db,
    `SELECT count(*) AS n FROM files WHERE missing_at IS NULL
       AND project_id IN (SELECT id FROM projects WHERE deleted_at IS NULL)`,
  );
  return row?.n ?? 0;
}
