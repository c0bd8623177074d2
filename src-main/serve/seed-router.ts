import { createRouterClient, implement } from '@orpc/server';
import type { Analysis } from '../../src-preload/contract/upload.ts';
import type { AppRouter } from '../api/router.ts';
import { AppError } from '../files/app-error.ts';
import { seedContract } from './seed-contract.ts';

/** Each path calls procedures of the router, so that nothing is decided twice. */
export function createSeedRouter(router: AppRouter) {
  const os = implement(seedContract);
  const client = createRouterClient(router, { context: {} });
  const syncJob = async (id: string) => {
    const { task } = await client.tasks.get({ id });
    const { items } = await client.tasks.items({ taskId: id, states: ['failed'], limit: 100 });
    const { state, progress, startedAt, finishedAt } = task;
    const errors = items.map(({ ref, photoId, error }) => ({ ref, photoId, error }));
    return { id, state, progress, startedAt, finishedAt, errors };
  };
  return os.router({
    upload: os.upload.handler(async ({ input: { id, paths, conflicts }, signal }) => {
      let found: Analysis | null = null;
      const events = await client.upload.analyze({ paths, project: { id } }, signal ? { signal } : {});
      for await (const event of events) {
        if (event.type === 'done') found = event.analysis;
      }
      if (found === null) throw new AppError('canceled');
      const started = await client.upload.start({ analysisId: found.id, conflicts });
      return { ...started, totals: found.totals };
    }),
    processProject: os.processProject.handler(({ input: { id, force } }) =>
      client.derivatives.generate({ target: { projectId: id }, force }),
    ),
    commitProject: os.commitProject.handler(({ input }) =>
      client.changes.commit({ target: { projectId: input.id } }),
    ),
    revertProject: os.revertProject.handler(({ input }) =>
      client.changes.revert({ target: { projectId: input.id } }),
    ),
    enqueueInProject: os.enqueueInProject.handler(({ input: { id, ...order } }) =>
      client.jobs.enqueue({ ...order, target: { projectId: id } }),
    ),
    jobsOfProject: os.jobsOfProject.handler(async ({ input: { id, ...filter }, errors }) => {
      const isThere = (await client.projects.list()).some((project) => project.id === id);
      if (!isThere) throw errors.NOT_FOUND({ data: { kind: 'project', id: String(id) } });
      return await client.jobs.list({ ...filter, projectId: id });
    }),
    syncJob: os.syncJob.handler(({ input }) => syncJob(input.id)),
    cancelSyncJob: os.cancelSyncJob.handler(async ({ input }) => {
      await client.tasks.cancel(input);
      return await syncJob(input.id);
    }),
    processPhotos: os.processPhotos.handler(({ input: { photoIds, force } }) =>
      client.derivatives.generate({ target: { photoIds }, force }),
    ),
    commitPhotos: os.commitPhotos.handler(({ input: { photoIds } }) =>
      client.changes.commit({ target: { photoIds } }),
    ),
    revertPhotos: os.revertPhotos.handler(({ input: { photoIds } }) =>
      client.changes.revert({ target: { photoIds } }),
    ),
  });
}
