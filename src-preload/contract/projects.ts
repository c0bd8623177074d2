import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ACCEPTED, projectId, taskId, timestampMs } from './common.ts';
import { commonErrors, jobErrors, libraryErrors, projectErrors } from './errors.ts';
import { lineLimit, plan } from './plans.ts';

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
  list: oc
    .route({ method: 'GET', path: '/projects' })
    .output(z.array(project))
    .errors({ NO_LIBRARY: commonErrors.NO_LIBRARY }),
  create: oc
    .route({ path: '/projects', successStatus: 201 })
    .input(z.object({ name: z.string().max(200) }))
    .output(project)
    .errors({ NO_LIBRARY: commonErrors.NO_LIBRARY, ...projectErrors, ...unusable }),
  /** The folder is renamed with it. */
  rename: oc
    .input(z.object({ id: projectId, name: z.string().max(200) }))
    .output(project)
    .errors({ ...commonErrors, ...jobErrors, ...projectErrors, ...unusable }),
  previewDelete: oc
    .input(z.object({ id: projectId, lineLimit }))
    .output(plan)
    .errors(commonErrors),
  /** Moves the whole folder to the trash of the library. `confirm` is the project's name, typed by a person. */
  delete: oc
    .route(ACCEPTED)
    .input(z.object({ id: projectId, confirm: z.string() }))
    .output(z.object({ taskId }))
    .errors({ ...commonErrors, ...jobErrors, ...projectErrors }),
};
