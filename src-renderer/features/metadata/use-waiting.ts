import { useQuery } from '@tanstack/react-query';
import { orpc } from '../../lib/rpc/client.ts';

/** How many photos of the library say something that their files do not say yet. Null until it is known. */
export function useWaiting(): number | null {
  const waiting = useQuery(
    orpc.photos.query.queryOptions({
      input: { filter: { unwritten: true }, limit: 1 },
      select: ({ total }) => total,
    }),
  );
  return waiting.data ?? null;
}
