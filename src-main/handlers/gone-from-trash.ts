import { dirname, join } from 'node:path';
import type { TrashRow } from '../db/rows.ts';
import { AppError } from '../files/app-error.ts';
import { look } from '../files/move-file.ts';
import { requireRealFolders } from '../files/real-folders.ts';
import { getProject } from '../library/projects.ts';
import type { HandlerServices } from './handler.ts';
import { projectFolder } from './journaled-moves.ts';
import { orProjectAway } from './project-here.ts';

/**
 * Those of the files that can be brought back: somebody may have taken one out of the trash by hand, and the others of the
 * photo are not to be lost for it when their days are over.
 *
 * @throws AppError `file_missing` where none of them is there; `volume_away` where nobody can say
 */
export async function stillInTrash(
  services: HandlerServices,
  rows: readonly TrashRow[],
): Promise<readonly TrashRow[]> {
  const there: TrashRow[] = [];
  let missing: AppError | null = null;
  for (const row of rows) {
    const gone = await goneFromTrash(services, row);
    if (gone === null) there.push(row);
    missing ??= gone;
  }
  if (missing !== null && there.length === 0) throw missing;
  return there;
}

/** Null where it is there. */
async function goneFromTrash(services: HandlerServices, row: TrashRow): Promise<AppError | null> {
  const project = getProject(services.db, row.project_id);
  if (project === null) throw new AppError('project_gone');
  const folder = await projectFolder(services, project);
  const path = join(folder, row.trash_path);
  await requireRealFolders(folder, dirname(path));
  if ((await look(path)) !== null) return null;
  const missing = new AppError('file_missing', { detail: path });
  // Looked at after the file: a drive that is there now was not away a moment ago.
  const judged = await orProjectAway(services, project, missing);
  if (judged !== missing) throw judged;
  return missing;
}
