import { type Db, execute, selectOne } from '../db/connection.ts';
import type { FileRow } from '../db/rows.ts';
import type { InspectOutput } from '../workers/protocol.ts';
import { contentProblem } from './judge-content.ts';

/** Part of a row that must still be as it was when its file was looked at, or what was seen is not about it. */
type Looked = Pick<FileRow, 'id' | 'project_id' | 'path'>;

const SAME = `id = @id AND project_id = @project_id AND path = @path`;

/** True where a job is about to do something with the file: what the disk shows is not the end of it. */
export function isInWork(db: Db, { id, project_id, path }: Looked): boolean {
  const found = selectOne(
    db,
    `SELECT 1 FROM file_ops WHERE state = 'intended' AND (file_id = @id
       OR (project_id = @project_id AND target = @path)
       OR (coalesce(source_project_id, project_id) = @project_id AND source = @path))`,
    { id, project_id, path },
  );
  return found !== undefined;
}

export function recordMissing(db: Db, { id, project_id, path }: Looked, now: number): boolean {
  const row = { id, project_id, path, now };
  return execute(db, `UPDATE files SET missing_at = @now WHERE ${SAME} AND missing_at IS NULL`, row) === 1;
}

/** It is there, and what was known of it still holds. */
export function recordThere(db: Db, { id, project_id, path }: Looked, mtimeMs: number): boolean {
  const row = { id, project_id, path, mtimeMs };
  return execute(db, `UPDATE files SET missing_at = NULL, mtime_ms = @mtimeMs WHERE ${SAME}`, row) === 1;
}

/** It was read whole: what was found counts from now on. */
export function recordContent(
  db: Db,
  file: Pick<FileRow, 'id' | 'project_id' | 'path' | 'role'>,
  found: InspectOutput & { sha256: string },
  now: number,
): boolean {
  const { id, project_id, path, role } = file;
  const problem = contentProblem(path, role, found.content);
  return (
    execute(
      db,
      `UPDATE files SET missing_at = NULL, format = @format, bytes = @bytes, mtime_ms = @mtimeMs, sha256 = @sha256,
         problem_code = @code, problem_detail = @detail, verified_at = @now WHERE ${SAME}`,
      {
        id,
        project_id,
        path,
        now,
        format: found.content.format,
        bytes: found.bytes,
        mtimeMs: Math.round(found.mtimeMs),
        sha256: found.sha256,
        code: problem?.code ?? null,
        detail: problem?.detail ?? null,
      },
    ) === 1
  );
}

/** The pictures of a photo show what it was: they are made anew. */
export function outdateDerivatives(db: Db, photoId: number, now: number): void {
  execute(
    db,
    `UPDATE derivatives SET status = 'pending', name = NULL, source_sha256 = NULL, width = NULL, height = NULL,
       bytes = NULL, reason_code = NULL, reason_detail = NULL, updated_at = @now WHERE photo_id = @photoId`,
    { photoId, now },
  );
}
