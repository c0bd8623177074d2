import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { selectAll, transaction } from '../../../src-main/db/connection.ts';
import { startCommit } from '../../../src-main/engine/changes/commit.ts';
import { startProjectDelete } from '../../../src-main/engine/changes/project-changes.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { setKeep } from '../../../src-main/library/culling.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { importCard, photoIds, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';
import { check } from './checked-library.ts';

const folder = await temporaryFolder('wrong-clock');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let number = 0;
let engine: LibraryEngine;
let close: () => Promise<void> = async () => {};
let clock: FakeClock;
let project = 0;

/** A project of three photos; the trash was looked at yesterday, and by the right clock it is `now`. */
let now = 0;
beforeEach(async () => {
  number += 1;
  const card = join(folder, `card-${number}`);
  await makeCard(card, 3, { size: 'tiny' });
  clock = new FakeClock(Date.now());
  ({ engine, close } = await realEngine(join(folder, `library-${number}`), { clock }));
  project = await importCard(engine, card, 'Trip');
  await check(engine, 'trash_maintenance');
  clock.pass(DAY + HOUR);
  await check(engine, 'trash_maintenance');
  now = clock.wall();
});
afterEach(() => close());

async function commitAll(): Promise<void> {
  const order = { ids: photoIds(engine), keepJpg: false, keepRaw: false, step: 'all', now: clock.wall() };
  transaction(engine.db, () => setKeep(engine.db, order));
  await engine.taskEnded(startCommit(engine, { all: true }));
  expect(trashed()).toBe(3);
}
const trashed = () => selectAll(engine.db, 'SELECT 1 FROM trash').length;
async function looks(...times: number[]): Promise<void> {
  for (const time of times) {
    clock.set(time);
    await check(engine, 'trash_maintenance');
  }
}

test('what went into the trash by a clock that was behind stays as long as everything else', async () => {
  clock.set(now - 60 * DAY);
  await check(engine, 'trash_maintenance');
  await commitAll();
  await looks(now + HOUR, now + 2 * DAY, now + 29 * DAY);
  expect(trashed()).toBe(3);
  await looks(now + 31 * DAY, now + 33 * DAY);
  expect(trashed()).toBe(0);
});

test('a project that was deleted by a clock that was behind stays as long as everything else', async () => {
  clock.set(now - 60 * DAY);
  const deletion = startProjectDelete(engine, project, 'Trip');
  await engine.taskEnded(deletion);
  expect(getTask(engine.db, deletion)?.state).toBe('completed');
  await looks(now + HOUR, now + 2 * DAY, now + 29 * DAY);
  expect(photoIds(engine)).toHaveLength(3);
  await looks(now + 31 * DAY, now + 33 * DAY);
  expect(photoIds(engine)).toEqual([]);
});

test('a clock that is two months ahead for an evening empties nothing, neither then nor afterwards', async () => {
  await commitAll();
  await looks(now + 60 * DAY, now + 60 * DAY + 5 * HOUR);
  expect(trashed()).toBe(3);
  await looks(now + 6 * HOUR, now + 2 * DAY, now + 29 * DAY);
  expect(trashed()).toBe(3);
});
