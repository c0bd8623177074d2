import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { selectAll, transaction } from '../../../src-main/db/connection.ts';
import { startCommit } from '../../../src-main/engine/changes/commit.ts';
import { startMove } from '../../../src-main/engine/changes/move.ts';
import { startProjectDelete } from '../../../src-main/engine/changes/project-changes.ts';
import { startPurge } from '../../../src-main/engine/changes/purge.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { jobsOfTask } from '../../../src-main/jobs/sql/jobs.ts';
import { setKeep } from '../../../src-main/library/culling.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { importCard, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { until } from '../../fixtures/engine/make-engine.ts';
import { makePair } from '../../fixtures/photos/index.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';
import { check, filesOf, itemsOf, photoNamed } from './checked-library.ts';

const folder = await temporaryFolder('trash-away');
const DAY = 86_400_000;
let number = 0;
let root = '';
let elsewhere = '';
let engine: LibraryEngine;
let close: () => Promise<void> = async () => {};
let clock: FakeClock;
let [trip, home] = [0, 0];

/** `Trip` has A and B, `Home` has C. */
beforeEach(async () => {
  number += 1;
  [root, elsewhere] = [join(folder, `library-${number}`), join(folder, `elsewhere-${number}`)];
  clock = new FakeClock(Date.now());
  ({ engine, close } = await realEngine(root, { clock }));
  const card = join(folder, `card-${number}`);
  await makePair(join(card, 'trip'), 'A', { seed: 1, width: 48, height: 32 });
  await makePair(join(card, 'trip'), 'B', { seed: 2, width: 48, height: 32 });
  await makePair(join(card, 'home'), 'C', { seed: 3, width: 48, height: 32 });
  trip = await importCard(engine, join(card, 'trip'), 'Trip');
  home = await importCard(engine, join(card, 'home'), 'Home');
  await check(engine, 'manifest_check');
});

afterEach(async () => {
  for (const id of engine.unfinishedTasks()) engine.cancelTask(id, 'person');
  expect(brokenInvariants(engine.db)).toEqual([]);
  await close();
});

async function ended(task: string) {
  await until(() => getTask(engine.db, task)?.finished_at != null, 'the end of a task', 10_000);
  return getTask(engine.db, task)?.state;
}

async function sweep(): Promise<string> {
  const task = engine.startTask({ type: 'maintenance_global', projectId: null, params: {}, items: [] });
  expect(await ended(task)).toBe('completed');
  return task;
}

/** So long that what is in the trash now is due, with a sweep on the day before the last one. */
async function trashIsDue(): Promise<string> {
  clock.pass(31 * DAY);
  await sweep();
  clock.pass(2 * DAY);
  return await sweep();
}

async function commitRemovalOf(base: string, keepJpg = false): Promise<string> {
  const ids = [photoNamed(engine, base).id];
  transaction(engine.db, () =>
    setKeep(engine.db, { ids, keepJpg, keepRaw: false, step: base, now: clock.wall() }),
  );
  const commit = startCommit(engine, { all: true });
  expect(await ended(commit)).toBe('completed');
  return commit;
}

const trashed = () => selectAll<{ trash_path: string }>(engine.db, 'SELECT trash_path FROM trash').length;
const isMissing = (base: string) =>
  filesOf(engine, photoNamed(engine, base).id).every(({ missing_at }) => missing_at !== null);

describe('a sweep of the library', () => {
  test('passes over the old trash of a drive that is away, says so, and does everything else', async () => {
    await commitRemovalOf('A');
    await commitRemovalOf('C');
    await rename(join(root, 'Trip'), elsewhere);
    const task = await trashIsDue();
    expect(itemsOf(engine, task)).toContainEqual(
      expect.objectContaining({ ref: 'Trip/', state: 'skipped', error_code: 'volume_away' }),
    );
    expect(selectAll(engine.db, 'SELECT DISTINCT project_id AS id FROM trash')).toEqual([{ id: trip }]);

    await rename(elsewhere, join(root, 'Trip'));
    await sweep();
    expect(trashed()).toBe(0);
  });

  test('purges of a photo with trash in two projects what is here, and later the rest', async () => {
    await commitRemovalOf('A', true);
    expect(await ended(startMove(engine, { ids: [photoNamed(engine, 'A').id], projectId: home }))).toBe(
      'completed',
    );
    await commitRemovalOf('A');
    expect(selectAll(engine.db, 'SELECT DISTINCT project_id FROM trash')).toHaveLength(2);
    await rename(join(root, 'Trip'), elsewhere);
    await trashIsDue();
    expect(selectAll(engine.db, 'SELECT project_id AS id FROM trash')).toEqual([{ id: trip }]);
    await rename(elsewhere, join(root, 'Trip'));
    await sweep();
    expect(selectAll(engine.db, `SELECT 1 FROM photos WHERE base_name = 'A'`)).toEqual([]);
  });

  test('goes on where a folder with something in its trash was deleted by hand', async () => {
    await commitRemovalOf('A');
    await rm(join(root, 'Trip'), { recursive: true });
    await rm(join(root, 'Home', 'C.JPG'));
    await rm(join(root, 'Home', 'C.DNG'));
    await trashIsDue();
    expect(isMissing('C')).toBe(true);
  });

  test('takes a deleted project whose trash was emptied by hand for what it is: gone', async () => {
    await ended(startProjectDelete(engine, trip, 'Trip'));
    await rm(join(root, '.trash'), { recursive: true });
    await trashIsDue();
    expect(selectAll(engine.db, 'SELECT name FROM projects')).toEqual([{ name: 'Home' }]);
  });

  test('calls nothing gone while the library itself cannot be seen', async () => {
    await ended(startProjectDelete(engine, trip, 'Trip'));
    await rename(root, elsewhere);
    await mkdir(root);
    clock.pass(31 * DAY);
    await check(engine, 'trash_maintenance');
    clock.pass(2 * DAY);
    const { id } = await check(engine, 'trash_maintenance');
    await rm(root, { recursive: true });
    await rename(elsewhere, root);
    expect(new Set(itemsOf(engine, id).map(({ error_code }) => error_code))).toEqual(
      new Set(['volume_away']),
    );
    expect(selectAll(engine.db, 'SELECT name FROM projects')).toHaveLength(2);
  });
});

test('a person empties the trash of a deleted project that is not on the disk any more', async () => {
  const deletion = startProjectDelete(engine, trip, 'Trip');
  await ended(deletion);
  await rm(join(root, '.trash'), { recursive: true });
  expect(await ended(startPurge(engine, { taskId: deletion }))).toBe('completed');
  expect(selectAll(engine.db, 'SELECT name FROM projects')).toEqual([{ name: 'Home' }]);
});

test('what a person wants to be purged waits for its drive', async () => {
  const commit = await commitRemovalOf('A');
  await rename(join(root, 'Trip'), elsewhere);
  const purge = startPurge(engine, { taskId: commit });
  await until(() => jobsOfTask(engine.db, purge)[0]?.state === 'parked', 'parking');
  await rename(elsewhere, join(root, 'Trip'));
  await engine.upkeep.parked.look();
  expect(await ended(purge)).toBe('completed');
  expect(trashed()).toBe(0);
});
