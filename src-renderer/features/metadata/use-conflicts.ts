import { useQuery } from '@tanstack/react-query';
import { orpc } from '../../lib/rpc/client.ts';

/** So many are shown at a time; as they are decided, the next ones come. */
const SHOWN = 100;

export const conflictsQuery = (photoId: number | null) =>
  orpc.metadata.conflicts.queryOptions({
    input: { limit: SHOWN, offset: 0, ...(photoId === null ? {} : { photoId }) },
  });

/**
 * What was changed on both sides and waits for a person. Asked for again when a task ends (`apply-batch.ts`).
 * @param photoId only that of this photo
 */
export function useConflicts(photoId: number | null = null) {
  return useQuery(conflictsQuery(photoId));
}
