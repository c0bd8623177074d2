import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ACCEPTED, MAX_IDS_PER_CALL, photoId, projectId, taskId } from './common.ts';
import { commonErrors, jobErrors } from './errors.ts';

export const derivativesContract = {
  /** Makes what is missing; with `force`, asks again for photos that failed and makes all of them anew. */
  generate: oc
    .route(ACCEPTED)
    .input(
      z.object({
        target: z.union([
          z.object({ projectId }),
          z.object({ photoIds: z.array(photoId).min(1).max(MAX_IDS_PER_CALL) }),
        ]),
        force: z.boolean().default(false),
      }),
    )
    .output(z.object({ taskId }))
    .errors({ ...commonErrors, ...jobErrors }),
};
