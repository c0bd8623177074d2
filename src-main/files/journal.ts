import { type Db, execute, insert, selectAll, selectOne, transaction } from '../db/connection.ts';
import type { FileOpRow } from '../db/rows.ts';

/**
 * The journal under every change to an original: the intent is stored before the first byte moves, and marked when it
 * is done, so that after any crash it is known which files are ours, half made or whole.
 */
export interface Intent {
  kind: FileOpRow['kind'];
  taskId: string | null;
  /** Null for what is done at once, and by no job. */
  itemId: number | null;
  /** Of the target. */
  projectId: number;
  /** Of the source, where it is another one. */
  sourceProjectId?: number | null;
  photoId?: number | null;
  fileId?: number | null;
  baseName: string | null;
  /** copy_in: absolute. project: a folder of the library. Else relative to the project folder. */
  source: string;
  /** Relative to the project folder. No two open intents share one. */
  target: string;
  bytes: number | null;
  mtimeMs?: number | null;
  sha256?: string | null;
  /** The target was there before, with the same content: it is taken over, and never ours to remove. */
  adopts?: boolean;
  /** write: where the bytes before are put, relative to the project folder. Default: the file was not there before. */
  kept?: string | null;
  now: number;
}

export function writeIntent(db: Db, intent: Intent): number {
  return insert(
    db,
    `INSERT INTO file_ops(kind, state, task_id, item_id, project_id, source_project_id, photo_id, file_id, base_name,
       source, target, bytes, mtime_ms, sha256, adopts, kept, created_at)
     VALUES (@kind, 'intended', @taskId, @itemId, @projectId, @sourceProjectId, @photoId, @fileId, @baseName,
       @source, @target, @bytes, @mtimeMs, @sha256, @adopts, @kept, @now)`,
    {
      sourceProjectId: null,
      photoId: null,
      fileId: null,
      mtimeMs: null,
      sha256: null,
      kept: null,
      ...intent,
      adopts: intent.adopts ? 1 : 0,
    },
  );
}

export function openIntents(db: Db, itemId: number): FileOpRow[] {
  return selectAll<FileOpRow>(
    db,
    `SELECT * FROM file_ops WHERE item_id = @itemId AND state = 'intended' ORDER BY id`,
    { itemId },
  );
}

/** Intents of items that have ended or are gone: nobody will come back for them. */
export function orphanedIntents(db: Db, kinds: readonly FileOpRow['kind'][]): FileOpRow[] {
  return selectAll<FileOpRow>(
    db,
    `SELECT file_ops.* FROM file_ops LEFT JOIN job_items ON job_items.id = file_ops.item_id
     WHERE file_ops.state = 'intended' AND (job_items.id IS NULL OR job_items.finished_at IS NOT NULL)
       AND file_ops.kind IN (SELECT value FROM json_each(@kinds))`,
    { kinds: JSON.stringify(kinds) },
  );
}

/**
 * The same, taken away from their items: one that is retried in this very moment finds its files busy, instead of going on
 * with what is being put back.
 */
export function takeOrphanedIntents(db: Db, kinds: readonly FileOpRow['kind'][]): FileOpRow[] {
  return transaction(db, () => {
    const orphans = orphanedIntents(db, kinds);
    for (const { id } of orphans) execute(db, `UPDATE file_ops SET item_id = NULL WHERE id = @id`, { id });
    return orphans;
  });
}

export function intentsDone(db: Db, itemId: number): FileOpRow[] {
  return selectAll<FileOpRow>(
    db,
    `SELECT * FROM file_ops WHERE item_id = @itemId AND state = 'done' ORDER BY id`,
    { itemId },
  );
}

/** @param input.sha256 where it was not known before */
export function markDone(
  db: Db,
  input: { id: number; photoId: number | null; sha256?: string | null; now: number },
): void {
  execute(
    db,
    `UPDATE file_ops SET state = 'done', photo_id = @photoId, sha256 = coalesce(@sha256, sha256), done_at = @now
     WHERE id = @id AND state = 'intended'`,
    { sha256: null, ...input },
  );
}

/**
 * write: what the file is that is about to be replaced, and what replaces it. Flushed before it is: from then on it is
 * known whose content lies there.
 */
export function noteWritten(
  db: Db,
  input: {
    id: number;
    before: { bytes: number; mtimeMs: number; sha256: string } | null;
    writtenSha256: string;
  },
): void {
  const { id, before, writtenSha256 } = input;
  execute(
    db,
    `UPDATE file_ops SET bytes = @bytes, mtime_ms = @mtimeMs, sha256 = @sha256, written_sha256 = @writtenSha256
     WHERE id = @id AND state = 'intended'`,
    {
      id,
      writtenSha256,
      bytes: before?.bytes ?? null,
      mtimeMs: before === null ? null : Math.round(before.mtimeMs),
      sha256: before?.sha256 ?? null,
    },
  );
}

/** True where something is about to happen to a file already. */
export function isFileIntended(db: Db, input: { fileId: number; itemId: number }): boolean {
  const found = selectOne(
    db,
    `SELECT 1 FROM file_ops WHERE file_id = @fileId AND state = 'intended' AND item_id IS NOT @itemId`,
    input,
  );
  return found !== undefined;
}

/** True where some other item is about to do one of these things with a photo: it has a place to come, or files. */
export function isPhotoIntended(
  db: Db,
  input: { photoId: number; kinds: readonly FileOpRow['kind'][]; itemId: number },
): boolean {
  const found = selectOne(
    db,
    `SELECT 1 FROM file_ops WHERE photo_id = @photoId AND state = 'intended' AND item_id IS NOT @itemId
       AND kind IN (SELECT value FROM json_each(@kinds))`,
    { ...input, kinds: JSON.stringify(input.kinds) },
  );
  return found !== undefined;
}

/** The change was not made and will not be. */
export function abandonIntents(db: Db, input: { itemId: number; now: number }): void {
  execute(
    db,
    `UPDATE file_ops SET state = 'abandoned', done_at = @now WHERE item_id = @itemId AND state = 'intended'`,
    input,
  );
}

/** The same for one of them. */
export function abandonIntent(db: Db, input: { id: number; now: number }): void {
  execute(
    db,
    `UPDATE file_ops SET state = 'abandoned', done_at = @now WHERE id = @id AND state = 'intended'`,
    input,
  );
}

export function getIntent(db: Db, id: number): FileOpRow | null {
  return selectOne<FileOpRow>(db, `SELECT * FROM file_ops WHERE id = @id`, { id }) ?? null;
}

/** True while the folder of a project is about to be moved as a whole. Nothing may begin in it then. */
export function isProjectMoving(db: Db, projectId: number): boolean {
  const found = selectOne(
    db,
    `SELECT 1 FROM file_ops WHERE project_id = @projectId AND kind = 'project' AND state = 'intended'`,
    { projectId },
  );
  return found !== undefined;
}

/** True while something is being done to a file of a project, or in its folder. The folder may not be moved then. */
export function isProjectInWork(db: Db, projectId: number): boolean {
  const found = selectOne(
    db,
    `SELECT 1 FROM file_ops WHERE project_id = @projectId AND state = 'intended'
     UNION ALL SELECT 1 FROM file_ops WHERE source_project_id = @projectId AND state = 'intended' LIMIT 1`,
    { projectId },
  );
  return found !== undefined;
}

/** True where a target is promised to some file already. */
export function isTargetIntended(db: Db, projectId: number, target: string): boolean {
  const found = selectOne(
    db,
    `SELECT 1 FROM file_ops WHERE project_id = @projectId AND target = @target AND state = 'intended'`,
    { projectId, target },
  );
  return found !== undefined;
}

/** True where some other item is about to make a photo of this base name. */
export function isBaseIntended(
  db: Db,
  input: { projectId: number; baseName: string; itemId: number },
): boolean {
  const found = selectOne(
    db,
    `SELECT 1 FROM file_ops
     WHERE project_id = @projectId AND base_name = @baseName AND state = 'intended' AND item_id IS NOT @itemId`,
    input,
  );
  return found !== undefined;
}

/**
 * The name a file is written under before it appears at its target. It names its owner, so that a sweep can judge it,
 * and the run: the worker host of a process that was killed may live on for a moment, and must not share a name with
 * the next process that copies the same file.
 * @param lease of the job's run; `copy` for what is made besides, and by no program that could live on
 */
export function temporaryName(opId: number, lease: string): string {
  return `.safelight-${opId}-${lease.slice(0, 8)}.tmp`;
}

const TEMPORARY = /^\.safelight-\d+(-[0-9a-f]{8}|-copy)?\.tmp$/;

export function isTemporaryName(name: string): boolean {
  return TEMPORARY.test(name);
}

/** True for a name that was given for this entry, by whichever run: it may be left over from one that died. */
export function isTemporaryOf(opId: number, name: string): boolean {
  return (
    isTemporaryName(name) && (name.startsWith(`.safelight-${opId}-`) || name === `.safelight-${opId}.tmp`)
  );
}
