import { type Db, selectAll } from '../db/connection.ts';
import type { ProjectRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import type { NewItem } from '../jobs/sql/items.ts';
import { lookAtProject } from '../library/project-place.ts';
import type { HandlerServices } from './handler.ts';

/** As in `photoScope`: a project, photos by id, or (both null) the whole library. */
export interface CheckScope {
  projectId: number | null;
  photoIds: readonly number[] | null;
}

/** The projects that a check is about. Deleted ones are in the trash with all that is theirs, and are left out. */
export function projectsInScope(db: Db, scope: CheckScope): ProjectRow[] {
  return selectAll<ProjectRow>(
    db,
    `SELECT * FROM projects WHERE deleted_at IS NULL AND (@projectId IS NULL OR id = @projectId)
       AND (@photoIds IS NULL OR id IN (
         SELECT project_id FROM photos WHERE id IN (SELECT value FROM json_each(@photoIds))))
     ORDER BY id`,
    {
      projectId: scope.projectId,
      photoIds: scope.photoIds === null ? null : JSON.stringify(scope.photoIds),
    },
  );
}

export type ProjectToCheck =
  | { folder: string; volumeId: string }
  /** It is passed over: the item that says why. */
  | { passedOver: NewItem };

/**
 * Where a project is to be checked. One that is away is passed over by a check of the whole library, which has others to
 * look at; a check of this very project waits for it.
 *
 * @throws AppError `volume_away` and the like, where the check is about this project
 */
export async function projectToCheck(
  { db, paths }: Pick<HandlerServices, 'db' | 'paths'>,
  scope: CheckScope,
  project: ProjectRow,
): Promise<ProjectToCheck> {
  try {
    const place = await lookAtProject(db, paths, project);
    if (place.state === 'here') return place;
    throw new AppError('volume_away', { detail: place.folder, retry: 'later' });
  } catch (error) {
    const failure = toAppError(error);
    if (scope.projectId !== null) throw failure;
    const { code, detail } = failure;
    return { passedOver: { ref: `${project.folder}/`, skipped: { code, detail } } };
  }
}
