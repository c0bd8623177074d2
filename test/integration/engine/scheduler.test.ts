import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { selectAll } from '../../../src-main/db/connection.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import type { TaskDefinitions } from '../../../src-main/tasks/definitions.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { handlerOf, makeEngine, taskOf, until } from '../../fixtures/engine/make-engine.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('scheduler');
const HOUR = 3_600_000;
const noon = new Date(2026, 10, 24, 12, 0).getTime();
let engine: LibraryEngine | null = null;
let release: () => void = () => {};

afterEach(async () => {
  release();
  await engine?.close();
  engine = null;
});

const hourly: TaskDefinitions = {
  tidy: { ...taskOf('tidy:20'), source: 'maintenance', schedule: { cron: '0 * * * *', afterStartMs: 5000 } },
  later: { ...taskOf('not_yet_built'), source: 'maintenance', schedule: { cron: '* * * * *' } },
};

async function open(name: string, clock: FakeClock, options: { hold?: boolean; schedule?: boolean } = {}) {
  engine = await makeEngine(join(folder, name), {
    definitions: hourly,
    handlers: [
      handlerOf(
        'tidy',
        async ({ signal }) => {
          if (options.hold) {
            await new Promise<void>((resolve) => {
              release = resolve;
              signal.addEventListener('abort', () => resolve());
            });
          }
          return { state: 'done' };
        },
        {
          async *discover() {
            yield { items: [{ ref: 'tidy' }], cursor: 'end' };
          },
        },
      ),
    ],
    clock,
    schedule: options.schedule ?? true,
  });
  return engine;
}

const tasks = (on: LibraryEngine) =>
  selectAll<{ state: string; requested_by: string; schedule_id: string }>(
    on.db,
    'SELECT state, requested_by, schedule_id FROM tasks ORDER BY created_at, id',
  );
const runs = (on: LibraryEngine) =>
  selectAll<{ due_at: number; task_id: string }>(on.db, 'SELECT * FROM schedule_runs ORDER BY due_at');

test('runs 5 s after the start, and then with each full hour', async () => {
  const clock = new FakeClock(noon + 60_000);
  const on = await open('hourly', clock);
  on.tick();
  expect(tasks(on)).toEqual([]);
  clock.pass(5000);
  on.tick();
  await until(() => tasks(on)[0]?.state === 'completed');
  expect(tasks(on)[0]).toMatchObject({ requested_by: 'scheduler', schedule_id: 'tidy' });
  for (let minute = 0; minute < 120; minute += 1) {
    clock.pass(60_000);
    on.tick();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await until(() => tasks(on).length === 3 && tasks(on).every(({ state }) => state === 'completed'));
  const last = runs(on).slice(-2);
  expect(last.map(({ due_at }) => due_at)).toEqual([noon + HOUR, noon + 2 * HOUR]);
});

test('a run that is still under way stands for the next one: work never piles up', async () => {
  const clock = new FakeClock(noon + 60_000);
  const on = await open('piling-up', clock, { hold: true });
  for (let hour = 0; hour < 5; hour += 1) {
    clock.pass(HOUR);
    on.tick();
  }
  expect(tasks(on)).toHaveLength(1);
  const ids = new Set(runs(on).map((run) => run.task_id));
  expect(ids.size).toBe(1);
  expect(runs(on).length).toBeGreaterThan(3);
});

test('what was due while the app was closed runs once when it is opened', async () => {
  const clock = new FakeClock(noon + 60_000);
  const first = await open('closed', clock);
  first.tick();
  await first.close();
  clock.pass(30 * HOUR);
  const second = await open('closed', clock);
  second.tick();
  await until(() => tasks(second).length > 0 && tasks(second).every(({ state }) => state === 'completed'));
  second.tick();
  expect(tasks(second)).toHaveLength(1);
});

test('a due time that ran is not run again when the clock is set back over it', async () => {
  const clock = new FakeClock(noon - 60_000);
  const on = await open('set-back', clock);
  on.tick();
  clock.pass(61_000);
  on.tick();
  await until(() => tasks(on)[0]?.state === 'completed');
  const before = runs(on).map(({ due_at }) => due_at);
  expect(before).toContain(noon);
  clock.set(noon - 30_000);
  on.tick();
  clock.pass(31_000);
  on.tick();
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(runs(on).map(({ due_at }) => due_at)).toEqual(before);
  expect(tasks(on)).toHaveLength(1);
});

test('a schedule whose work this version cannot do is shown as such, and not started to fail every minute', async () => {
  const clock = new FakeClock(noon);
  const on = await open('unavailable', clock);
  for (let minute = 0; minute < 10; minute += 1) {
    clock.pass(60_000);
    on.tick();
  }
  const [tidy, later] = on.upkeep.scheduler.list();
  expect(tidy).toMatchObject({ id: 'tidy', available: true, nextDueAt: noon + HOUR });
  expect(later).toMatchObject({ id: 'later', available: false, nextDueAt: null, last: null });
});

test('a command that only looks in starts nothing by itself', async () => {
  const clock = new FakeClock(noon);
  const on = await open('command-line', clock, { schedule: false });
  clock.pass(5 * HOUR);
  on.tick();
  expect(tasks(on)).toEqual([]);
});
