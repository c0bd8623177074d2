import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { orpc } from '../../lib/rpc/client.ts';

const PAGE = 200;

/** How much the whole trash holds. Undefined until it is known. */
export function useTrashTotals() {
  return useQuery(orpc.trash.list.queryOptions({ input: { limit: 1 } })).data?.totals;
}

/** What is in the trash, newest first, page by page. `projectId` null for that of all projects. */
export function useTrashEntries(projectId: number | null) {
  const query = useInfiniteQuery(
    orpc.trash.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        limit: PAGE,
        ...(projectId === null ? {} : { projectId }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const { data } = query;
  const entries = useMemo(() => data?.pages.flatMap((page) => page.entries) ?? [], [data]);
  return { ...query, entries, totals: data?.pages[0]?.totals };
}
