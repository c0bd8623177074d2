import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { execute, selectAll } from '../../../src-main/db/connection.ts';
import { startProjectDelete } from '../../../src-main/engine/changes/project-changes.ts';
import { startUndo } from '../../../src-main/engine/changes/take-back.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { importCard, photoRows, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';
import { check, checkAll, itemsOf } from '../maintenance/checked-library.ts';

const folder = await temporaryFolder('deleted-by-hand');
const DAY = 86_400_000;
let number = 0;
let root = '';
let engine: LibraryEngine;
let close: () => Promise<void> = async () => {};
let clock: FakeClock;
let trip = 0;

/** `Trip` was seen on the volume of the library, and then deleted with a file manager. */
beforeEach(async () => {
  number += 1;
  root = join(folder, `library-${number}`);
  clock = new FakeClock(Date.now());
  ({ engine, close } = await realEngine(root, { clock }));
  const card = join(folder, `card-${number}`);
  await makeCard(card, 3, { size: 'tiny' });
  trip = await importCard(engine, card, 'Trip');
  await check(engine, 'manifest_check');
  await cp(join(root, 'Trip'), join(folder, `backup-${number}`), {
    recursive: true,
    preserveTimestamps: true,
  });
  await rm(join(root, 'Trip'), { recursive: true });
  await checkAll(engine);
});
afterEach(async () => {
  expect(brokenInvariants(engine.db)).toEqual([]);
  await close();
});

const ended = async (task: string) => {
  await engine.taskEnded(task);
  return getTask(engine.db, task)?.state;
};

test('a project whose folder was deleted by hand leaves the library when a person deletes it, for good after its days', async () => {
  expect(await ended(startProjectDelete(engine, trip, 'Trip'))).toBe('completed');
  expect(selectAll(engine.db, 'SELECT 1 FROM projects WHERE deleted_at IS NULL')).toEqual([]);
  for (const days of [31, 2]) {
    clock.pass(days * DAY);
    await ended(engine.startTask({ type: 'maintenance_global', projectId: null, params: {}, items: [] }));
  }
  expect(selectAll(engine.db, 'SELECT id FROM projects UNION ALL SELECT id FROM photos')).toEqual([]);
  expect(await readdir(root)).not.toContain('.trash');
});

test('that is undone like any other deletion: what is copied back into the folder is known', async () => {
  const before = photoRows(engine);
  const deletion = startProjectDelete(engine, trip, 'Trip');
  await ended(deletion);
  expect(await ended(startUndo(engine, deletion))).toBe('completed');
  await cp(join(folder, `backup-${number}`), join(root, 'Trip'), {
    recursive: true,
    preserveTimestamps: true,
  });
  await checkAll(engine);
  expect(photoRows(engine)).toEqual(before);
});

test('a project that was on another volume is not taken for deleted: its drive is away', async () => {
  execute(engine.db, `UPDATE projects SET volume_id = 'uuid:of-a-drive'`, {});
  const deletion = startProjectDelete(engine, trip, 'Trip');
  expect(await ended(deletion)).toBe('failed');
  expect(itemsOf(engine, deletion)).toMatchObject([{ error_code: 'project_folder_missing' }]);
  expect(selectAll(engine.db, 'SELECT 1 FROM projects WHERE deleted_at IS NULL')).toHaveLength(1);
});
