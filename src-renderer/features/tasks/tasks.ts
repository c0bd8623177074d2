import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { TaskState } from '../../../src-preload/contract/states.ts';
import type { TaskFilter } from '../../app/view.ts';
import { orpc } from '../../lib/rpc/client.ts';

/** The newest, which are kept up to date by events; older ones are history and asked for by the panel alone. */
export const RECENT_TASKS = 100;

const STATES: Record<Exclude<TaskFilter, 'all'>, TaskState[]> = {
  open: ['queued', 'running', 'paused', 'waiting'],
  failed: ['failed'],
  completed: ['completed'],
  canceled: ['canceled'],
};

const statesOf = (filter: TaskFilter) => (filter === 'all' ? {} : { states: STATES[filter] });

export function useTasks(includeMaintenance: boolean, filter: TaskFilter = 'all') {
  return useQuery(
    orpc.tasks.list.queryOptions({
      input: { includeMaintenance, limit: RECENT_TASKS, offset: 0, ...statesOf(filter) },
    }),
  );
}

/**
 * The tasks before the recent ones, page by page. Offsets count from the newest: tasks that are added meanwhile only
 * make a page bring some that are known already.
 */
export function useOlderTasks(includeMaintenance: boolean, filter: TaskFilter, enabled: boolean) {
  return useInfiniteQuery(
    orpc.tasks.list.infiniteOptions({
      input: (offset: number) => ({ includeMaintenance, limit: RECENT_TASKS, offset, ...statesOf(filter) }),
      initialPageParam: RECENT_TASKS,
      getNextPageParam: (last, _pages, offset) =>
        last.tasks.length > 0 && offset + last.tasks.length < last.total
          ? offset + last.tasks.length
          : undefined,
      enabled,
    }),
  );
}
