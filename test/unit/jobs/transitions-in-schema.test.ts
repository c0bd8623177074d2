import { describe, expect, test } from 'vitest';
import { execute, insert } from '../../../src-main/db/connection.ts';
import { ITEM_MOVES, JOB_MOVES, nextItemState, nextJobState } from '../../../src-main/jobs/states.ts';
import { itemState, jobState } from '../../../src-preload/contract/states.ts';
import { memoryDatabase } from '../../fixtures/tree/memory-library.ts';

const db = memoryDatabase();
const finished = (state: string) =>
  ['completed', 'failed', 'canceled', 'done', 'skipped'].includes(state) ? 1 : null;
const columnsOf = (state: string) => ({
  state,
  lease: state === 'running' ? 'x' : null,
  parked: state === 'parked' ? 'volume' : null,
  finished: finished(state),
});

function jobIn(state: string): number {
  return insert(
    db,
    `INSERT INTO jobs(type, scope, source, lane, priority, state, lease, parked_reason, finished_at, run_at, max_attempts,
       created_at)
     VALUES ('t', 'global', 'user', 'normal', 0, @state, @lease, @parked, @finished, 0, 3, 0)`,
    columnsOf(state),
  );
}

describe('the database allows a job exactly the moves of the table', () => {
  for (const from of jobState.options) {
    test.each(jobState.options.filter((to) => to !== from))(`${from} → %s`, (to) => {
      const legal = JOB_MOVES.some((move) => nextJobState(from, move) === to);
      const id = jobIn(from);
      const move = () =>
        execute(
          db,
          `UPDATE jobs SET state = @state, lease = @lease, parked_reason = @parked, finished_at = @finished WHERE id = @id`,
          {
            ...columnsOf(to),
            id,
          },
        );
      if (legal) expect(move()).toBe(1);
      else expect(move).toThrow('illegal job transition');
    });
  }
});

describe('and an item exactly those of its table', () => {
  const job = jobIn('queued');
  let number = 0;
  for (const from of itemState.options) {
    test.each(itemState.options.filter((to) => to !== from))(`${from} → %s`, (to) => {
      const legal = ITEM_MOVES.some((move) => nextItemState(from, move) === to);
      number += 1;
      const id = insert(
        db,
        `INSERT INTO job_items(job_id, ref, state, finished_at) VALUES (@job, @ref, @state, @finished)`,
        { job, ref: `item ${number}`, state: from, finished: finished(from) },
      );
      const move = () =>
        execute(db, `UPDATE job_items SET state = @to, finished_at = @finished WHERE id = @id`, {
          to,
          id,
          finished: finished(to),
        });
      if (legal) expect(move()).toBe(1);
      else expect(move).toThrow('illegal item transition');
    });
  }
});

test('a finished job without an end, or a running one without a lease, cannot be stored', () => {
  const id = jobIn('queued');
  expect(() => execute(db, `UPDATE jobs SET state = 'running' WHERE id = @id`, { id })).toThrow('CHECK');
  expect(() => execute(db, `UPDATE jobs SET state = 'canceled' WHERE id = @id`, { id })).toThrow('CHECK');
});
