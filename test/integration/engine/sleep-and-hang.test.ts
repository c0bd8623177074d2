import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { selectAll, selectOne } from '../../../src-main/db/connection.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { AppError } from '../../../src-main/files/app-error.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import type { WorkerHost } from '../../../src-main/workers/protocol.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { handlerOf, makeEngine, type Run, refs, taskOf, until } from '../../fixtures/engine/make-engine.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('sleep');
const HOUR = 3_600_000;
let engine: LibraryEngine | null = null;
let number = 0;

async function open(run: Run, clock: FakeClock, more: { workers?: WorkerHost; hourly?: Run } = {}) {
  number += 1;
  engine = await makeEngine(join(folder, `library-${number}`), {
    definitions: {
      one: taskOf('work'),
      tidy: { ...taskOf('tidy:20'), source: 'maintenance', schedule: { cron: '0 * * * *' } },
    },
    handlers: [
      handlerOf('work', run),
      handlerOf('tidy', more.hourly ?? (async () => ({ state: 'done' })), {
        async *discover() {
          yield { items: [{ ref: 'tidy' }], cursor: 'end' };
        },
      }),
    ],
    clock,
    schedule: true,
    ...(more.workers === undefined ? {} : { workers: more.workers }),
  });
  return engine;
}

afterEach(async () => {
  await engine?.close();
  engine = null;
});

const start = (on: LibraryEngine, count: number) =>
  on.startTask({ type: 'one', projectId: null, params: {}, items: refs(count) });
const stateOf = (on: LibraryEngine, id: string) => getTask(on.db, id)?.state;

/** Work that ends when the test says so. */
function gate() {
  const open: (() => void)[] = [];
  const begun: string[] = [];
  const run: Run = async ({ item }) => {
    begun.push(item.ref);
    await new Promise<void>((resolve) => open.push(resolve));
    return { state: 'done', apply: () => void done.push(item.ref) };
  };
  const done: string[] = [];
  return {
    run,
    begun,
    done,
    release: () =>
      open.splice(0).forEach((resolve) => {
        resolve();
      }),
  };
}

describe.each([
  ['the inner clock stands still, as on Linux', (clock: FakeClock) => clock.sleep(8 * HOUR)],
  ['the inner clock goes on, as on Windows', (clock: FakeClock) => clock.pass(8 * HOUR)],
])('the laptop sleeps for 8 hours in the middle of work, and %s', (_name, sleep) => {
  test('nothing counts as stale, nothing runs twice, and what was due meanwhile runs once', async () => {
    const clock = new FakeClock(new Date(2026, 10, 24, 22, 30).getTime());
    const work = gate();
    const hours: number[] = [];
    const on = await open(work.run, clock, {
      hourly: async () => {
        hours.push(clock.wall());
        return { state: 'done' };
      },
    });
    on.tick();
    const id = start(on, 6);
    await until(() => work.begun.length === 4);
    clock.pass(1000);
    on.tick();
    sleep(clock);
    on.tick();
    clock.pass(1000);
    on.tick();
    await until(() => hours.length === 1, 'the hourly run');
    // Minutes of work after it woke up: still nobody may be taken for dead for what was sleep.
    for (let second = 0; second < 30; second += 1) {
      clock.pass(1000);
      on.tick();
    }
    work.release();
    await until(() => work.begun.length === 6);
    work.release();
    await on.taskEnded(id);
    expect(stateOf(on, id)).toBe('completed');
    expect(work.begun).toHaveLength(6);
    expect(new Set(work.done).size).toBe(6);
    expect(
      selectAll(on.db, `SELECT id FROM job_items WHERE crash_count > 0 OR attempt > 1 OR interrupted > 0`),
    ).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(hours).toHaveLength(1);
    expect(selectAll(on.db, `SELECT * FROM schedule_runs WHERE schedule_id = 'tidy'`)).toHaveLength(1);
    clock.pass(HOUR);
    on.tick();
    await until(() => hours.length === 2, 'the next hourly run');
    await until(() => selectOne(on.db, `SELECT 1 FROM jobs WHERE finished_at IS NULL`) === undefined);
    expect(brokenInvariants(on.db)).toEqual([]);
  });
});

test('a clock that is set back does not leave a try waiting for the hours that were taken away', async () => {
  const clock = new FakeClock();
  let tries = 0;
  const on = await open(async () => {
    tries += 1;
    if (tries === 1) throw new AppError('file_busy', { retry: 'later' });
    return { state: 'done' };
  }, clock);
  on.tick();
  const id = start(on, 1);
  await until(() => selectOne(on.db, `SELECT 1 FROM jobs WHERE state = 'scheduled'`) !== undefined);
  clock.pass(1000);
  clock.set(clock.wall() - 24 * HOUR);
  on.tick();
  const waits = selectOne<{ run_at: number }>(on.db, `SELECT run_at FROM jobs`);
  expect((waits?.run_at ?? 0) - clock.wall()).toBeLessThanOrEqual(5 * 60_000);
  clock.pass(5 * 60_000 + 1);
  on.tick();
  await on.taskEnded(id);
  expect(stateOf(on, id)).toBe('completed');
});

describe('an item that hangs in this process', () => {
  async function passMinutes(on: LibraryEngine, clock: FakeClock, minutes: number) {
    for (let second = 0; second < minutes * 60; second += 1) {
      clock.pass(1000);
      on.tick();
      if (second % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  test('is let go of, tried once more alone, and set aside; its neighbours are done, and nothing it does later counts', async () => {
    const clock = new FakeClock();
    const late: (() => void)[] = [];
    const lateErrors: string[] = [];
    const on = await open(async ({ item, commit }) => {
      if (item.ref === 'item 2') {
        await new Promise<void>((resolve) => late.push(resolve));
        try {
          commit(() => undefined);
        } catch (error) {
          lateErrors.push((error as AppError).code);
          throw error;
        }
      }
      return { state: 'done' };
    }, clock);
    on.tick();
    const id = start(on, 10);
    await until(() => late.length === 1);
    await passMinutes(on, clock, 2);
    await until(() => late.length === 2);
    await passMinutes(on, clock, 2);
    await on.taskEnded(id);
    expect(stateOf(on, id)).toBe('failed');
    expect(
      selectAll(on.db, `SELECT ref, error_code, error_detail FROM job_items WHERE state = 'failed'`),
    ).toEqual([{ ref: 'item 2', error_code: 'quarantined', error_detail: 'stalled' }]);
    expect(selectOne(on.db, `SELECT succeeded, failed FROM jobs`)).toEqual({ succeeded: 9, failed: 1 });
    const log = selectAll<{ event: string }>(on.db, `SELECT event FROM job_log ORDER BY id`).map(
      (row) => row.event,
    );
    expect(log).toContain('item_stalled');
    expect(log).toContain('item_set_aside');
    for (const wake of late) wake();
    await until(() => lateErrors.length === 2);
    expect(lateErrors).toEqual(['lease_lost', 'lease_lost']);
  });

  test('unless it waits for a worker, which has time limits of its own', async () => {
    const clock = new FakeClock();
    let finish: (output: unknown) => void = () => {};
    const workers = {
      run: () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
      status: () => ({ running: true, pid: 1, restarts: 0 }),
      close: async () => {},
    } as unknown as WorkerHost;
    const on = await open(
      async ({ services }) => {
        await services.workers.run('hash', { path: '/a copy of 60 GB' });
        return { state: 'done' };
      },
      clock,
      { workers },
    );
    on.tick();
    const id = start(on, 1);
    await until(() => selectOne(on.db, `SELECT 1 FROM job_items WHERE state = 'running'`) !== undefined);
    await passMinutes(on, clock, 60);
    finish({});
    await on.taskEnded(id);
    expect(stateOf(on, id)).toBe('completed');
    expect(selectOne(on.db, 'SELECT crash_count FROM job_items')).toEqual({ crash_count: 0 });
  });

  test('and unless it says that it is alive', async () => {
    const clock = new FakeClock();
    let alive: () => void = () => {};
    let finish: () => void = () => {};
    const on = await open(async (context) => {
      alive = () => context.alive();
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return { state: 'done' };
    }, clock);
    on.tick();
    const id = start(on, 1);
    await until(() => selectOne(on.db, `SELECT 1 FROM job_items WHERE state = 'running'`) !== undefined);
    for (let minute = 0; minute < 10; minute += 1) {
      alive();
      await passMinutes(on, clock, 0.9);
    }
    finish();
    await on.taskEnded(id);
    expect(selectOne(on.db, 'SELECT state, crash_count FROM job_items')).toEqual({
      state: 'done',
      crash_count: 0,
    });
  });
});
