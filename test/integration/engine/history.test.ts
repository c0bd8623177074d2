import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { selectAll, selectOne } from '../../../src-main/db/connection.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { AppError } from '../../../src-main/files/app-error.ts';
import { historyCleaning } from '../../../src-main/handlers/history-cleaning.ts';
import { listItems, listJobs, listTasks } from '../../../src-main/tasks/queries.ts';
import { jobStats } from '../../../src-main/tasks/stats.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { handlerOf, makeEngine, type Run, refs, taskOf } from '../../fixtures/engine/make-engine.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('history');
const DAY = 86_400_000;
let engine: LibraryEngine | null = null;
let number = 0;

async function open(run: Run, options: { clock?: FakeClock; config?: unknown } = {}) {
  number += 1;
  engine = await makeEngine(join(folder, `library-${number}`), {
    definitions: {
      one: taskOf('work'),
      tidy: { ...taskOf('history_cleaning'), source: 'maintenance' },
    },
    handlers: [handlerOf('work', run), historyCleaning],
    ...options,
  });
  return engine;
}

afterEach(async () => {
  await engine?.close();
  engine = null;
});

const brokenEvery =
  (n: number): Run =>
  async ({ item }) => {
    if (Number(item.ref.split(' ')[1]) % n === 0)
      throw new AppError('corrupt_data', { detail: `why ${item.ref}` });
    return { state: 'done' };
  };

async function runTask(on: LibraryEngine, count: number, type = 'one'): Promise<string> {
  const id = on.startTask({ type, projectId: null, params: {}, items: type === 'one' ? refs(count) : [] });
  await on.taskEnded(id);
  return id;
}

test('of failed items, the first messages are stored, the others are counted and in the log only', async () => {
  const on = await open(brokenEvery(2), { config: { jobs: { max_stored_errors: 5 } } });
  const id = await runTask(on, 40);
  const failed = selectAll<{ error_code: string; error_detail: string | null }>(
    on.db,
    `SELECT error_code, error_detail FROM job_items WHERE state = 'failed'`,
  );
  expect(failed).toHaveLength(20);
  expect(failed.every((item) => item.error_code === 'corrupt_data')).toBe(true);
  expect(failed.filter((item) => item.error_detail !== null)).toHaveLength(5);
  expect(selectOne(on.db, 'SELECT unstored_errors FROM jobs WHERE task_id = @id', { id })).toEqual({
    unstored_errors: 15,
  });
});

test('items are paged by the last one seen, each exactly once, with their number and their time', async () => {
  const on = await open(brokenEvery(10));
  const id = await runTask(on, 4100);
  const seen: number[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page = listItems(on.db, { taskId: id, jobId: undefined, states: undefined, after, limit: 500 });
    expect(page.total).toBe(4100);
    seen.push(...page.rows.map((row) => row.id));
    after = page.next;
  }
  expect(new Set(seen).size).toBe(4100);
  const failed = listItems(on.db, { taskId: id, jobId: undefined, states: ['failed'], after: 0, limit: 50 });
  expect(failed.total).toBe(410);
  expect(failed.rows.every((row) => row.duration_ms !== null && row.error_detail !== null)).toBe(true);
});

test('tasks and jobs are listed by state, source and type', async () => {
  const on = await open(brokenEvery(3));
  await runTask(on, 2);
  await runTask(on, 4);
  await runTask(on, 0, 'tidy');
  const page = { limit: 10, offset: 0 };
  const none = { states: undefined, source: undefined, type: undefined, projectId: undefined };
  const tasks = (filter: object) =>
    listTasks(on.db, { ...none, ...page, includeMaintenance: false, ...filter }).total;
  expect([tasks({}), tasks({ includeMaintenance: true }), tasks({ source: 'maintenance' })]).toEqual([
    2, 3, 1,
  ]);
  expect([tasks({ states: ['failed'] }), tasks({ type: 'tidy', includeMaintenance: true })]).toEqual([2, 1]);
  const jobs = listJobs(on.db, {
    ...none,
    ...page,
    taskId: undefined,
    includeMaintenance: true,
    orderBy: 'updatedAt',
    direction: 'asc',
  });
  expect(jobs.rows.map((row) => row.type)).toEqual(['work', 'work', 'history_cleaning']);
});

describe('retention', () => {
  test('removes what is old in small steps, keeps failures longer, and no number of the statistics', async () => {
    const clock = new FakeClock();
    const on = await open(brokenEvery(7), { clock });
    const failed = await runTask(on, 5000);
    const fine = await runTask(on, 0);
    clock.pass(31 * DAY);
    const recent = await runTask(on, 0);
    const before = jobStats(on.db, { days: 366, now: clock.wall() });
    expect(before.filesProcessed).toBe(5000);
    await runTask(on, 0, 'tidy');
    const left = () =>
      selectAll<{ id: string }>(on.db, `SELECT id FROM tasks WHERE type = 'one'`).map((row) => row.id);
    expect(left().sort()).toEqual([failed, recent].sort());
    expect(left()).not.toContain(fine);
    clock.pass(60 * DAY);
    await runTask(on, 0, 'tidy');
    expect(left()).toEqual([]);
    expect(selectOne(on.db, `SELECT count(*) AS n FROM job_items WHERE ref LIKE 'item %'`)).toEqual({ n: 0 });
    const after = jobStats(on.db, { days: 366, now: clock.wall() });
    expect({ files: after.filesProcessed, rate: after.successRate, mean: after.meanItemMs }).toEqual({
      files: before.filesProcessed,
      rate: before.successRate,
      mean: before.meanItemMs,
    });
    expect(brokenInvariants(on.db)).toEqual([]);
  });
});

test('statistics: counts by state, files, success rate, durations, days, types and waiting times', async () => {
  const on = await open(brokenEvery(4));
  await runTask(on, 8);
  await runTask(on, 0);
  const stats = jobStats(on.db, { days: 30, now: Date.now() });
  expect(stats.jobs).toMatchObject({ completed: 1, failed: 1, queued: 0, running: 0 });
  expect(stats).toMatchObject({ filesProcessed: 8, successRate: 0.75 });
  expect(stats.meanItemMs).toBeGreaterThanOrEqual(0);
  expect(stats.days).toHaveLength(1);
  expect(stats.days[0]).toMatchObject({
    jobs: { completed: 1, failed: 1, canceled: 0 },
    items: { succeeded: 6, skipped: 0, failed: 2 },
  });
  expect(stats.types.map(({ type }) => type)).toEqual(['work']);
  expect(stats.waits[0]).toMatchObject({ lane: 'priority', jobs: 2 });
});

test('what a task promised and what came of it is stored, and told as a share', async () => {
  // Time passes with the work alone: a machine that stands still for a moment breaks no promise.
  const clock = new FakeClock();
  const work: Run = async () => {
    await new Promise((resolve) => setTimeout(resolve, 4));
    clock.pass(4);
    return { state: 'done' };
  };
  const on = await open(work, { clock });
  await runTask(on, 300);
  const { eta } = jobStats(on.db, { days: 1, now: clock.wall() });
  expect(eta?.checked).toBe(1);
  expect(eta?.medianError).toBeLessThan(2);
  const check = selectOne<{ actual_ms: number }>(on.db, 'SELECT actual_ms FROM eta_checks');
  expect(check?.actual_ms).toBeGreaterThan(50);
});

test('a job tells its own story, and only so much of it', async () => {
  let tries = 0;
  const on = await open(async () => {
    tries += 1;
    if (tries <= 2) throw new AppError('file_busy', { retry: 'now' });
    return { state: 'done' };
  });
  await runTask(on, 1);
  const log = selectAll<{ event: string }>(on.db, 'SELECT event FROM job_log ORDER BY id').map(
    (line) => line.event,
  );
  expect(log).toEqual(['started', 'item_retried', 'item_retried', 'completed']);
  const many = await open(async ({ item }) => {
    throw new AppError(item.attempt < 3 ? 'file_busy' : 'corrupt_data', {
      retry: item.attempt < 3 ? 'now' : 'never',
    });
  });
  await runTask(many, 400);
  expect(selectOne(many.db, 'SELECT count(*) AS n FROM job_log')).toEqual({ n: 500 });
});
