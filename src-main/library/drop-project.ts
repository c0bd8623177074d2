import { type Db, execute, selectAll, selectOne } from '../db/connection.ts';
import { isProjectInWork } from '../files/journal.ts';
import { dropPhotoWithoutFiles } from './drop-photo.ts';

/** Nothing of a project, be it there, missing, in its trash, or kept from before a write. Of `@id`. */
const OWNS_NOTHING = `NOT EXISTS (SELECT 1 FROM files WHERE project_id = @id)
  AND NOT EXISTS (SELECT 1 FROM trash WHERE project_id = @id)
  AND NOT EXISTS (SELECT 1 FROM file_versions WHERE project_id = @id AND state = 'kept' AND kept IS NOT NULL)`;

/** True for a project in whose folder nothing of ours was ever, or is any more. */
export function ownsNothing(db: Db, id: number): boolean {
  return selectOne(db, `SELECT 1 WHERE ${OWNS_NOTHING}`, { id }) !== undefined;
}

/**
 * The row of a project that was deleted, when the last of it has been purged: its photos, and what lies in its trash of
 * photos that have moved elsewhere since. What else lies in its folder stays there. What those photos were before they were
 * written into is known on: a card still has it. Answers whether it was dropped.
 */
export function dropEmptyDeletedProject(db: Db, id: number): boolean {
  const isEmpty = selectOne(
    db,
    `SELECT 1 FROM projects WHERE id = @id AND deleted_at IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM photos WHERE project_id = @id) AND ${OWNS_NOTHING}`,
    { id },
  );
  if (isEmpty === undefined) return false;
  execute(
    db,
    `UPDATE file_versions SET project_id = (SELECT project_id FROM photos WHERE photos.id = photo_id)
     WHERE project_id = @id`,
    { id },
  );
  execute(db, `DELETE FROM projects WHERE id = @id`, { id });
  return true;
}

/**
 * Projects that were deleted long ago and own nothing, with photos of theirs of which only the row is left. Answers how many
 * went.
 */
export function dropLeftoverProjects(
  db: Db,
  input: { deletedBefore: number; projectId: number | null },
): number {
  const projects = selectAll<{ id: number }>(
    db,
    `SELECT id FROM projects WHERE deleted_at < @deletedBefore AND (@projectId IS NULL OR id = @projectId)`,
    input,
  ).filter(({ id }) => ownsNothing(db, id) && !isProjectInWork(db, id));
  return projects.filter(({ id }) => {
    const photos = selectAll<{ id: number }>(db, `SELECT id FROM photos WHERE project_id = @id`, { id });
    for (const photo of photos) dropPhotoWithoutFiles(db, photo.id);
    return dropEmptyDeletedProject(db, id);
  }).length;
}
