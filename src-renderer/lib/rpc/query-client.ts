import { QueryClient } from '@tanstack/react-query';

/**
 * Data changes when an event says so, so nothing grows stale by time. `networkMode: 'always'` because "online" says
 * nothing about a port to our own main process: without it a laptop in a plane would show empty lists.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: false,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
