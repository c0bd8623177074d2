import type { ReactNode } from 'react';
import type { JobStats } from '../../../src-preload/contract/jobs.ts';
import { count } from '../../lib/format/numbers.ts';
import { duration } from '../../lib/format/time.ts';
import styles from './statistics.module.css';

/** The same in numbers: by type of work, by day, and how long work waited. */
export function StatsTables({ stats }: { stats: JobStats }) {
  return (
    <>
      <Table
        title="By type of work"
        head={['Work', 'Jobs', 'Files', 'Failed', 'Mean time']}
        rows={stats.types.map(({ type, label, jobs, items, meanItemMs }) => ({
          key: type,
          cells: [
            label,
            count(jobs.completed + jobs.failed + jobs.canceled),
            count(items.succeeded + items.skipped + items.failed),
            count(items.failed),
            meanItemMs === null ? '–' : duration(meanItemMs),
          ],
        }))}
      />
      <Table
        title="How long work waited to begin"
        head={['Lane', 'Jobs', 'Mean', 'Longest']}
        rows={stats.waits.map(({ lane, jobs, meanMs, longestMs }) => ({
          key: lane,
          cells: [
            lane === 'priority' ? 'Urgent' : 'Background',
            count(jobs),
            duration(meanMs),
            duration(longestMs),
          ],
        }))}
      />
    </>
  );
}

interface TableProps {
  title: string;
  head: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}

export function Table({ title, head, rows }: TableProps) {
  if (rows.length === 0) return null;
  return (
    <table className={styles.table}>
      <caption>{title}</caption>
      <thead>
        <tr>
          {head.map((cell) => (
            <th key={cell} scope="col">
              {cell}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key}>
            {cells.map((cell, at) => (
              <td key={head[at]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
