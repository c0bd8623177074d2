import type { Undoable } from '../../src-preload/contract/changes.ts';
import { type Db, selectAll, selectOne } from '../db/connection.ts';
import type { FileOpRow } from '../db/rows.ts';

/** Moves of a photo that a task made and that were not taken back. */
export function movesOfTask(db: Db, input: { taskId: string; photoId: number }): FileOpRow[] {
  return selectAll<FileOpRow>(
    db,
    `SELECT * FROM file_ops WHERE task_id = @taskId AND photo_id = @photoId AND kind = 'move' AND state = 'done'
     ORDER BY id`,
    input,
  );
}

/** The project that a task moved to the trash, and that is still there. */
export function projectOpOfTask(db: Db, taskId: string): FileOpRow | null {
  const row = selectOne<FileOpRow>(
    db,
    `SELECT file_ops.* FROM file_ops JOIN projects ON projects.id = project_id
     WHERE task_id = @taskId AND kind = 'project' AND state = 'done' AND delete_task_id = @taskId`,
    { taskId },
  );
  return row ?? null;
}

const DAY_MS = 86_400_000;

/**
 * What can be taken back, newest first. From the trash and the journal, not from the history of tasks: that forgets, and
 * a commit can be undone for as long as its trash exists.
 */
export function listUndoables(db: Db, input: { limit: number; retentionDays: number }): Undoable[] {
  const rows = selectAll<{
    task_id: string;
    kind: Undoable['kind'];
    at: number;
    photos: number;
    files: number;
    bytes: number;
    projects: string;
  }>(
    db,
    `SELECT task_id, 'commit' AS kind, min(trashed_at) AS at, count(DISTINCT photo_id) AS photos, count(*) AS files,
       sum(bytes) AS bytes, (SELECT json_group_array(name) FROM (SELECT DISTINCT projects.name FROM trash AS own
         JOIN projects ON projects.id = own.project_id WHERE own.task_id = trash.task_id LIMIT 20)) AS projects
     FROM trash WHERE project_id IN (SELECT id FROM projects WHERE deleted_at IS NULL) GROUP BY task_id
     UNION ALL
     SELECT ops.task_id, 'move', min(done_at), count(DISTINCT photo_id), count(*), sum(coalesce(bytes, 0)),
       (SELECT json_group_array(name) FROM (SELECT DISTINCT projects.name FROM file_ops AS own
         JOIN projects ON projects.id = own.project_id WHERE own.task_id = ops.task_id LIMIT 20))
     FROM file_ops AS ops JOIN tasks ON tasks.id = ops.task_id AND tasks.type = 'photo_move'
     WHERE kind = 'move' AND ops.state = 'done' GROUP BY ops.task_id
     UNION ALL
     SELECT delete_task_id, 'project_delete', deleted_at, (SELECT count(*) FROM photos WHERE project_id = projects.id),
       (SELECT count(*) FROM files WHERE project_id = projects.id),
       (SELECT coalesce(sum(bytes), 0) FROM files WHERE project_id = projects.id), json_array(name)
     FROM projects WHERE deleted_at IS NOT NULL
     UNION ALL
     SELECT task_id, 'write', min(written_at), count(DISTINCT photo_id), count(*), sum(coalesce(bytes, 0)),
       (SELECT json_group_array(name) FROM (SELECT DISTINCT projects.name FROM file_versions AS own
         JOIN projects ON projects.id = own.project_id
         WHERE own.task_id = file_versions.task_id AND own.state = 'kept' LIMIT 20))
     FROM file_versions WHERE state = 'kept' AND project_id IN (SELECT id FROM projects WHERE deleted_at IS NULL)
     GROUP BY task_id
     ORDER BY at DESC LIMIT @limit`,
    { limit: input.limit },
  );
  return rows.map((row) => ({
    taskId: row.task_id,
    kind: row.kind,
    at: row.at,
    projects: JSON.parse(row.projects) as string[],
    photos: row.photos,
    files: row.files,
    bytes: row.bytes,
    purgeAt: row.kind === 'move' ? null : row.at + input.retentionDays * DAY_MS,
  }));
}
