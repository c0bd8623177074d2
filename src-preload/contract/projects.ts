import { oc } from '@orpc/contract';
import { z } from 'zod';
import { projectId, timestampMs } from './common.ts';
import { commonErrors, libraryErrors, projectErrors } from './errors.ts';

const unusable = { LIBRARY_UNUSABLE: libraryErrors.LIBRARY_UNUSABLE };

export const project = z.object({
  id: projectId,
  name: z.string(),
  /** Folder inside the library, one path segment. */
  folder: z.string(),
  photos: z.int().nonnegative(),
  createdAt: timestampMs,
});
export type Project = z.infer<typeof project>;

export const projectsContract = {
  list: oc.output(z.array(project)).errors({ NO_LIBRARY: commonErrors.NO_LIBRARY }),
  create: oc
    .input(z.object({ name: z.string().max(200) }))
    .output(project)
    .errors({ NO_LIBRARY: commonErrors.NO_LIBRARY, ...projectErrors, ...unusable }),
};
