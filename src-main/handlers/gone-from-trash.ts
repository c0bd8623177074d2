import { dirname, join } from 'node:path';
import type { ProjectRow, TrashRow } from '../db/rows.ts';
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
  for (const [projectId, own] of Map.groupBy(rows, (row) => row.project_id)) {
    const project = getProject(services.db, projectId);
    if (project === null) throw new AppError('project_gone');
    const folder = await projectFolder(services, project);
    const seen = new Set<string>();
    for (const row of own) {
      const path = join(folder, row.trash_path);
      await requireRealFolders(folder, dirname(path), seen);
      if ((await look(path)) !== null) {
        there.push(row);
        continue;
      }
      const gone = new AppError('file_missing', { detail: path });
      await requireHere(services, project, gone);
      missing ??= gone;
    }
  }
  if (missing !== null && there.length === 0) throw missing;
  return there;
}

/** Looked at after the file was: a drive that is here now was not away then. */
async function requireHere(services: HandlerServices, project: ProjectRow, gone: AppError): Promise<void> {
  const judged = await orProjectAway(services, project, gone);
  if (judged !== gone) throw judged;
}
