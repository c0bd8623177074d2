import { useQuery } from '@tanstack/react-query';
import type { ChangeTarget } from '../../../src-preload/contract/changes.ts';
import { useView } from '../../app/view.ts';
import { orpc } from '../../lib/rpc/client.ts';

/** What a commit of the shown project (or of everything) would remove. */
export function usePending() {
  const projectId = useView((view) => view.projectId);
  const query = useQuery(
    orpc.changes.summary.queryOptions({ input: projectId === null ? {} : { projectId } }),
  );
  const target: ChangeTarget = projectId === null ? { all: true } : { projectId };
  return {
    target,
    summary: query.data !== undefined && query.data.photos > 0 ? query.data : null,
    /** When this was told, for the question whether anything changed since; 0 while it is being asked for. */
    asOf: query.isFetching ? 0 : query.dataUpdatedAt,
  };
}
