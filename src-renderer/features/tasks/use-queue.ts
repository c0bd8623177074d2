import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { QueueStatus } from '../../../src-preload/contract/jobs.ts';
import { client, orpc } from '../../lib/rpc/client.ts';
import { useAction } from './use-action.ts';

/** Whether everything is paused, and by whom. Kept up to date by events. */
export function useQueue(): QueueStatus | undefined {
  return useQuery(orpc.jobs.queue.queryOptions()).data;
}

/** Holds everything back, or lets it go on, whoever held it. */
export function useHoldAll(): (hold: boolean) => void {
  const queries = useQueryClient();
  const run = useAction();
  return (hold) =>
    run(
      async () => {
        const queue = hold ? await client.jobs.pauseAll() : await client.jobs.resumeAll();
        // Not only when the event comes: a second press has to know what the first one did.
        queries.setQueryData(orpc.jobs.queue.queryKey(), queue);
      },
      hold ? 'All work is paused. What was begun is being finished.' : 'All work goes on.',
    );
}
