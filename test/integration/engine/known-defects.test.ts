import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { execute, selectAll, selectOne } from '../../../src-main/db/connection.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { AppError } from '../../../src-main/files/app-error.ts';
import { backoffMs } from '../../../src-main/jobs/backoff.ts';
import { finishJob } from '../../../src-main/jobs/sql/jobs.ts';
import { recoverOrphans } from '../../../src-main/jobs/sql/recover.ts';
import { openLibrary } from '../../../src-main/library/open-library.ts';
import { loadTaskDefinitions } from '../../../src-main/tasks/definitions.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { handlerOf, makeEngine, type Run, refs, taskOf, until } from '../../fixtures/engine/make-engine.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

/**
 * Defects that others of our kind have or had, each as a test that fails on the defective behaviour. The numbers are
 * those of the lists that we were given: the origin (its section 1.5) and its neighbours (section 1.3 of the engine's).
 */
const folder = await temporaryFolder('known-defects');
const resources = join(import.meta.dirname, '..', '..', '..', 'resources');
const MINUTE = 60_000;
let engine: LibraryEngine | null = null;
let number = 0;

afterEach(async () => {
  await engine?.close();
  engine = null;
});

async function open(
  run: Run,
  options: { clock?: FakeClock; name?: string; steps?: string[]; schedule?: boolean } = {},
) {
  number += 1;
  const types = ['work', 'then', 'last'];
  engine = await makeEngine(join(folder, options.name ?? `library-${number}`), {
    definitions: {
      one: taskOf('work'),
      three: taskOf(...types),
      hourly: { ...taskOf('work:20'), source: 'maintenance', schedule: { cron: '0 * * * *' } },
    },
    handlers: types.map((type) => handlerOf(type, run)),
    schedule: options.schedule ?? false,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  });
  return engine;
}

const done: Run = async () => ({ state: 'done' });
const start = (on: LibraryEngine, count: number, type = 'one') =>
  on.startTask({ type, projectId: null, params: {}, items: refs(count) });

describe('the origin', () => {
  test('7: a canceled job is never overwritten with completed, even by a handler that returns as if all were well', async () => {
    const on = await open(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { state: 'done' };
    });
    const id = start(on, 4);
    await until(() => selectOne(on.db, `SELECT 1 FROM jobs WHERE state = 'running'`) !== undefined);
    on.cancelTask(id, 'person');
    await on.taskEnded(id);
    const job = selectOne<{ id: number; state: string }>(on.db, 'SELECT id, state FROM jobs');
    expect(job?.state).toBe('canceled');
    const late = {
      id: job?.id ?? 0,
      lease: 'any',
      canceled: 0,
      failed: 0,
      errorCode: null,
      errorDetail: null,
      now: 1,
    };
    expect(finishJob(on.db, { ...late, to: 'completed' })).toBe(false);
    expect(() => execute(on.db, `UPDATE jobs SET state = 'completed'`)).toThrow('illegal job transition');
  });

  test('8: the chunks of a step do not each start the steps after it, and none starts before the last chunk has ended', async () => {
    const order: string[] = [];
    const on = await open(async ({ job }) => {
      order.push(job.type);
      return { state: 'done' };
    });
    await on.taskEnded(start(on, 6001, 'three'));
    expect(selectAll(on.db, `SELECT type, count(*) AS n FROM jobs GROUP BY type ORDER BY min(id)`)).toEqual([
      { type: 'work', n: 4 },
      { type: 'then', n: 1 },
      { type: 'last', n: 1 },
    ]);
    expect(order).toHaveLength(6001);
  });

  test('9: between two steps a task never looks completed, and a failed step does not strand it in silence', async () => {
    const states: string[] = [];
    engine = await makeEngine(join(folder, 'between'), {
      definitions: { three: taskOf('work', 'then', 'last') },
      handlers: [handlerOf('work', done), handlerOf('last', done)],
      publish: ({ tasks }) => states.push(...tasks.map((task) => task.state)),
    });
    const id = start(engine, 3, 'three');
    await engine.taskEnded(id);
    // `then` has no handler: the task says so, and its last step is told to be left out.
    expect(states.at(-1)).toBe('failed');
    expect(states.slice(0, -1)).not.toContain('completed');
    expect(selectAll(engine.db, 'SELECT state FROM task_steps ORDER BY step')).toEqual([
      { state: 'done' },
      { state: 'done' },
      { state: 'skipped' },
    ]);
    expect(selectOne(engine.db, `SELECT error_code FROM jobs WHERE type = 'then'`)).toEqual({
      error_code: 'unknown_job_type',
    });
  });

  test('10: tries wait longer each time, a job that kills the process is given up, and an hour of sleep makes nothing stale', async () => {
    const waits = [1, 2, 3, 4].map((attempt) => backoffMs(attempt, 0.5));
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits[3]).toBeGreaterThan((waits[0] ?? 0) * 4);
    const clock = new FakeClock();
    let runs = 0;
    let release: () => void = () => {};
    const on = await open(
      async () => {
        runs += 1;
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        return { state: 'done' };
      },
      { clock },
    );
    on.tick();
    const id = start(on, 1);
    await until(() => runs === 1);
    clock.sleep(60 * MINUTE);
    on.tick();
    expect(selectOne(on.db, `SELECT state, attempt, crash_count FROM jobs`)).toEqual({
      state: 'running',
      attempt: 1,
      crash_count: 0,
    });
    release();
    await on.taskEnded(id);
    expect(runs).toBe(1);
  });

  test('11: a timer that fires again while its work still waits queues no second one, and what it queued is in the list', async () => {
    const clock = new FakeClock(new Date(2026, 10, 24, 12, 30).getTime());
    const on = await makeEngine(join(folder, 'timer'), {
      definitions: {
        hourly: { ...taskOf('work:20'), source: 'maintenance', schedule: { cron: '0 * * * *' } },
      },
      handlers: [
        handlerOf('work', () => new Promise(() => {}), {
          async *discover() {
            yield { items: refs(1), cursor: 'end' };
          },
        }),
      ],
      clock,
      schedule: true,
    });
    on.tick();
    for (let hour = 0; hour < 10; hour += 1) {
      clock.pass(60 * MINUTE);
      on.tick();
    }
    expect(selectAll(on.db, 'SELECT type, source FROM tasks')).toEqual([
      { type: 'hourly', source: 'maintenance' },
    ]);
    // Its item never ends; the process takes it along.
  });

  test('11: every step that is declared has a name that the engine can look up, never a function that is not there', async () => {
    const definitions = await loadTaskDefinitions(resources);
    const types = Object.values(definitions).flatMap(({ steps }) => steps.map((step) => step.jobType));
    const on = await open(done);
    for (const type of new Set(types)) {
      const id = on.startOwnTask(taskOf(type), { type, projectId: null, params: {}, items: [] });
      await on.taskEnded(id);
      const { state } = getTask(on.db, id) ?? {};
      expect([type, state]).toEqual([type, 'failed']);
    }
    expect(selectOne(on.db, `SELECT count(DISTINCT error_code) AS n FROM jobs`)).toEqual({ n: 1 });
  });

  test('12: an item that is through has one state, whoever worked on it', async () => {
    const on = await open(done);
    await on.taskEnded(start(on, 3, 'three'));
    expect(() => execute(on.db, `UPDATE job_items SET state = 'completed'`)).toThrow();
    expect(selectAll(on.db, 'SELECT DISTINCT state FROM job_items')).toEqual([{ state: 'done' }]);
  });

  test('13: no set is too large to be worked through, and none is cut off in silence', {
    timeout: 120_000,
  }, async () => {
    engine = await makeEngine(join(folder, 'large'), {
      definitions: { one: taskOf('work') },
      handlers: [handlerOf('work', done, { concurrency: () => 2000 })],
    });
    const id = start(engine, 100_001);
    await engine.taskEnded(id);
    expect(selectOne(engine.db, 'SELECT sum(succeeded) AS n, count(*) AS jobs FROM jobs')).toEqual({
      n: 100_001,
      jobs: 51,
    });
  });
});

describe('its neighbours', () => {
  test('plainjob: a job that waited for hours in the queue is not taken for a stale one as soon as it starts', async () => {
    const clock = new FakeClock();
    let runs = 0;
    let release: () => void = () => {};
    const on = await open(
      async () => {
        runs += 1;
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        return { state: 'done' };
      },
      { clock },
    );
    execute(on.db, `INSERT INTO queue_pauses(owner, reason, at) VALUES ('test', '', 0)`);
    on.control.dispatcher.refreshPauses();
    const id = start(on, 1);
    clock.pass(300 * MINUTE);
    execute(on.db, 'DELETE FROM queue_pauses');
    on.control.dispatcher.refreshPauses();
    await until(() => runs === 1);
    for (let second = 0; second < 30; second += 1) {
      clock.pass(1000);
      on.tick();
    }
    release();
    await on.taskEnded(id);
    expect(runs).toBe(1);
  });

  test('plainjob: stopping waits for the work itself, not only for the timer', async () => {
    let ended = false;
    const on = await open(async ({ signal }) => {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => setTimeout(resolve, 30)));
      ended = true;
      return { state: 'done' };
    });
    start(on, 1);
    await until(() => selectOne(on.db, `SELECT 1 FROM job_items WHERE state = 'running'`) !== undefined);
    await on.close();
    engine = null;
    expect(ended).toBe(true);
  });

  test('plainjob, huey: a due time, its task and the next due time are one transaction; a failure in it loses no run', async () => {
    const clock = new FakeClock(new Date(2026, 10, 24, 12, 30).getTime());
    const on = await open(done, { clock, schedule: true });
    on.tick();
    on.db.exec('ALTER TABLE task_steps RENAME TO away');
    clock.pass(40 * MINUTE);
    expect(() => on.upkeep.scheduler.tick(true)).toThrow();
    on.db.exec('ALTER TABLE away RENAME TO task_steps');
    expect(selectAll(on.db, 'SELECT * FROM schedule_runs')).toEqual([]);
    on.upkeep.scheduler.tick(true);
    expect(selectAll(on.db, 'SELECT schedule_id FROM schedule_runs')).toEqual([{ schedule_id: 'hourly' }]);
    await until(() => selectOne(on.db, `SELECT 1 FROM tasks WHERE state = 'completed'`) !== undefined);
  });

  test('liteque: work that takes longer than any lease is not run a second time beside itself', async () => {
    const clock = new FakeClock();
    let inside = 0;
    let most = 0;
    let finish = false;
    const on = await open(
      async ({ alive }) => {
        inside += 1;
        most = Math.max(most, inside);
        while (!finish) {
          alive();
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        inside -= 1;
        return { state: 'done' };
      },
      { clock },
    );
    on.tick();
    const id = start(on, 1);
    await until(() => inside === 1);
    for (let second = 0; second < 600; second += 1) {
      clock.pass(1000);
      on.tick();
      if (second % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    }
    finish = true;
    await on.taskEnded(id);
    expect(most).toBe(1);
  });

  test('goqite: work whose tries are used up is there to be seen, with its reason, and a type that nobody knows ends nothing else', async () => {
    const on = await open(async () => {
      throw new AppError('file_busy', { retry: 'now', detail: 'another program' });
    });
    const id = start(on, 1);
    await on.taskEnded(id);
    expect(selectOne(on.db, `SELECT state, attempt, error_code, error_detail FROM job_items`)).toEqual({
      state: 'failed',
      attempt: 3,
      error_code: 'file_busy',
      error_detail: 'another program',
    });
  });

  test('River: a rescuer does not overwrite a job that ended between its look and its write', async () => {
    const on = await open(done);
    await on.taskEnded(start(on, 1));
    const before = selectAll(on.db, 'SELECT * FROM jobs');
    expect(recoverOrphans(on.db, 1)).toMatchObject({ jobs: 0, items: 0, givenUpJobs: [] });
    expect(selectAll(on.db, 'SELECT * FROM jobs')).toEqual(before);
  });

  test('solid_queue, sidekiq: two programs on one library are refused, rather than running its work twice', async () => {
    const on = await open(done, { name: 'held' });
    await expect(
      openLibrary(join(folder, 'held'), { create: false, program: 'another', now: Date.now() }),
    ).rejects.toMatchObject({ code: 'library_locked' });
    expect(brokenInvariants(on.db)).toEqual([]);
  });

  test('immich: who paused the queue and died does not keep it paused for ever', async () => {
    const first = await open(done, { name: 'dead-pauser' });
    execute(
      first.db,
      `INSERT INTO queue_pauses(owner, reason, at, boot_id) VALUES ('backup', '', 0, 'a dead process')`,
    );
    await first.close();
    const second = await open(done, { name: 'dead-pauser' });
    await second.taskEnded(start(second, 2));
    expect(second.queueStatus().pauses).toEqual([]);
  });

  test('lore: hours of work leave no log of the database that only grows', async () => {
    const on = await open(done);
    for (let round = 0; round < 20; round += 1) await on.taskEnded(start(on, 500));
    const { size } = statSync(`${on.paths.database}-wal`);
    expect(size).toBeLessThan(64 * 1024 * 1024);
  });
});
