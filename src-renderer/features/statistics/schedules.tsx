import { useQuery } from '@tanstack/react-query';
import { ago, clockTime } from '../../lib/format/time.ts';
import { orpc } from '../../lib/rpc/client.ts';
import { Table } from './stats-tables.tsx';

/** What starts by itself, and when. */
export function Schedules() {
  const { data } = useQuery(orpc.maintenance.schedules.queryOptions());
  const now = Date.now();
  return (
    <Table
      title="Started by itself"
      head={['Work', 'Next', 'Last']}
      rows={(data ?? []).map(({ id, label, available, nextDueAt, last }) => ({
        key: id,
        cells: [
          label,
          available ? (nextDueAt === null ? 'soon' : clockTime(nextDueAt, now)) : 'not in this version',
          last === null ? 'never' : ago(last.dueAt, now),
        ],
      }))}
    />
  );
}
