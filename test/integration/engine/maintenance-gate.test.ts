import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import pino from 'pino';
import { afterEach, expect, test } from 'vitest';
import { createRouter } from '../../../src-main/api/router.ts';
import { selectAll } from '../../../src-main/db/connection.ts';
import { createApp } from '../../../src-main/engine/app.ts';
import { pauseTask, resumeTask } from '../../../src-main/engine/control/pause.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { CULLING_HOLD_MS } from '../../../src-main/engine/maintenance-gate.ts';
import type { TaskDefinitions } from '../../../src-main/tasks/definitions.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { handlerOf, makeEngine, refs, taskOf, until } from '../../fixtures/engine/make-engine.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('maintenance-gate');
const HOUR = 3_600_000;
const noon = new Date(2026, 10, 24, 12, 0).getTime();
const DUE_BY_START = 5000;

const definitions: TaskDefinitions = {
  tidy: {
    ...taskOf('tidy:20'),
    source: 'maintenance',
    schedule: { cron: '0 * * * *', afterStartMs: DUE_BY_START },
  },
  by_hand: { ...taskOf('tidy:20'), source: 'maintenance' },
  import: taskOf('tidy:90'),
};

let engine: LibraryEngine | null = null;
/** Lets every item that has begun end, and those that begin later. */
let letGo: () => void = () => {};

afterEach(async () => {
  letGo();
  await engine?.close();
  engine = null;
});

/** An engine whose work takes until the test lets it go. */
async function open(name: string, clock: FakeClock) {
  let free = false;
  const waiting = new Set<() => void>();
  letGo = () => {
    free = true;
    for (const go of waiting) go();
  };
  const tidy = handlerOf(
    'tidy',
    async ({ signal }) => {
      if (!free) {
        await new Promise<void>((resolve) => {
          waiting.add(resolve);
          signal.addEventListener('abort', () => resolve());
        });
      }
      return { state: 'done' };
    },
    {
      concurrency: () => 1,
      async *discover() {
        yield { items: refs(3), cursor: 'end' };
      },
    },
  );
  engine = await makeEngine(join(folder, name), { definitions, handlers: [tidy], clock, schedule: true });
  return engine;
}

const tasks = (on: LibraryEngine) =>
  selectAll<{ id: string; type: string; state: string; paused_by: string | null }>(
    on.db,
    'SELECT id, type, state, paused_by FROM tasks ORDER BY created_at, id',
  );
const task = (on: LibraryEngine, type: string) => {
  const found = tasks(on).find((row) => row.type === type);
  if (found === undefined) throw new Error(`no task ${type}`);
  return found;
};
const start = (on: LibraryEngine, type: string) =>
  on.startTask({ type, scope: 'global', projectId: null, params: {}, items: [] });
const itemsDone = (on: LibraryEngine) =>
  selectAll(on.db, `SELECT 1 FROM job_items WHERE state = 'done'`).length;
const itemsAtWork = (on: LibraryEngine) =>
  selectAll(on.db, `SELECT 1 FROM job_items WHERE state = 'running'`).length;

/** The scheduler's task, at work. */
async function scheduledAtWork(on: LibraryEngine, clock: FakeClock) {
  clock.pass(DUE_BY_START);
  on.tick();
  await until(() => itemsAtWork(on) > 0, 'the scheduled task at work');
}

test('on battery nothing is started, however much falls due; afterwards it is started once', async () => {
  const clock = new FakeClock(noon + 60_000);
  const on = await open('battery', clock);
  on.upkeep.gate.hold('battery');
  for (let hour = 0; hour < 5; hour += 1) {
    clock.pass(HOUR);
    on.tick();
  }
  expect(tasks(on)).toEqual([]);
  on.upkeep.gate.release('battery');
  letGo();
  for (let second = 0; second < 10; second += 1) {
    clock.pass(1000);
    on.tick();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await until(() => task(on, 'tidy').state === 'completed');
  on.tick();
  expect(tasks(on)).toHaveLength(1);
});

test('what runs is paused by name, finishes what it has begun, and goes on when the power is back', async () => {
  const clock = new FakeClock(noon + 60_000);
  const on = await open('running', clock);
  await scheduledAtWork(on, clock);
  on.upkeep.gate.hold('battery');
  expect(task(on, 'tidy').paused_by).toBe('battery');
  letGo();
  await until(() => task(on, 'tidy').state === 'paused', 'the pause');
  expect(itemsDone(on)).toBe(1);
  on.upkeep.gate.release('battery');
  await until(() => task(on, 'tidy').state === 'completed', 'the end');
  expect(itemsDone(on)).toBe(3);
});

test('culling holds until a minute after the last photo was judged', async () => {
  const clock = new FakeClock(noon + 60_000);
  const on = await open('culling', clock);
  await scheduledAtWork(on, clock);
  on.upkeep.gate.culled();
  expect(task(on, 'tidy').paused_by).toBe('culling');
  clock.pass(CULLING_HOLD_MS - 1000);
  on.upkeep.gate.culled();
  clock.pass(CULLING_HOLD_MS - 1);
  on.tick();
  expect(on.upkeep.gate.isHeld).toBe(true);
  clock.pass(1);
  on.tick();
  expect(on.upkeep.gate.isHeld).toBe(false);
  letGo();
  await until(() => task(on, 'tidy').state === 'completed');
});

test('with two reasons it waits for the end of both, and names the one that still counts', async () => {
  const clock = new FakeClock(noon + 60_000);
  const on = await open('both', clock);
  await scheduledAtWork(on, clock);
  on.upkeep.gate.culled();
  on.upkeep.gate.hold('battery');
  expect(task(on, 'tidy').paused_by).toBe('culling');
  clock.pass(CULLING_HOLD_MS);
  on.tick();
  expect(task(on, 'tidy').paused_by).toBe('battery');
  on.upkeep.gate.release('battery');
  expect(task(on, 'tidy').paused_by).toBeNull();
});

test('what a person asked for is never held, be it maintenance or not', async () => {
  const clock = new FakeClock(noon + 60_000);
  const on = await open('person', clock);
  on.upkeep.gate.hold('battery');
  on.upkeep.gate.culled();
  letGo();
  const ids = [start(on, 'by_hand'), start(on, 'import')];
  for (const id of ids) await on.taskEnded(id);
  expect(tasks(on).map(({ state }) => state)).toEqual(['completed', 'completed']);
});

test('a pause or a resume by the person stands: the gate neither lifts the one nor repeats itself after the other', async () => {
  const clock = new FakeClock(noon + 60_000);
  const on = await open('stands', clock);
  await scheduledAtWork(on, clock);
  const { id } = task(on, 'tidy');
  on.upkeep.gate.culled();
  resumeTask(on.control, id, 'person');
  on.upkeep.gate.culled();
  expect(task(on, 'tidy').paused_by).toBeNull();
  on.upkeep.gate.release('culling');
  pauseTask(on.control, id, 'person');
  on.upkeep.gate.hold('battery');
  on.upkeep.gate.release('battery');
  expect(task(on, 'tidy').paused_by).toBe('person');
});

test('a pause that a process left behind ends at the next start', async () => {
  const clock = new FakeClock(noon + 60_000);
  const first = await open('left-behind', clock);
  await scheduledAtWork(first, clock);
  first.upkeep.gate.hold('battery');
  await first.close();
  const second = await open('left-behind', clock);
  expect(task(second, 'tidy').paused_by).toBeNull();
  letGo();
  await until(() => task(second, 'tidy').state === 'completed');
});

test('the app holds on battery from the first moment, whichever library is open, and hears of culling', async () => {
  const clock = new FakeClock(noon + 60_000);
  const app = await createApp({
    settingsFile: null,
    resourcesDir: join(import.meta.dirname, '..', '..', '..', 'resources'),
    log: pino({ level: 'silent' }),
    shell: null,
    schedule: true,
    clock,
  });
  const gate = () => app.library().engine.upkeep.gate;
  try {
    app.holdMaintenance('battery', true);
    await app.openLibrary(join(folder, 'first'), true);
    expect(gate().isHeld).toBe(true);
    await app.openLibrary(join(folder, 'second'), true);
    expect(gate().isHeld).toBe(true);
    app.holdMaintenance('battery', false);
    expect(gate().isHeld).toBe(false);
    const client = createRouterClient(createRouter(app), { context: {} });
    await client.photos.get({ ids: [1] });
    expect(gate().isHeld).toBe(false);
    await client.photos.setKeep({ ids: [1], keepJpg: false });
    expect(gate().isHeld).toBe(true);
  } finally {
    await app.close();
  }
});
