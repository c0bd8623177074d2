import type { ProjectRow } from '../db/rows.ts';
import { AppError } from '../files/app-error.ts';
import { lookAtProject } from '../library/project-place.ts';
import type { HandlerServices } from './handler.ts';

type Services = Pick<HandlerServices, 'db' | 'paths'>;

/** Errors of a file that a drive which was pulled may be the reason for. */
const MAY_BE_AWAY = new Set(['file_missing', 'io_error', 'project_folder_missing', 'path_unreadable']);

/**
 * The absolute folder of a project that is there.
 * @throws AppError `volume_away`: the job waits until it is back; `project_folder_outside`, `no_permission`
 */
export async function requireProjectHere({ db, paths }: Services, project: ProjectRow): Promise<string> {
  const place = await lookAtProject(db, paths, project);
  if (place.state === 'away') throw projectAway(place.folder);
  return place.folder;
}

/** The error as it is, or `volume_away` where not a file is missing but the drive of its project. */
export async function orProjectAway(
  { db, paths }: Services,
  project: ProjectRow,
  error: AppError,
): Promise<AppError> {
  if (!MAY_BE_AWAY.has(error.code)) return error;
  const place = await lookAtProject(db, paths, project);
  return place.state === 'away' ? projectAway(place.folder, error) : error;
}

function projectAway(folder: string, cause?: AppError): AppError {
  return new AppError('volume_away', { detail: folder, retry: 'later', cause });
}
