import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ACCEPTED, projectId, taskId, timestampMs } from './common.ts';
import { commonErrors, jobErrors } from './errors.ts';

export const schedule = z.object({
  /** The task type that it starts. */
  id: z.string(),
  label: z.string(),
  /** In cron's notation, local time. */
  cron: z.string(),
  /** False where this version has no handler for one of its steps: it is not started then. */
  available: z.boolean(),
  nextDueAt: timestampMs.nullable(),
  last: z.object({ dueAt: timestampMs, taskId: taskId.nullable() }).nullable(),
});
export type Schedule = z.infer<typeof schedule>;

/** In the order in which they are done. */
export const maintenanceType = z.enum([
  'trash_maintenance',
  'manifest_check',
  'folder_check',
  'manifest_cleaning',
  'project_scavenge',
  'verify',
]);
export type MaintenanceType = z.infer<typeof maintenanceType>;

/** A file in a project folder that is none of the library's: left where it is. */
export const untrackedFile = z.object({
  projectId,
  project: z.string(),
  /** Absolute. */
  path: z.string(),
  bytes: z.int(),
  /** Why it is not taken in, as a problem code. */
  code: z.string(),
});
export type UntrackedFile = z.infer<typeof untrackedFile>;

export const maintenanceContract = {
  /** All of it, or some types; of one project, or of the whole library. */
  run: oc
    .route(ACCEPTED)
    .input(z.object({ types: z.array(maintenanceType).min(1).optional(), projectId: projectId.optional() }))
    .output(z.object({ taskId }))
    .errors({ ...commonErrors, ...jobErrors }),
  /**
   * A check that found more missing than may vanish at once has stopped with `mass_loss`. This says that it is meant: the
   * check runs again, and marks what is missing. Where more is missing by then than was asked about, it stops again.
   */
  acceptLoss: oc
    .route(ACCEPTED)
    .input(z.object({ taskId }))
    .output(z.object({ taskId }))
    .errors({ ...commonErrors, ...jobErrors }),
  untracked: oc
    .input(
      z.object({
        projectId: projectId.optional(),
        limit: z.int().min(1).max(1000).default(100),
        offset: z.int().nonnegative().default(0),
      }),
    )
    .output(z.object({ files: z.array(untrackedFile), total: z.int() }))
    .errors({ NO_LIBRARY: commonErrors.NO_LIBRARY }),
  schedules: oc.output(z.array(schedule)).errors({ NO_LIBRARY: commonErrors.NO_LIBRARY }),
};
