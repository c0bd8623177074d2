import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type Db, selectAll, selectOne, transaction } from '../../../src-main/db/connection.ts';
import type { JobRow } from '../../../src-main/db/rows.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { AppError } from '../../../src-main/files/app-error.ts';
import type { AnyJobHandler } from '../../../src-main/handlers/handler.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import {
  handlerOf,
  refs as items,
  makeEngine,
  type Run,
  taskOf,
  until,
} from '../../fixtures/engine/make-engine.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('job-run');
const definitions = { one: taskOf('work'), two: taskOf('work', 'then'), odd: taskOf('nobody_knows') };

let engine: LibraryEngine | null = null;
let libraries = 0;

async function open(
  run: Run,
  options: { name?: string; concurrency?: number; more?: Partial<AnyJobHandler> } = {},
) {
  libraries += 1;
  const more = { concurrency: () => options.concurrency ?? 4, ...options.more };
  engine = await makeEngine(join(folder, options.name ?? `library-${libraries}`), {
    definitions,
    handlers: ['work', 'then'].map((type) => handlerOf(type, run, more)),
  });
  return engine;
}

afterEach(async () => {
  await engine?.close();
  engine = null;
});

const start = (on: LibraryEngine, type: string, count: number) =>
  on.startTask({ type, projectId: null, params: {}, items: items(count) });
const stateOf = (on: LibraryEngine, id: string) => getTask(on.db, id)?.state;
const jobs = (db: Db) => selectAll<JobRow>(db, 'SELECT * FROM jobs ORDER BY id');
const done: Run = async () => ({ state: 'done' });

test('2,500 items become two jobs of one step, and the next step waits for both', async () => {
  const order: string[] = [];
  const on = await open(async ({ job }) => {
    order.push(`${job.type}.${job.chunk}`);
    return { state: 'done' };
  });
  const id = start(on, 'two', 2500);
  expect(jobs(on.db).map(({ type, chunk, total }) => ({ type, chunk, total }))).toEqual([
    { type: 'work', chunk: 0, total: 2000 },
    { type: 'work', chunk: 1, total: 500 },
  ]);
  await on.taskEnded(id);
  expect(jobs(on.db).map((job) => `${job.type} ${job.state}`)).toEqual([
    'work completed',
    'work completed',
    'then completed',
  ]);
  expect(order).toHaveLength(2500);
  const [first, second, third] = jobs(on.db);
  expect(third?.started_at).toBeGreaterThanOrEqual(
    Math.max(first?.finished_at ?? 0, second?.finished_at ?? 0),
  );
  expect(stateOf(on, id)).toBe('completed');
  expect(brokenInvariants(on.db)).toEqual([]);
});

test('a bad item fails alone; the others are done, and the task says that it failed', async () => {
  const on = await open(async ({ item }) => {
    if (item.ref === 'item 3') throw new AppError('truncated', { detail: 'cut' });
    return { state: 'done' };
  });
  const id = start(on, 'two', 10);
  await on.taskEnded(id);
  expect(stateOf(on, id)).toBe('failed');
  expect(jobs(on.db).map(({ type, succeeded, failed }) => ({ type, succeeded, failed }))).toEqual([
    { type: 'work', succeeded: 9, failed: 1 },
    // A step with failed items has ended all the same: what follows tidies up, and must run.
    { type: 'then', succeeded: 0, failed: 0 },
  ]);
  expect(selectOne(on.db, `SELECT error_code, error_detail FROM job_items WHERE state = 'failed'`)).toEqual({
    error_code: 'truncated',
    error_detail: 'cut',
  });
});

test('a job of a type that nobody knows fails with its reason, and its task does not hang', async () => {
  const on = await open(done);
  const id = start(on, 'odd', 3);
  await on.taskEnded(id);
  expect(jobs(on.db)[0]).toMatchObject({
    state: 'failed',
    error_code: 'unknown_job_type',
    error_detail: 'nobody_knows',
    // Failed with it, not canceled: nobody wanted that, and a retry takes them up again.
    failed: 3,
  });
  expect(stateOf(on, id)).toBe('failed');
  expect(brokenInvariants(on.db)).toEqual([]);
});

test('what an item changes and that it is done are one transaction', async () => {
  const on = await open(
    async ({ services, item }) => ({
      state: 'done',
      apply: () => {
        services.db.prepare('INSERT INTO tags(name) VALUES (?)').run(item.ref);
        if (item.ref === 'item 1') throw new AppError('internal', { detail: 'thrown while storing' });
      },
    }),
    { concurrency: 1 },
  );
  const id = start(on, 'one', 3);
  await on.taskEnded(id);
  // What one item throws while it is stored undoes that item alone; its neighbours are stored with their effects.
  expect(jobs(on.db)[0]).toMatchObject({ state: 'failed', error_code: null, succeeded: 2, failed: 1 });
  expect(selectAll(on.db, 'SELECT name FROM tags')).toEqual([{ name: 'item 0' }, { name: 'item 2' }]);
});

describe('a cause that may pass', () => {
  test('is tried again, up to the limit of attempts', async () => {
    const tries = new Map<string, number>();
    const on = await open(
      async ({ item }) => {
        tries.set(item.ref, (tries.get(item.ref) ?? 0) + 1);
        if (item.ref === 'item 0') throw new AppError('worker_restarted', { retry: 'now' });
        return { state: 'done' };
      },
      { more: {} },
    );
    const id = start(on, 'one', 1);
    // An innocent victim is tried as often as it takes: it stops being one after five rounds here.
    const stop = setInterval(() => {
      if ((tries.get('item 0') ?? 0) >= 5) on.db.prepare(`UPDATE job_items SET ref = 'item 1'`).run();
    }, 1);
    await on.taskEnded(id);
    clearInterval(stop);
    expect(stateOf(on, id)).toBe('completed');
    expect(selectOne(on.db, 'SELECT attempt, crash_count FROM job_items')).toEqual({
      attempt: 1,
      crash_count: 0,
    });
  });

  test('that comes back later puts the job to sleep instead of blocking its slot', async () => {
    let tries = 0;
    const on = await open(async () => {
      tries += 1;
      if (tries === 1) throw new AppError('file_busy', { retry: 'later' });
      return { state: 'done' };
    });
    const id = start(on, 'one', 1);
    await until(() => jobs(on.db)[0]?.state === 'scheduled');
    const job = jobs(on.db)[0];
    expect((job?.run_at ?? 0) - Date.now()).toBeGreaterThan(100);
    await on.taskEnded(id);
    expect([stateOf(on, id), tries]).toEqual(['completed', 2]);
  });
});

test('an item that kills its worker is run again alone, then set aside; the rest of the job goes on', async () => {
  const beside: number[] = [];
  let inside = 0;
  const on = await open(async ({ item }) => {
    inside += 1;
    try {
      if (item.ref === 'item 2') {
        if (item.run_alone === 1) beside.push(inside - 1);
        throw new AppError('worker_crashed', { retry: 'now', detail: 'SIGSEGV' });
      }
      await new Promise((resolve) => setTimeout(resolve, 2));
      return { state: 'done' };
    } finally {
      inside -= 1;
    }
  });
  const id = start(on, 'one', 20);
  await on.taskEnded(id);
  expect(beside).toEqual([0]);
  expect(jobs(on.db)[0]).toMatchObject({ succeeded: 19, failed: 1 });
  expect(
    selectOne(on.db, `SELECT ref, error_code, crash_count FROM job_items WHERE state = 'failed'`),
  ).toEqual({
    ref: 'item 2',
    error_code: 'quarantined',
    crash_count: 1,
  });
});

describe('cancel', () => {
  test('keeps what is done, leaves the rest untouched, and never ends as completed', async () => {
    const touched: string[] = [];
    const on = await open(async ({ item, signal }) => {
      touched.push(item.ref);
      await new Promise((resolve) => setTimeout(resolve, 5));
      signal.throwIfAborted();
      return { state: 'done' };
    });
    const id = start(on, 'two', 200);
    await until(() => touched.length >= 20);
    expect(on.cancelTask(id, 'person')).toBe(true);
    await on.taskEnded(id);
    const job = jobs(on.db)[0];
    expect(stateOf(on, id)).toBe('canceled');
    expect(job?.state).toBe('canceled');
    expect((job?.succeeded ?? 0) + (job?.canceled ?? 0)).toBe(200);
    expect(touched.length).toBeLessThan(30);
    expect(jobs(on.db)).toHaveLength(1);
    expect(selectOne(on.db, `SELECT state FROM task_steps WHERE step = 1`)).toEqual({ state: 'skipped' });
    expect(on.cancelTask(id, 'person')).toBe(false);
    expect(brokenInvariants(on.db)).toEqual([]);
  });

  test('of work that waits is done at once', async () => {
    const on = await open(() => new Promise(() => {}), { concurrency: 1 });
    const blocker = start(on, 'one', 1);
    const blocker2 = start(on, 'one', 1);
    const id = start(on, 'one', 5);
    on.cancelTask(id, 'person');
    expect(stateOf(on, id)).toBe('canceled');
    expect([stateOf(on, blocker), stateOf(on, blocker2)]).not.toContain('canceled');
    engine = null; // Its items never end; the process takes it along.
  });

  test('1,000 times at random moments: no canceled job ever becomes completed', async () => {
    const on = await open(async ({ signal }) => {
      if (Math.random() < 0.3) await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
      return { state: 'done' };
    });
    const lies: string[] = [];
    for (let round = 0; round < 1000; round += 1) {
      const id = start(on, 'one', 3);
      for (let turn = Math.floor(Math.random() * 4); turn > 0; turn -= 1) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      const accepted = on.cancelTask(id, 'person');
      await on.taskEnded(id);
      if (accepted !== (stateOf(on, id) === 'canceled'))
        lies.push(`round ${round}: ${accepted} ${stateOf(on, id)}`);
    }
    expect(lies).toEqual([]);
    expect(brokenInvariants(on.db)).toEqual([]);
  });
});

test('the event loop turns between two pages of items that are being found', async () => {
  let turns = 0;
  const count = () => {
    turns += 1;
    counter = setImmediate(count);
  };
  let counter = setImmediate(count);
  let turnsWhileFinding = 0;
  const on = await open(done, {
    more: {
      async *discover() {
        const before = turns;
        for (let page = 0; page < 20; page += 1) {
          yield { items: [{ ref: `page ${page}` }], cursor: String(page) };
        }
        turnsWhileFinding = turns - before;
      },
    },
  });
  const id = start(on, 'one', 0);
  await on.taskEnded(id);
  clearImmediate(counter);
  expect(turnsWhileFinding).toBeGreaterThanOrEqual(19);
  expect(jobs(on.db)[0]).toMatchObject({ total: 20, succeeded: 20 });
});

test('a database that cannot be read any more stops the work, not the process', async () => {
  const on = await open(async ({ signal }) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    return { state: 'done' };
  });
  const id = start(on, 'one', 1);
  await until(() => jobs(on.db)[0]?.state === 'running');
  const ended = on.taskEnded(id);
  on.db.exec('ALTER TABLE tasks RENAME TO away');
  on.changes.task(id);
  on.changes.urgent();
  await expect(ended).rejects.toThrow('no such table');
  on.db.exec('ALTER TABLE away RENAME TO tasks');
});

test('closing hands work back without an attempt; opening again goes on from there, and nothing is done twice', async () => {
  const effects: string[] = [];
  const run: Run = async ({ item, signal }) => {
    await new Promise((resolve) => setTimeout(resolve, 3));
    signal.throwIfAborted();
    return { state: 'done', apply: () => void effects.push(item.ref) };
  };
  const first = await open(run, { name: 'reopened' });
  const id = start(first, 'one', 100);
  await until(() => effects.length >= 10);
  await first.close();
  const second = await open(run, { name: 'reopened' });
  expect(jobs(second.db)[0]).toMatchObject({ attempt: 1, crash_count: 0 });
  await second.taskEnded(id);
  expect(stateOf(second, id)).toBe('completed');
  expect(effects.sort()).toEqual(
    items(100)
      .map((item) => item.ref)
      .sort(),
  );
});

test('a lease that was lost is noticed: the job writes nothing more', async () => {
  const on = await open(async () => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    return { state: 'done' };
  });
  const id = start(on, 'one', 8);
  await until(() => jobs(on.db)[0]?.state === 'running');
  // As if somebody had taken the job over: another lease is in the row now.
  on.db.prepare(`UPDATE jobs SET lease = 'somebody else'`).run();
  await new Promise((resolve) => setTimeout(resolve, 80));
  expect(jobs(on.db)[0]).toMatchObject({ state: 'running', lease: 'somebody else', succeeded: 0 });
  expect(selectOne(on.db, `SELECT count(*) AS n FROM job_items WHERE state = 'done'`)).toEqual({ n: 0 });
  expect(stateOf(on, id)).toBe('running');
});

test('a task with nothing left to do completes, even when it is started inside somebody’s transaction', async () => {
  const on = await open(done);
  const settled = [{ ref: 'known', skipped: { code: 'duplicate' } }];
  // The run must not begin in that transaction: it flushes its end to the disk, which none can do from within another.
  const id = transaction(on.db, () =>
    on.startTask({ type: 'one', projectId: null, params: {}, items: settled }),
  );
  await on.taskEnded(id);
  expect(jobs(on.db)[0]).toMatchObject({ state: 'completed', total: 1, skipped: 1, error_code: null });
});

test('every transaction of work that moves originals is flushed to the disk, also those that it makes itself', async () => {
  const levels: unknown[] = [];
  const note = (context: { services: { db: Db } }) =>
    levels.push(context.services.db.pragma('synchronous', { simple: true }));
  const on = await open(
    async (context) => {
      context.commit(() => note(context));
      return { state: 'done', apply: () => note(context) };
    },
    { more: { durable: true, begin: note } },
  );
  await on.taskEnded(start(on, 'one', 1));
  const full = 2;
  expect(levels).toEqual([full, full, full]);
  expect(on.db.pragma('synchronous', { simple: true })).toBe(1);
});
