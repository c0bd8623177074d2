import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Db, selectAll, selectOne } from '../db/connection.ts';
import { isTemporaryName } from '../files/journal.ts';
import type { EntryKind } from '../files/list-folder.ts';
import { systemFileReason } from './system-files.ts';

/** Rows per query, with a turn of the event loop between. */
const PAGE = 1000;

/**
 * Names in a project folder that the database cannot account for. What lies under the name of a row that is missing its
 * file is one of them: a name says nothing of what has it. Folders are none of ours, and are not entered.
 */
export async function strangeNames(
  db: Db,
  projectId: number,
  entries: ReadonlyMap<string, EntryKind>,
): Promise<{ name: string; kind: Exclude<EntryKind, 'folder'> }[]> {
  const strange = new Map(entries);
  for (let after = ''; ; ) {
    const rows = selectAll<{ path: string; missing_at: number | null }>(
      db,
      `SELECT path, missing_at FROM files WHERE project_id = @projectId AND path > @after ORDER BY path LIMIT ${PAGE}`,
      { projectId, after },
    );
    for (const { path, missing_at } of rows) if (missing_at === null) strange.delete(path);
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.path;
    await nextTurn();
  }
  return [...strange].flatMap(([name, kind]) =>
    kind === 'folder' || isOwnOrSystem(name) || isKnown(db, projectId, name) ? [] : [{ name, kind }],
  );
}

function isOwnOrSystem(name: string): boolean {
  return isTemporaryName(name) || systemFileReason(name) === 'system_file';
}

/** It has a row by now, or is about to have one: a job is moving or copying it here, or taking it in. */
function isKnown(db: Db, projectId: number, name: string): boolean {
  return (
    selectOne(
      db,
      `SELECT 1 FROM files WHERE project_id = @projectId AND path = @name AND missing_at IS NULL
       UNION ALL SELECT 1 FROM file_ops WHERE state = 'intended' AND (
         (project_id = @projectId AND target = @name)
         OR (coalesce(source_project_id, project_id) = @projectId AND source = @name))`,
      { projectId, name },
    ) !== undefined
  );
}

/** Absolute paths that imports under way are about to take in. */
export function pathsBeingTakenIn(db: Db, projectId: number): Set<string> {
  const rows = selectAll<{ path: string }>(
    db,
    `SELECT json_extract(file.value, '$.path') AS path
     FROM tasks INDEXED BY tasks_open CROSS JOIN jobs ON jobs.task_id = tasks.id
       CROSS JOIN job_items ON job_items.job_id = jobs.id, json_each(job_items.payload, '$.take') AS file
     WHERE tasks.finished_at IS NULL AND tasks.project_id = @projectId AND jobs.type = 'upload_postprocess'
       AND job_items.finished_at IS NULL`,
    { projectId },
  );
  return new Set(rows.map(({ path }) => path));
}

export interface GoneCandidate {
  id: number;
  photo_id: number;
  project_id: number;
  path: string;
  bytes: number;
  mtime_ms: number;
  sha256: string;
  missing_at: number | null;
}

/** Rows of the library with this content. Whether their files are gone, the disk has to say. */
export function rowsWithContent(db: Db, content: { bytes: number; sha256: string }): GoneCandidate[] {
  return selectAll<GoneCandidate>(
    db,
    `SELECT files.id, photo_id, project_id, path, bytes, mtime_ms, sha256, missing_at FROM files
     JOIN projects ON projects.id = files.project_id
     WHERE bytes = @bytes AND sha256 = @sha256 AND deleted_at IS NULL ORDER BY files.id`,
    content,
  );
}
