import { ORPCError } from '@orpc/server';
import type { AppError } from '../files/app-error.ts';

interface Mapped {
  code: string;
  status: number;
  data?: unknown;
}

const UNUSABLE = {
  not_a_directory: 'not_a_directory',
  not_writable: 'not_writable',
  library_damaged: 'database_damaged',
  library_newer: 'database_newer',
  library_no_locking: 'no_locking',
  library_conflict_copy: 'sync_conflict_copy',
  disk_full: 'disk_full',
  io_error: 'io_error',
  no_permission: 'not_writable',
  read_only: 'not_writable',
  project_folder_missing: 'io_error',
  volume_away: 'io_error',
  reader_failed: 'io_error',
} as const;

const PATH_REASONS = {
  path_missing: 'missing',
  path_unreadable: 'no_permission',
  path_inside_library: 'inside_library',
  path_not_absolute: 'not_absolute',
} as const;

/**
 * The contract's error for an error of the engine; null for those that the contract does not name, which reach the
 * client as a plain internal error and the log in full.
 * @param openRoot the library that is open, for calls that name none
 */
export function contractError(
  error: AppError,
  input: unknown,
  openRoot: string,
): ORPCError<string, unknown> | null {
  const mapped = map(error, input, openRoot);
  if (mapped === null) return null;
  const { code, status, data } = mapped;
  return new ORPCError(code, { status, message: error.message, data, cause: error });
}

function map(error: AppError, input: unknown, openRoot: string): Mapped | null {
  const detail = error.detail ?? '';
  const root = stringField(input, 'root') || openRoot;
  if (error.code in PATH_REASONS) {
    const reason = PATH_REASONS[error.code as keyof typeof PATH_REASONS];
    return { code: 'PATH_UNREADABLE', status: 400, data: { path: detail, reason } };
  }
  switch (error.code) {
    case 'no_library':
      return { code: 'NO_LIBRARY', status: 409 };
    case 'library_missing':
      return { code: 'LIBRARY_MISSING', status: 404, data: { root } };
    case 'library_locked':
      return { code: 'LIBRARY_LOCKED', status: 409, data: { root, ...JSON.parse(detail) } };
    case 'project_missing':
      return notFound('project', detail);
    case 'photo_missing':
      return notFound('photo', detail);
    case 'analysis_missing':
      return notFound('analysis', detail);
    case 'task_missing':
      return notFound('task', detail);
    case 'recipe_missing':
      return notFound('recipe', detail);
    case 'job_missing':
      return notFound('job', detail);
    case 'project_exists':
      return {
        code: 'PROJECT_EXISTS',
        status: 409,
        data: { name: nameField(input), projectId: Number(detail) },
      };
    case 'not_confirmed':
      return { code: 'NOT_CONFIRMED', status: 400, data: { name: detail } };
    case 'project_name_invalid':
      return { code: 'PROJECT_NAME_INVALID', status: 400, data: { name: nameField(input), reason: detail } };
    case 'project_folder_outside':
      return { code: 'PROJECT_NAME_INVALID', status: 400, data: { name: detail, reason: 'leaves_library' } };
    case 'target_exists':
      // Only a project is made or named by a call itself; files are the affair of tasks.
      return { code: 'PROJECT_NAME_INVALID', status: 400, data: { name: nameField(input), reason: 'taken' } };
    case 'not_enough_space':
      return { code: 'NOT_ENOUGH_SPACE', status: 507, data: JSON.parse(detail) };
    case 'queue_full':
      return { code: 'QUEUE_FULL', status: 503, data: JSON.parse(detail) };
    case 'item_missing':
      return notFound('item', detail);
    case 'nothing_to_do':
      return { code: 'NOTHING_TO_DO', status: 409 };
    case 'already_running':
      return { code: 'ALREADY_RUNNING', status: 409, data: JSON.parse(detail) };
    case 'unknown_task_type':
      return { code: 'UNKNOWN_TYPE', status: 400, data: { kind: 'task', type: detail } };
    case 'unknown_job_type':
      return { code: 'UNKNOWN_TYPE', status: 400, data: { kind: 'job', type: detail } };
    case 'bad_order':
      return { code: 'BAD_PAYLOAD', status: 400, data: JSON.parse(detail) };
    case 'action_disabled':
      return { code: 'ACTION_DISABLED', status: 403, data: { setting: detail } };
    case 'settings_invalid':
      return { code: 'SETTINGS_INVALID', status: 400, data: { issues: JSON.parse(detail) } };
    case 'task_ended':
      return { code: 'ALREADY_FINISHED', status: 409, data: JSON.parse(detail) };
    default:
      if (!(error.code in UNUSABLE)) return null;
      return {
        code: 'LIBRARY_UNUSABLE',
        status: 422,
        data: { root, reason: UNUSABLE[error.code as keyof typeof UNUSABLE], detail },
      };
  }
}

function notFound(kind: string, id: string): Mapped {
  return { code: 'NOT_FOUND', status: 404, data: { kind, id } };
}

function stringField(input: unknown, key: string): string {
  const value =
    typeof input === 'object' && input !== null ? (input as Record<string, unknown>)[key] : undefined;
  return typeof value === 'string' ? value : '';
}

function nameField(input: unknown): string {
  const project =
    typeof input === 'object' && input !== null ? (input as { project?: unknown }).project : undefined;
  return stringField(input, 'name') || stringField(project, 'name');
}
