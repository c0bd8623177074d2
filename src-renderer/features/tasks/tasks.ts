import { useQuery } from '@tanstack/react-query';
import { orpc } from '../../lib/rpc/client.ts';

/** Most that one page may hold; older tasks are history and asked for by the panel alone. */
export const RECENT_TASKS = 100;

export function useTasks(includeMaintenance: boolean) {
  return useQuery(
    orpc.tasks.list.queryOptions({ input: { includeMaintenance, limit: RECENT_TASKS, offset: 0 } }),
  );
}
