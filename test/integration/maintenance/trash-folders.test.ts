import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { selectAll, transaction } from '../../../src-main/db/connection.ts';
import { startCommit } from '../../../src-main/engine/changes/commit.ts';
import { startProjectDelete } from '../../../src-main/engine/changes/project-changes.ts';
import { startUndo } from '../../../src-main/engine/changes/take-back.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { setKeep } from '../../../src-main/library/culling.ts';
import { createProject } from '../../../src-main/library/projects.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { importCard, photoIds, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';
import { check, itemsOf } from './checked-library.ts';

const folder = await temporaryFolder('trash-folders');
const DAY = 86_400_000;
let number = 0;
let root = '';
let engine: LibraryEngine;
let close: () => Promise<void> = async () => {};
let clock: FakeClock;

beforeEach(async () => {
  number += 1;
  root = join(folder, `library-${number}`);
  clock = new FakeClock(Date.now());
  ({ engine, close } = await realEngine(root, { clock }));
});
afterEach(() => close());

const ended = async (task: string) => {
  await engine.taskEnded(task);
  return getTask(engine.db, task)?.state;
};
const importTrip = async () => {
  const card = join(folder, `card-${number}`);
  await makeCard(card, 2, { size: 'tiny' });
  return await importCard(engine, card, 'Trip');
};
const remove = async (id: number) => {
  const order = { ids: [id], keepJpg: false, keepRaw: false, step: `${id}`, now: clock.wall() };
  transaction(engine.db, () => setKeep(engine.db, order));
  return await ended(startCommit(engine, { all: true }));
};
const deleted = async (id: number, name: string) => {
  const deletion = startProjectDelete(engine, id, name);
  expect(await ended(deletion)).toBe('completed');
  return deletion;
};
const scavenge = () => check(engine, 'project_scavenge');
async function longAfter(): Promise<void> {
  for (const days of [31, 2]) {
    clock.pass(days * DAY);
    await ended(engine.startTask({ type: 'maintenance_global', projectId: null, params: {}, items: [] }));
  }
}
const emptyProject = async () => (await createProject(engine.db, engine.paths, 'Empty', clock.wall())).id;
const projects = () => selectAll(engine.db, 'SELECT name, folder FROM projects');

test('an empty project that was deleted keeps its folder, and comes back with it', async () => {
  const deletion = await deleted(await emptyProject(), 'Empty');
  await scavenge();
  expect(await readdir(join(root, '.trash', deletion))).toEqual(['Empty']);
  expect(await ended(startUndo(engine, deletion))).toBe('completed');
  expect(await readdir(root)).toContain('Empty');
  expect(projects()).toEqual([{ name: 'Empty', folder: 'Empty' }]);
});

test('an empty project whose folder somebody cleared away comes back with a new one', async () => {
  const deletion = await deleted(await emptyProject(), 'Empty');
  await rm(join(root, '.trash'), { recursive: true });
  expect(await ended(startUndo(engine, deletion))).toBe('completed');
  expect(await readdir(root)).toContain('Empty');
  expect(projects()).toEqual([{ name: 'Empty', folder: 'Empty' }]);
});

test('a project with photos whose folder somebody cleared away does not come back as an empty one', async () => {
  const deletion = await deleted(await importTrip(), 'Trip');
  await rm(join(root, '.trash'), { recursive: true });
  expect(await ended(startUndo(engine, deletion))).toBe('failed');
  expect(await readdir(root)).not.toContain('Trip');
});

test('an empty project that was deleted is gone for good after its days, row and folder', async () => {
  await deleted(await emptyProject(), 'Empty');
  await longAfter();
  expect(projects()).toEqual([]);
  expect(await readdir(root)).not.toContain('.trash');
});

test('of a deleted project that was purged no empty shell stays, also where it had a trash of its own', async () => {
  const trip = await importTrip();
  expect(await remove(photoIds(engine)[0] ?? 0)).toBe('completed');
  await deleted(trip, 'Trip');
  await longAfter();
  expect(projects()).toEqual([]);
  expect(await readdir(root)).not.toContain('.trash');
});

test('what a person left in a deleted project stays there, be it an empty folder', async () => {
  const trip = await importTrip();
  await mkdir(join(root, 'Trip', 'prints', 'large'), { recursive: true });
  const deletion = await deleted(trip, 'Trip');
  await longAfter();
  expect(projects()).toEqual([]);
  expect(await readdir(join(root, '.trash', deletion, 'Trip', 'prints'))).toEqual(['large']);
});

test.each([
  { where: 'of a project', trash: ['Trip', '.trash'] },
  { where: 'of the library', trash: ['.trash'] },
])(
  'a link in the place of the trash $where leads nowhere: it is told, and nothing behind it removed',
  async ({ trash }) => {
    await importTrip();
    const outside = join(folder, `outside-${number}`);
    await mkdir(join(outside, 'an empty one'), { recursive: true });
    await writeFile(join(outside, 'file'), 'mine');
    await symlink(outside, join(root, ...trash));
    const { id, state } = await scavenge();
    expect(state).toBe('completed');
    expect(itemsOf(engine, id)).toMatchObject([
      { ref: trash.join('/'), error_code: 'project_folder_outside' },
    ]);
    expect((await readdir(outside)).sort()).toEqual(['an empty one', 'file']);
  },
);
