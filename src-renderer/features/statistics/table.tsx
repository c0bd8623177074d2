import type { ReactNode } from 'react';
import styles from './statistics.module.css';

interface TableProps {
  title: string;
  testId: string;
  head: readonly string[];
  /** The first cell names the row. */
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}

/** Nothing at all where there are no rows: an empty table says less than its absence. */
export function Table({ title, testId, head, rows }: TableProps) {
  if (rows.length === 0) return null;
  return (
    <table className={styles.table} data-testid={testId}>
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
            {cells.map((cell, at) =>
              at === 0 ? (
                <th key={head[at]} scope="row">
                  {cell}
                </th>
              ) : (
                <td key={head[at]}>{cell}</td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
