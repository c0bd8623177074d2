import { useQuery } from '@tanstack/react-query';
import { ago, shortTime } from '../../lib/format/time.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { Table } from './table.tsx';

/** What starts by itself, and when. */
export function Schedules() {
  // Due times move when the scheduler starts something, which no event tells of.
  const { data } = useQuery(orpc.maintenance.schedules.queryOptions({ staleTime: 0 }));
  const now = Date.now();
  return (
    <Table
      title="Started by itself"
      testId="statistics-schedules"
      head={['Work', 'Next', 'Last']}
      rows={(data ?? []).map(({ id, label, available, nextDueAt, last }) => ({
        key: id,
        cells: [
          label,
          available
            ? nextDueAt === null || nextDueAt <= now
              ? 'soon'
              : shortTime(nextDueAt, now)
            : 'not in this version',
          last === null ? 'never' : ago(last.dueAt, now),
        ],
      }))}
    />
  );
}
