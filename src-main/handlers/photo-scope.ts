import { z } from 'zod';

/** Which photos a job is about: of a project, by id, or (both null) all of the library. */
export const photoScope = z.object({
  projectId: z.int().positive().nullable().default(null),
  photoIds: z.array(z.int().positive()).nullable().default(null),
});
