import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { selectOne } from '../../../src-main/db/connection.ts';
import { cancelTask } from '../../../src-main/engine/control/cancel.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { AppError } from '../../../src-main/files/app-error.ts';
import { listJobs, listTasks } from '../../../src-main/tasks/queries.ts';
import { handlerOf, makeEngine, refs, taskOf } from '../../fixtures/engine/make-engine.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('building');
let engine: LibraryEngine | null = null;
afterEach(async () => {
  await engine?.close();
  engine = null;
});

const order = { type: 'one', projectId: null, params: {}, items: refs(5000) };
const everything = { limit: 100, offset: 0, includeMaintenance: true, states: undefined, type: undefined };

async function engineAt(name: string, probe: (building: LibraryEngine) => void): Promise<LibraryEngine> {
  engine = await makeEngine(join(folder, name), {
    definitions: { one: taskOf('work') },
    handlers: [handlerOf('work', async () => ({ state: 'done' }), { concurrency: () => 64 })],
    probe: (point) => {
      if (point === 'task_building' && engine !== null) probe(engine);
    },
  });
  return engine;
}

const rows = (on: LibraryEngine): unknown =>
  selectOne(
    on.db,
    'SELECT (SELECT count(*) FROM tasks) AS tasks, (SELECT count(*) FROM jobs) AS jobs, (SELECT count(*) FROM job_items) AS items',
  );

test('a large task neither shows nor runs before all of it is stored, and then runs to its end', async () => {
  let seen = 0;
  const on = await engineAt('whole', ({ db, control }) => {
    const filter = { ...everything, source: undefined, projectId: undefined };
    expect(listTasks(db, filter).total).toBe(0);
    expect(listJobs(db, { ...filter, taskId: undefined, orderBy: 'createdAt', direction: 'asc' }).total).toBe(
      0,
    );
    expect(selectOne(db, `SELECT count(*) AS n FROM jobs WHERE held = 0 OR state <> 'queued'`)).toEqual({
      n: 0,
    });
    const { id = '' } = selectOne<{ id: string }>(db, 'SELECT id FROM tasks') ?? {};
    expect(() => cancelTask(control, id, 'person')).toThrow(
      expect.objectContaining({ code: 'task_missing' }),
    );
    seen += 1;
  });
  const id = await on.buildTask(order);
  expect(seen).toBe(20);
  await on.taskEnded(id);
  expect(rows(on)).toEqual({ tasks: 1, jobs: 3, items: 5000 });
  expect(selectOne(on.db, `SELECT sum(succeeded) AS n FROM jobs WHERE state = 'completed'`)).toEqual({
    n: 5000,
  });
});

test('while a task is stored the program goes on: the event loop turns after each piece', async () => {
  let turns = 0;
  const turnsAtPieces: number[] = [];
  const on = await engineAt('breath', () => turnsAtPieces.push(turns));
  const count = (): void => {
    turns += 1;
    counter = setImmediate(count);
  };
  let counter = setImmediate(count);
  await on.buildTask({ ...order, items: refs(20_000) });
  clearImmediate(counter);
  expect(turnsAtPieces.length).toBe(80);
  expect(new Set([...turnsAtPieces, turns]).size).toBe(81);
});

test('what goes wrong while a task is stored leaves nothing of it', async () => {
  let pieces = 0;
  const on = await engineAt('broken', () => {
    pieces += 1;
    if (pieces === 12) throw new AppError('disk_full');
  });
  await expect(on.buildTask(order)).rejects.toMatchObject({ code: 'disk_full' });
  expect(rows(on)).toEqual({ tasks: 0, jobs: 0, items: 0 });
});

test('a library that is closed while a task is stored keeps nothing of it', async () => {
  let closing: Promise<void> | null = null;
  const on = await engineAt('closed', (building) => {
    closing ??= building.close();
  });
  await expect(on.buildTask(order)).rejects.toMatchObject({ code: 'no_library' });
  await closing;
  const again = await engineAt('closed', () => {});
  expect(rows(again)).toEqual({ tasks: 0, jobs: 0, items: 0 });
});
