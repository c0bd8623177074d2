import { expect, test } from 'vitest';
import { selectAll } from '../../../src-main/db/connection.ts';
import { memoryDatabase } from '../../fixtures/tree/memory-library.ts';

/** Few rows for as long as a library lives: a look through all of them costs nothing. */
const SMALL = new Set(['tasks.project_id', 'jobs.project_id']);

test('deleting a row looks its references up by an index, however many there are', () => {
  const db = memoryDatabase();
  const tables = selectAll<{ name: string }>(db, `SELECT name FROM sqlite_schema WHERE type = 'table'`);
  const scans = tables.flatMap(({ name }) =>
    selectAll<{ from: string }>(db, `PRAGMA foreign_key_list(${name})`).flatMap(({ from }) => {
      const plan = selectAll<{ detail: string }>(
        db,
        `EXPLAIN QUERY PLAN SELECT 1 FROM ${name} WHERE ${from} = 1`,
      );
      return plan.some((step) => step.detail.startsWith('SCAN')) ? [`${name}.${from}`] : [];
    }),
  );
  expect(scans.filter((column) => !SMALL.has(column))).toEqual([]);
});
