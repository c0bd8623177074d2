import { oc } from '@orpc/contract';
import { z } from 'zod';
import { taskId, timestampMs } from './common.ts';
import { commonErrors } from './errors.ts';

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

export const maintenanceContract = {
  schedules: oc.output(z.array(schedule)).errors({ NO_LIBRARY: commonErrors.NO_LIBRARY }),
};
