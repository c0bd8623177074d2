import { type Db, execute } from '../db/connection.ts';
import type { FileRow } from '../db/rows.ts';
import { notBeforeSeen } from './seen-time.ts';

/** The folder in a project, and in the library for whole projects, that what was removed lies in. */
export const TRASH_FOLDER = '.trash';

/** Where a commit puts a file of a project, relative to its folder. A folder for each, so that names never meet. */
export function trashPath(taskId: string, path: string): string {
  return `${TRASH_FOLDER}/${taskId}/${path}`;
}

const COPIED = `path, role, format, bytes, mtime_ms, sha256, problem_code, problem_detail, created_at, verified_at`;

/** True for a path with a trash folder in it, and no way out of it. */
export function isInTrash(path: string): boolean {
  const parts = path.split('/');
  return !parts.includes('..') && parts.slice(0, -1).includes(TRASH_FOLDER);
}

/** The row of a file becomes one of the trash, with all it held. Part of the transaction that says it was moved. */
export function rowToTrash(
  db: Db,
  input: { file: FileRow; taskId: string; trashPath: string; baseName: string; now: number },
): void {
  const { file, taskId, baseName } = input;
  const now = notBeforeSeen(db, input.now);
  execute(
    db,
    `INSERT INTO trash(file_id, photo_id, project_id, task_id, trashed_at, trash_path, base_name, ${COPIED})
     SELECT id, photo_id, project_id, @taskId, @now, @trashPath, @baseName, ${COPIED} FROM files WHERE id = @id`,
    { id: file.id, taskId, now, trashPath: input.trashPath, baseName },
  );
  execute(db, `DELETE FROM files WHERE id = @id`, { id: file.id });
}

/** The row comes back under the id that it had, where the file is now. */
export function rowFromTrash(db: Db, input: { fileId: number; projectId: number; path: string }): void {
  execute(
    db,
    `INSERT INTO files(id, photo_id, project_id, path, role, format, bytes, mtime_ms, sha256, problem_code,
       problem_detail, created_at, verified_at)
     SELECT file_id, photo_id, @projectId, @path, role, format, bytes, mtime_ms, sha256, problem_code, problem_detail,
       created_at, verified_at FROM trash WHERE file_id = @fileId`,
    input,
  );
  execute(db, `DELETE FROM trash WHERE file_id = @fileId`, { fileId: input.fileId });
}

export function forgetTrash(db: Db, fileId: number): void {
  execute(db, `DELETE FROM trash WHERE file_id = @fileId`, { fileId });
}
