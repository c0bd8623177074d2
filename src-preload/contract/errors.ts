import { z } from 'zod';

/**
 * Every error that a procedure may answer with, besides oRPC's own `BAD_REQUEST` for input that does not fit its
 * schema. The renderer and the CLI make the text for people from `code` and `data`; the engine writes none.
 */
export const commonErrors = {
  NO_LIBRARY: { status: 409, message: 'No library is open' },
  NOT_FOUND: {
    status: 404,
    message: 'There is no such thing',
    data: z.object({
      kind: z.enum(['project', 'photo', 'task', 'job', 'item', 'analysis', 'recipe']),
      id: z.string(),
    }),
  },
} as const;

export const libraryErrors = {
  LIBRARY_MISSING: { status: 404, message: 'There is no library here', data: z.object({ root: z.string() }) },
  LIBRARY_LOCKED: {
    status: 409,
    message: 'Another process holds this library',
    data: z.object({
      root: z.string(),
      pid: z.int(),
      host: z.string(),
      program: z.string(),
      sinceMs: z.int(),
    }),
  },
  LIBRARY_UNUSABLE: {
    status: 422,
    message: 'This library cannot be used',
    data: z.object({
      root: z.string(),
      reason: z.enum([
        'not_a_directory',
        'not_writable',
        'database_damaged',
        'database_newer',
        'no_locking',
        'sync_conflict_copy',
        'disk_full',
        'io_error',
      ]),
      detail: z.string(),
    }),
  },
} as const;

export const projectErrors = {
  PROJECT_EXISTS: {
    status: 409,
    message: 'A project of this name exists',
    data: z.object({ name: z.string(), projectId: z.int() }),
  },
  /** Nothing was changed: what was typed is not the name of what is to go. */
  NOT_CONFIRMED: {
    status: 400,
    message: 'What was typed is not the name',
    data: z.object({ name: z.string() }),
  },
  PROJECT_NAME_INVALID: {
    status: 400,
    message: 'This name cannot be a folder',
    data: z.object({
      name: z.string(),
      reason: z.enum([
        'empty',
        'too_long',
        'reserved',
        'separator',
        'control_character',
        'leaves_library',
        'taken',
      ]),
    }),
  },
} as const;

export const uploadErrors = {
  PATH_UNREADABLE: {
    status: 400,
    message: 'A path cannot be read',
    data: z.object({
      path: z.string(),
      reason: z.enum(['missing', 'no_permission', 'inside_library', 'not_absolute', 'io_error']),
    }),
  },
  NOT_ENOUGH_SPACE: {
    status: 507,
    message: 'The disk has too little room',
    data: z.object({ path: z.string(), neededBytes: z.int(), freeBytes: z.int() }),
  },
} as const;

export const jobErrors = {
  NOTHING_TO_DO: { status: 409, message: 'There is nothing to do' },
  ALREADY_FINISHED: {
    status: 409,
    message: 'This has already ended',
    data: z.object({ id: z.string(), state: z.string() }),
  },
  QUEUE_FULL: {
    status: 503,
    message: 'The queue is full',
    data: z.object({ limit: z.int(), queued: z.int() }),
  },
  /** `key` says what may run only once at a time, such as the path of a scan. */
  ALREADY_RUNNING: {
    status: 409,
    message: 'The same work is under way already',
    data: z.object({ key: z.string(), taskId: z.string() }),
  },
  UNKNOWN_TYPE: {
    status: 400,
    message: 'There is no work of this type',
    data: z.object({ kind: z.enum(['task', 'job']), type: z.string() }),
  },
  BAD_PAYLOAD: {
    status: 400,
    message: 'The order for this work does not fit',
    data: z.object({ issues: z.array(z.object({ path: z.string(), message: z.string() })) }),
  },
  ACTION_DISABLED: {
    status: 403,
    message: 'The settings do not allow this by hand',
    data: z.object({ setting: z.string() }),
  },
} as const;
