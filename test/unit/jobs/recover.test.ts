import { expect, test } from 'vitest';
import { type Db, selectOne } from '../../../src-main/db/connection.ts';
import { claimJob } from '../../../src-main/jobs/sql/claim.ts';
import { insertItem, startItems } from '../../../src-main/jobs/sql/items.ts';
import { insertJob } from '../../../src-main/jobs/sql/jobs.ts';
import {
  MAX_CRASHES_IN_A_ROW,
  MAX_INTERRUPTIONS,
  recoverOrphans,
} from '../../../src-main/jobs/sql/recover.ts';
import { memoryDatabase } from '../../fixtures/tree/memory-library.ts';

function jobOf(db: Db, items: number): number {
  const id = insertJob(db, {
    taskId: null,
    taskType: null,
    step: 0,
    chunk: 0,
    type: 'work',
    scope: 'global',
    projectId: null,
    source: 'user',
    lane: 'normal',
    priority: 0,
    payload: {},
    maxAttempts: 3,
    dedupeKey: null,
    total: items,
    skipped: 0,
    cost: items,
    held: false,
    now: 0,
  });
  for (let index = 0; index < items; index += 1) {
    insertItem(db, { jobId: id, item: { ref: `item ${index}` }, cost: 1, now: 0 });
  }
  return id;
}

function die(db: Db, jobId: number, inItem: boolean): void {
  claimJob(db, { lane: 'normal', lease: 'a lease', now: 1 });
  if (inItem) startItems(db, { jobId, limit: 1, now: 1 });
  recoverOrphans(db, 2);
}

test('one item that kills the process each time is known as the culprit before its whole job is given up', () => {
  const db = memoryDatabase();
  const id = jobOf(db, 5);
  for (let death = 0; death < MAX_INTERRUPTIONS; death += 1) die(db, id, true);
  expect(selectOne(db, 'SELECT state FROM jobs')).toEqual({ state: 'queued' });
  expect(
    selectOne(db, 'SELECT ref, state FROM job_items WHERE interrupted >= @limit', {
      limit: MAX_INTERRUPTIONS,
    }),
  ).toEqual({ ref: 'item 0', state: 'pending' });
});

test('a job that kills the process outside of any item is given up in the end', () => {
  const db = memoryDatabase();
  const id = jobOf(db, 2);
  for (let death = 0; death < MAX_CRASHES_IN_A_ROW; death += 1) die(db, id, false);
  expect(selectOne(db, 'SELECT state, error_code, failed FROM jobs')).toEqual({
    state: 'failed',
    error_code: 'crash_loop',
    failed: 2,
  });
  expect(selectOne(db, 'SELECT event, level, detail FROM job_log ORDER BY id DESC LIMIT 1')).toEqual({
    event: 'failed',
    level: 'error',
    detail: '{"code":"crash_loop"}',
  });
});
