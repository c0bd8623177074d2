import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { TaskState } from '../../../src-preload/contract/states.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { type TaskPage, withHistoryChanges, withTaskChanges } from '../tasks/task-list.ts';

interface ListInput {
  includeMaintenance?: boolean;
  states?: TaskState[];
}

/** Brings changed tasks into every list of tasks that was asked for, each by its own filter. */
export function applyToLists(changes: readonly Task[], queries: QueryClient): void {
  const lists = queries.getQueryCache().findAll({ queryKey: orpc.tasks.list.key({ type: 'query' }) });
  for (const { queryKey } of lists) {
    const { includeMaintenance = false, states } = inputOf(queryKey);
    const before = queries.getQueryData<TaskPage>(queryKey);
    if (before === undefined) continue;
    const page = withTaskChanges(before, changes, includeMaintenance, states);
    queries.setQueryData(queryKey, page);
    // A page that lost tasks while there are more behind it would leave a hole before the older ones.
    if (page.tasks.length < before.tasks.length && page.tasks.length < page.total)
      void queries.invalidateQueries({ queryKey, exact: true });
  }
  const histories = queries.getQueryCache().findAll({ queryKey: orpc.tasks.list.key({ type: 'infinite' }) });
  for (const { queryKey } of histories) {
    const { states } = inputOf(queryKey);
    queries.setQueryData<InfiniteData<TaskPage, number>>(
      queryKey,
      (data) =>
        data && { ...data, pages: data.pages.map((page) => withHistoryChanges(page, changes, states)) },
    );
  }
}

function inputOf(queryKey: readonly unknown[]): ListInput {
  const { input } = (queryKey[1] ?? {}) as { input?: ListInput };
  return input ?? {};
}
