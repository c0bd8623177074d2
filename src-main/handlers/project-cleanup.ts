import { z } from 'zod';
import { execute } from '../db/connection.ts';
import type { JobHandler } from './handler.ts';

const payload = z.object({ projectId: z.int().positive() });

/** After a project went to the trash: what was only about its folder is forgotten. Its photos stay, for the undo. */
export const projectCleanup: JobHandler<z.infer<typeof payload>> = {
  type: 'project_cleanup',
  payload,
  concurrency: () => 1,

  // Rows only: no items, and nothing to find.
  async *discover({ services: { db }, payload: { projectId } }) {
    execute(db, `DELETE FROM untracked_files WHERE project_id = @projectId`, { projectId });
    yield { items: [], cursor: 'end' };
  },

  runItem: async () => ({ state: 'skipped' }),
};
