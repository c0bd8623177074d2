import { recordAudit } from '../db/audit.ts';
import { type Db, execute, savepoint, selectOne } from '../db/connection.ts';
import type { FileRow } from '../db/rows.ts';
import { isBaseIntended } from '../files/journal.ts';
import { refreshAvailability } from './availability.ts';
import { isInWork } from './record-check.ts';
import { isBaseTaken } from './record-import.ts';
import type { Relink } from './relink-plan.ts';

export interface RelinkContext {
  projectId: number;
  taskId: string | null;
  itemId: number;
  /** When the files were last written, by name. */
  mtimes: ReadonlyMap<string, number>;
  now: number;
}

/**
 * The rows follow their files, and the photo its files. Answers false where something about it has changed since it was
 * planned; then nothing is recorded, and the next check sees it as it is.
 */
export function recordRelink(db: Db, relink: Relink, context: RelinkContext): boolean {
  try {
    return savepoint(db, () => {
      relinkRows(db, relink, context);
      return true;
    });
  } catch (error) {
    if (error === STALE || isClash(error)) return false;
    throw error;
  }
}

const STALE = new Error('changed since it was planned');

function isClash(error: unknown): boolean {
  return String((error as { code?: unknown } | null)?.code).startsWith('SQLITE_CONSTRAINT');
}

function relinkRows(db: Db, { photoId, base, moves, from, files }: Relink, context: RelinkContext): void {
  const { projectId, itemId, mtimes, now } = context;
  const photo = selectOne<{ base_name: string; project_id: number }>(
    db,
    `SELECT base_name, project_id FROM photos WHERE id = @photoId`,
    { photoId },
  );
  if (photo === undefined) throw STALE;
  const isRenamed = moves || base !== photo.base_name;
  const isClaimed = () =>
    isBaseTaken(db, projectId, base) || isBaseIntended(db, { projectId, baseName: base, itemId });
  if (isRenamed && isClaimed()) throw STALE;
  for (const { fileId, name } of files) {
    const row = selectOne<FileRow>(db, `SELECT * FROM files WHERE id = @fileId`, { fileId });
    if (row === undefined || row.photo_id !== photoId || isInWork(db, row)) throw STALE;
    execute(
      db,
      `UPDATE files SET project_id = @projectId, path = @name, missing_at = NULL, mtime_ms = @mtimeMs WHERE id = @fileId`,
      { fileId, projectId, name, mtimeMs: mtimes.get(name) ?? row.mtime_ms },
    );
  }
  if (isRenamed) {
    execute(db, `UPDATE photos SET project_id = @projectId, base_name = @base WHERE id = @photoId`, {
      photoId,
      projectId,
      base,
    });
  }
  refreshAvailability(db, photoId, now, { intent: 'stays' });
  recordAudit(db, {
    at: now,
    actor: 'task',
    action: 'photo_relinked',
    taskId: context.taskId,
    projectId,
    photoId,
    detail: {
      from: { projectId: photo.project_id, base: from, files: files.map((file) => file.from) },
      base,
      files: files.map(({ fileId, name }) => ({ fileId, name })),
    },
  });
}
