import { mkdir, readdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { execute, selectAll, selectOne, transaction } from '../../../src-main/db/connection.ts';
import { startCommit } from '../../../src-main/engine/changes/commit.ts';
import { startMove } from '../../../src-main/engine/changes/move.ts';
import { startProjectDelete } from '../../../src-main/engine/changes/project-changes.ts';
import { planOfPurge, startPurge } from '../../../src-main/engine/changes/purge.ts';
import { startRestore, startUndo } from '../../../src-main/engine/changes/take-back.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import type { ProbePoint } from '../../../src-main/jobs/probe.ts';
import { setKeep } from '../../../src-main/library/culling.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { importCard, photoIds, photoRows, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { makePair } from '../../fixtures/photos/index.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';
import { itemsOf } from '../maintenance/checked-library.ts';

const folder = await temporaryFolder('trash-ends');
let number = 0;
let library = '';
let engine: LibraryEngine;
let close: () => Promise<void> = async () => {};
let clock: FakeClock;
let atProbe: (point: ProbePoint) => void = () => {};

beforeEach(async () => {
  number += 1;
  library = join(folder, `library-${number}`);
  clock = new FakeClock();
  atProbe = () => {};
  ({ engine, close } = await realEngine(library, { clock, probe: (point) => atProbe(point) }));
  for (const [name, at] of [
    ['One', 1],
    ['Other', 4],
  ] as const) {
    const card = join(folder, `card-${number}-${name}`);
    for (let n = at; n < at + 3; n += 1)
      await makePair(card, `PAIR_${n}`, { seed: n, width: 48, height: 32 });
    await importCard(engine, card, name);
  }
});

afterEach(async () => {
  for (const id of engine.unfinishedTasks()) await engine.taskEnded(id);
  expect(brokenInvariants(engine.db)).toEqual([]);
  await close();
});

const idOf = (base: string): number =>
  selectOne<{ id: number }>(engine.db, 'SELECT id FROM photos WHERE base_name = @base', { base })?.id ?? 0;
const keep = (ids: readonly number[], keepJpg: boolean, keepRaw: boolean) =>
  transaction(engine.db, () =>
    setKeep(engine.db, { ids, keepJpg, keepRaw, step: `step ${Math.random()}`, now: clock.wall() }),
  );
const ended = async (taskId: string) => {
  await engine.taskEnded(taskId);
  return getTask(engine.db, taskId)?.state;
};
const all = { all: true } as const;

test('a deleted project is purged, also where the trash of a photo lies in it that has moved elsewhere', async () => {
  keep([idOf('PAIR_3')], true, false);
  await ended(startCommit(engine, all));
  await ended(startMove(engine, { ids: [idOf('PAIR_3')], projectId: 2 }));
  const deletion = startProjectDelete(engine, 1, 'One');
  expect(await ended(deletion)).toBe('completed');
  const gone = photoIds(engine, 'project_id = 1');
  expect(await ended(startPurge(engine, { photoIds: gone }))).toBe('completed');
  expect(photoIds(engine, 'project_id = 1')).toEqual([]);
  expect(await ended(startPurge(engine, { taskId: deletion }))).toBe('completed');
  expect(selectAll(engine.db, 'SELECT id FROM projects')).toEqual([{ id: 2 }]);
  expect(selectAll(engine.db, 'SELECT file_id FROM trash')).toEqual([]);
});

test('the plan of a purge names each file where it lies, also of a photo that has moved to another project since', async () => {
  keep([idOf('PAIR_3')], true, false);
  await ended(startCommit(engine, all));
  await ended(startMove(engine, { ids: [idOf('PAIR_3')], projectId: 2 }));
  const { lines, volumes } = await planOfPurge(engine, {
    target: { photoIds: [idOf('PAIR_3')] },
    lineLimit: 10,
  });
  expect(lines).toMatchObject([{ photo: 'PAIR_3', project: 'One' }]);
  for (const { path } of lines) expect((await stat(path)).isFile()).toBe(true);
  expect(volumes.map(({ path }) => path)).toEqual([join(library, 'One')]);
});

test('a photo without picture or RAW that is restored is wanted again, like any other', async () => {
  execute(engine.db, `UPDATE files SET role = 'video' WHERE path = 'PAIR_1.JPG'`);
  execute(engine.db, `DELETE FROM files WHERE path = 'PAIR_1.DNG'`);
  await rm(join(library, 'One', 'PAIR_1.DNG'));
  execute(
    engine.db,
    `UPDATE photos SET jpg_available = 0, raw_available = 0, other_available = 1 WHERE base_name = 'PAIR_1'`,
  );
  keep([idOf('PAIR_1')], false, false);
  await ended(startCommit(engine, all));
  await ended(startRestore(engine, { photoIds: [idOf('PAIR_1')] }));
  expect(selectOne(engine.db, `SELECT present, pending FROM photos WHERE base_name = 'PAIR_1'`)).toEqual({
    present: 1,
    pending: 0,
  });
});

test('a photo that is wanted again while its files are being moved is put back whole', async () => {
  keep([idOf('PAIR_1')], false, false);
  const rows = await hashTree(join(library, 'One'));
  let moved = 0;
  atProbe = (point) => {
    if (point !== 'file_moved') return;
    moved += 1;
    if (moved === 1) keep([idOf('PAIR_1')], true, true);
  };
  expect(await ended(startCommit(engine, all))).toBe('completed');
  expect(await hashTree(join(library, 'One'))).toEqual(rows);
  expect(selectOne(engine.db, `SELECT present, pending FROM photos WHERE base_name = 'PAIR_1'`)).toEqual({
    present: 1,
    pending: 0,
  });
});

test('nothing is moved through a link that somebody put in the place of the trash', async () => {
  const outside = join(folder, `outside-${number}`);
  await mkdir(outside);
  await symlink(outside, join(library, 'One', '.trash'));
  keep([idOf('PAIR_1')], false, false);
  expect(await ended(startCommit(engine, all))).toBe('failed');
  expect(await readdir(outside)).toEqual([]);
  expect(await readdir(join(library, 'One'))).toContain('PAIR_1.JPG');
});

test('nothing is purged through a link that somebody put in the place of the trash', async () => {
  keep([idOf('PAIR_1')], false, false);
  const commit = startCommit(engine, all);
  await ended(commit);
  const outside = join(folder, `outside-${number}`);
  await rename(join(library, 'One', '.trash'), outside);
  await symlink(outside, join(library, 'One', '.trash'));
  expect(await ended(startPurge(engine, { taskId: commit }))).toBe('failed');
  expect((await hashTree(outside)).length).toBe(2);
});

/** As a sidecar whose rating went from 3 to 4: other content, of the same size. */
async function rewrite(path: string): Promise<void> {
  await writeFile(path, (await readFile(path)).fill(7));
}

test('what was rewritten in the trash stays there, also where its size is the same', async () => {
  keep([idOf('PAIR_1'), idOf('PAIR_2')], false, false);
  const commit = startCommit(engine, all);
  await ended(commit);
  const trash = join(library, 'One', '.trash', commit);
  await rewrite(join(trash, 'PAIR_1.JPG'));
  const now = new Date();
  await utimes(join(trash, 'PAIR_2.JPG'), now, now);
  const purge = startPurge(engine, { taskId: commit });
  expect(await ended(purge)).toBe('failed');
  const outcomes = itemsOf(engine, purge).map(({ ref, error_code }) => [ref, error_code]);
  expect(new Map(outcomes as [string, string | null][])).toEqual(
    new Map([
      ['One/PAIR_1', 'file_changed'],
      ['One/PAIR_2', null],
    ]),
  );
  expect(await readdir(trash)).toContain('PAIR_1.JPG');
  expect(await readdir(trash)).not.toContain('PAIR_2.JPG');
});

test('what was rewritten in a deleted project stays there, also where its size is the same', async () => {
  const deletion = startProjectDelete(engine, 1, 'One');
  await ended(deletion);
  const deleted = join(library, '.trash', deletion, 'One');
  await rewrite(join(deleted, 'PAIR_1.JPG'));
  expect(await ended(startPurge(engine, { taskId: deletion }))).toBe('failed');
  expect(await readdir(deleted)).toContain('PAIR_1.JPG');
  expect(photoIds(engine, 'project_id = 1')).toEqual([idOf('PAIR_1')]);
});

test('the move of a photo whose file has a name of its own can be taken back', async () => {
  await rename(join(library, 'One', 'PAIR_1.JPG'), join(library, 'One', 'odd.jpg'));
  execute(engine.db, `DELETE FROM files WHERE path = 'PAIR_1.DNG'`);
  await rm(join(library, 'One', 'PAIR_1.DNG'));
  execute(engine.db, `UPDATE files SET path = 'odd.jpg' WHERE path = 'PAIR_1.JPG'`);
  execute(engine.db, `UPDATE photos SET raw_available = 0 WHERE base_name = 'PAIR_1'`);
  const before = photoRows(engine);
  const move = startMove(engine, { ids: [idOf('PAIR_1')], projectId: 2 });
  await ended(move);
  expect(await readdir(join(library, 'Other'))).toContain('odd.jpg');
  await ended(startUndo(engine, move));
  expect(photoRows(engine)).toEqual(before);
});

test('a file with a name of its own comes back from the trash beside one that took the name', async () => {
  await rename(join(library, 'One', 'PAIR_1.JPG'), join(library, 'One', 'odd.jpg'));
  execute(engine.db, `UPDATE files SET path = 'odd.jpg' WHERE path = 'PAIR_1.JPG'`);
  const id = idOf('PAIR_1');
  keep([id], false, false);
  await ended(startCommit(engine, all));
  await writeFile(join(library, 'One', 'odd.jpg'), 'somebody else’s');
  expect(await ended(startRestore(engine, { photoIds: [idOf('PAIR_1')] }))).toBe('completed');
  expect(await readdir(join(library, 'One'))).toEqual(expect.arrayContaining(['odd (2).jpg', 'odd.jpg']));
  expect(selectOne(engine.db, 'SELECT base_name FROM photos WHERE id = @id AND present = 1', { id })).toEqual(
    {
      base_name: 'PAIR_1 (2)',
    },
  );
});
