import { join } from 'node:path';
import type { TrashEntry } from '../../src-preload/contract/trash.ts';
import { type Db, selectAll, selectOne } from '../db/connection.ts';
import type { TrashRow } from '../db/rows.ts';
import type { LibraryPaths } from './library-paths.ts';
import { getPhotos } from './photo-query.ts';

const DAY_MS = 86_400_000;

export interface TrashPage {
  entries: TrashEntry[];
  next: string | null;
  totals: { photos: number; files: number; bytes: number };
}

/** Photos with files in the trash, newest first, by keyset. Those of deleted projects come back with their project. */
export function listTrash(
  db: Db,
  paths: LibraryPaths,
  input: {
    projectId?: number | undefined;
    cursor?: string | undefined;
    limit: number;
    retentionDays: number;
  },
): TrashPage {
  const inProject = `project_id IN (SELECT id FROM projects WHERE deleted_at IS NULL)
    AND (@projectId IS NULL OR project_id = @projectId)`;
  const bindings = { projectId: input.projectId ?? null };
  const after = cursorOf(input.cursor);
  const rows = selectAll<{ photo_id: number; at: number }>(
    db,
    `SELECT photo_id, max(trashed_at) AS at FROM trash WHERE ${inProject} GROUP BY photo_id
     HAVING @afterAt IS NULL OR (at, photo_id) < (@afterAt, @afterId) ORDER BY at DESC, photo_id DESC LIMIT @limit`,
    { ...bindings, limit: input.limit + 1, afterAt: after?.at ?? null, afterId: after?.photoId ?? null },
  );
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    entries: entriesOf(
      db,
      paths,
      page.map(({ photo_id }) => photo_id),
      input.retentionDays,
    ),
    next: rows.length > input.limit && last !== undefined ? `${last.at}.${last.photo_id}` : null,
    totals: selectOne<TrashPage['totals']>(
      db,
      `SELECT count(DISTINCT photo_id) AS photos, count(*) AS files, coalesce(sum(bytes), 0) AS bytes FROM trash
       WHERE ${inProject}`,
      bindings,
    ) ?? { photos: 0, files: 0, bytes: 0 },
  };
}

function entriesOf(db: Db, paths: LibraryPaths, ids: readonly number[], retentionDays: number): TrashEntry[] {
  const rows = Map.groupBy(
    selectAll<TrashRow & { folder: string }>(
      db,
      `SELECT trash.*, projects.folder AS folder FROM trash JOIN projects ON projects.id = trash.project_id
       WHERE photo_id IN (SELECT value FROM json_each(@ids)) ORDER BY file_id`,
      { ids: JSON.stringify(ids) },
    ),
    (row) => row.photo_id,
  );
  return getPhotos(db, paths, ids).map((photo) => {
    const files = rows.get(photo.id) ?? [];
    const trashedAt = Math.max(...files.map((file) => file.trashed_at));
    return {
      photoId: photo.id,
      name: photo.name,
      projectId: photo.projectId,
      project: photo.project,
      taskIds: [...new Set(files.map((file) => file.task_id))],
      trashedAt,
      purgeAt: Math.min(...files.map((file) => file.trashed_at)) + retentionDays * DAY_MS,
      bytes: files.reduce((sum, file) => sum + file.bytes, 0),
      present: photo.present,
      thumbnail: photo.thumbnail,
      files: files.map((file) => ({
        fileId: file.file_id,
        path: join(paths.root, file.folder, file.path),
        trashPath: join(paths.root, file.folder, file.trash_path),
        role: file.role,
        bytes: file.bytes,
      })),
    };
  });
}

/** One that is not ours reads as the beginning. */
function cursorOf(text: string | undefined): { at: number; photoId: number } | null {
  const [, at, photoId] = /^(\d+)\.(\d+)$/.exec(text ?? '') ?? [];
  return at === undefined ? null : { at: Number(at), photoId: Number(photoId) };
}
