import { type Db, selectAll } from '../db/connection.ts';
import type { FileOpRow, TrashRow } from '../db/rows.ts';
import { type PhotoBundle, photoBundle, trashedPhotoIds, trashRows } from './bundle-rows.ts';
import { getProject } from './projects.ts';
import { movesOfTask } from './undoable.ts';

/** What is to be taken back: what a task did, or what is in the trash of some photos. */
export interface BackOrder {
  undoTaskId: string | null;
  photoIds: readonly number[] | null;
  projectId: number | null;
}

/** Where a photo goes when it is taken back, and with which files. */
export interface WayBack {
  bundle: PhotoBundle;
  restore: TrashRow[];
  projectId: number;
  base: string;
  /** Entries of the journal that are taken back by it. */
  undoes: FileOpRow[];
  isMove: boolean;
}

export function affectedPhotoIds(
  db: Db,
  { undoTaskId, photoIds, projectId }: BackOrder,
  page: { after: number; limit: number },
): number[] {
  const scope = { taskId: undoTaskId, photoIds, projectId };
  const trashed = trashedPhotoIds(db, scope, page);
  const moved =
    undoTaskId === null
      ? []
      : selectAll<{ id: number }>(
          db,
          `SELECT DISTINCT photo_id AS id FROM file_ops
           WHERE task_id = @undoTaskId AND kind = 'move' AND state = 'done' AND photo_id > @after
           ORDER BY photo_id LIMIT @limit`,
          { undoTaskId, ...page },
        ).map(({ id }) => id);
  return [...new Set([...trashed, ...moved])].sort((a, b) => a - b).slice(0, page.limit);
}

/** Null where the photo is gone. */
export function wayBack(db: Db, order: BackOrder, photoId: number): WayBack | null {
  const bundle = photoBundle(db, photoId);
  if (bundle === null) return null;
  const { undoTaskId, projectId } = order;
  const restore = trashRows(db, { taskId: undoTaskId, photoId, projectId });
  const moves = undoTaskId === null ? [] : movesOfTask(db, { taskId: undoTaskId, photoId });
  const home = homeBefore(moves, bundle.photo.base_name);
  return {
    bundle,
    restore,
    projectId: projectHere(db, [
      home?.projectId ?? bundle.photo.project_id,
      ...restore.map((row) => row.project_id),
    ]),
    base: home?.base ?? bundle.photo.base_name,
    undoes: undoTaskId === null ? [] : [...moves, ...removalsOf(db, undoTaskId, photoId)],
    isMove: moves.length > 0,
  };
}

/**
 * Where the photo belongs. Where that project was deleted, or is gone for good: where a file of it was removed from. What is
 * in the trash of a project that is there can always be brought back to it.
 */
function projectHere(db: Db, [wanted, ...removedFrom]: readonly [number, ...number[]]): number {
  const isHere = (id: number) => getProject(db, id)?.deleted_at === null;
  return isHere(wanted) ? wanted : (removedFrom.find(isHere) ?? wanted);
}

/**
 * Where a photo was before it was moved: the part of the name that follows the base was kept. Files whose names do not
 * begin with the base say nothing of it.
 * @param baseNow what it is called now
 */
function homeBefore(
  moves: readonly FileOpRow[],
  baseNow: string,
): { projectId: number; base: string } | null {
  for (const { source, target, source_project_id: projectId, base_name: base } of moves) {
    if (projectId === null || base === null || !target.startsWith(base)) continue;
    const suffix = target.slice(base.length);
    if (source.endsWith(suffix)) return { projectId, base: source.slice(0, source.length - suffix.length) };
  }
  const projectId = moves[0]?.source_project_id ?? null;
  return projectId === null ? null : { projectId, base: baseNow };
}

function removalsOf(db: Db, taskId: string, photoId: number): FileOpRow[] {
  return selectAll<FileOpRow>(
    db,
    `SELECT * FROM file_ops WHERE task_id = @taskId AND photo_id = @photoId AND kind = 'trash' AND state = 'done'`,
    { taskId, photoId },
  );
}
