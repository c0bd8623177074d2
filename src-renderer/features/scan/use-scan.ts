import { useQuery } from '@tanstack/react-query';
import { orpc } from '../../lib/rpc/client.ts';
import { hasEnded } from '../../lib/texts/states.ts';

/** How much has been looked at is in no event, so it is asked for while something goes on. */
const EVERY_MS = 700;

/** A scan as a whole, with what it has started; kept up to date until all of it has ended. */
export function useScan(taskId: string) {
  return useQuery(
    orpc.batch.get.queryOptions({
      input: { taskId, limit: 1 },
      // Opened again, it may have gone on meanwhile.
      staleTime: 0,
      refetchInterval: ({ state: { data } }) =>
        data !== undefined && hasEnded(data.task) && data.follows.every(hasEnded) ? false : EVERY_MS,
    }),
  );
}
