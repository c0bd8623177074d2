import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { execute, selectAll, transaction } from '../../../src-main/db/connection.ts';
import { startCommit } from '../../../src-main/engine/changes/commit.ts';
import { planOfMove, startMove } from '../../../src-main/engine/changes/move.ts';
import { startProjectDelete } from '../../../src-main/engine/changes/project-changes.ts';
import { startPurge } from '../../../src-main/engine/changes/purge.ts';
import { planOfRestore, startRestore, startUndo } from '../../../src-main/engine/changes/take-back.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { setKeep } from '../../../src-main/library/culling.ts';
import { createProject } from '../../../src-main/library/projects.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { importCard, photoIds, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { until } from '../../fixtures/engine/make-engine.ts';
import { makePair } from '../../fixtures/photos/index.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';
import { check, checkAll, filesOf, idle, itemsOf, photoOf } from '../maintenance/checked-library.ts';

/** Where a photo comes to be of which not every file is where its row says, or not every project is there any more. */
const folder = await temporaryFolder('way-home');
let number = 0;
let [library, card] = ['', ''];
let engine: LibraryEngine;
let close: () => Promise<void> = async () => {};
let clock: FakeClock;

beforeEach(async () => {
  number += 1;
  library = join(folder, `library-${number}`);
  card = join(folder, `card-${number}`);
  clock = new FakeClock();
  ({ engine, close } = await realEngine(library, { clock }));
});

afterEach(async () => {
  await idle(engine);
  expect(brokenInvariants(engine.db)).toEqual([]);
  await close();
});

/** A project with one pair in it. Answers the ids of both. */
async function projectWithPair(name: string, base: string, seed: number) {
  await makePair(join(card, name), base, { seed, width: 96, height: 64 });
  const project = await importCard(engine, join(card, name), name);
  return { project, photo: photoIds(engine, `project_id = ${project}`)[0] ?? 0 };
}
const emptyProject = async (name: string) =>
  (await createProject(engine.db, engine.paths, name, clock.wall())).id;
const keep = (id: number, keepJpg: boolean, keepRaw: boolean) =>
  transaction(engine.db, () =>
    setKeep(engine.db, { ids: [id], keepJpg, keepRaw, step: `${Math.random()}`, now: clock.wall() }),
  );
const ended = async (taskId: string) => {
  await engine.taskEnded(taskId);
  return getTask(engine.db, taskId)?.state;
};
const commit = async () => {
  const task = startCommit(engine, { all: true });
  expect(await ended(task)).toBe('completed');
  return task;
};
const move = (photo: number, projectId: number) => ended(startMove(engine, { ids: [photo], projectId }));
const names = async (project: string) =>
  (await readdir(join(library, project))).filter((name) => name !== '.trash').sort();
const rowsOf = (photo: number) =>
  filesOf(engine, photo).map(({ project_id, path, missing_at }) => [project_id, path, missing_at === null]);

describe('a photo with a missing file that moves to where its name is taken', () => {
  let [one, other] = [
    { project: 0, photo: 0 },
    { project: 0, photo: 0 },
  ];
  let raw = '';

  beforeEach(async () => {
    one = await projectWithPair('One', 'IMG', 1);
    const { dng } = await makePair(join(card, 'Other'), 'IMG', { seed: 2, width: 96, height: 64 });
    await mkdir(join(card, 'raw'));
    raw = join(card, 'raw', 'IMG.DNG');
    await rename(dng, raw);
    const project = await importCard(engine, join(card, 'Other'), 'Other');
    other = { project, photo: photoIds(engine, `project_id = ${project}`)[0] ?? 0 };
    await rename(join(library, 'One', 'IMG.DNG'), join(folder, `lost-${number}.DNG`));
    await check(engine, 'manifest_check');
  });

  test('takes the row of it along under its new name, so that it has nobody else’s', async () => {
    expect(await move(one.photo, other.project)).toBe('completed');
    expect(photoOf(engine, one.photo)).toMatchObject({ base_name: 'IMG (2)' });
    expect(rowsOf(one.photo)).toEqual([
      [other.project, 'IMG (2).DNG', false],
      [other.project, 'IMG (2).JPG', true],
    ]);
    await importCard(engine, join(card, 'raw'), 'Other');
    expect(rowsOf(other.photo)).toEqual([
      [other.project, 'IMG.DNG', true],
      [other.project, 'IMG.JPG', true],
    ]);
    expect(await names('Other')).toEqual(['IMG (2).JPG', 'IMG.DNG', 'IMG.JPG']);
    // The one that was lost is known by what is in it, wherever it turns up.
    await rename(join(folder, `lost-${number}.DNG`), join(library, 'Other', 'IMG (2).DNG'));
    await checkAll(engine);
    expect(photoOf(engine, one.photo)).toMatchObject({ jpg_available: 1, raw_available: 1 });
  });

  test('has its old name back, with the row, when the move is taken back', async () => {
    const before = rowsOf(one.photo);
    const task = startMove(engine, { ids: [one.photo], projectId: other.project });
    await ended(task);
    expect(await ended(startUndo(engine, task))).toBe('completed');
    expect(rowsOf(one.photo)).toEqual(before);
  });

  test('is not given a file that lies there under the name of the missing one', async () => {
    const third = await emptyProject('Third');
    await writeFile(join(library, 'Third', 'IMG.DNG'), 'somebody else’s');
    const plan = await planOfMove(engine, { ids: [one.photo], projectId: third, lineLimit: 9 });
    expect(plan.collisions).toMatchObject([{ becomes: 'IMG (2)' }]);
    expect(await move(one.photo, third)).toBe('completed');
    expect(rowsOf(one.photo)).toEqual([
      [third, 'IMG (2).DNG', false],
      [third, 'IMG (2).JPG', true],
    ]);
  });

  test('whose row was once left behind is looked for where that says, and moves along from there', async () => {
    const third = await emptyProject('Third');
    expect(await move(one.photo, third)).toBe('completed');
    // As moves left it.
    execute(engine.db, `UPDATE files SET project_id = @project WHERE path = 'IMG.DNG'`, {
      project: one.project,
    });
    await rename(join(folder, `lost-${number}.DNG`), join(library, 'One', 'IMG.DNG'));
    await check(engine, 'manifest_check');
    expect(rowsOf(one.photo)).toEqual([
      [one.project, 'IMG.DNG', true],
      [third, 'IMG.JPG', true],
    ]);
    expect(await move(one.photo, other.project)).toBe('completed');
    expect(rowsOf(one.photo)).toEqual([
      [other.project, 'IMG (2).DNG', true],
      [other.project, 'IMG (2).JPG', true],
    ]);
  });

  test('moves also when nothing of it is there', async () => {
    await rm(join(library, 'One', 'IMG.JPG'));
    await check(engine, 'manifest_check', undefined, { acceptLoss: true });
    expect(rowsOf(one.photo).every(([, , isThere]) => !isThere)).toBe(true);
    expect(await move(one.photo, other.project)).toBe('completed');
    expect(photoOf(engine, one.photo)).toMatchObject({ project_id: other.project, base_name: 'IMG (2)' });
    expect(rowsOf(one.photo)).toEqual([
      [other.project, 'IMG (2).DNG', false],
      [other.project, 'IMG (2).JPG', false],
    ]);
  });
});

test('two photos of one name of which nothing is there move to one project at once', async () => {
  const photos = [await projectWithPair('One', 'IMG', 1), await projectWithPair('Other', 'IMG', 2)];
  const third = await emptyProject('Third');
  // With their drives known, so that they are seen to be empty, and not taken for away.
  await check(engine, 'manifest_check');
  for (const name of ['One', 'Other']) {
    for (const file of await names(name)) await rm(join(library, name, file));
  }
  await check(engine, 'manifest_check', undefined, { acceptLoss: true });
  const ids = photos.map(({ photo }) => photo);
  expect(ids.flatMap(rowsOf).map(([, , isThere]) => isThere)).toEqual([false, false, false, false]);
  expect(await ended(startMove(engine, { ids, projectId: third }))).toBe('completed');
  const bases = selectAll(engine.db, `SELECT base_name FROM photos WHERE project_id = ${third} ORDER BY 1`);
  expect(bases).toEqual([{ base_name: 'IMG' }, { base_name: 'IMG (2)' }]);
});

describe('a photo that moved on while a file of it stayed in the trash', () => {
  let [photo, here, there] = [0, 0, 0];
  let [removal, deletion] = ['', ''];

  beforeEach(async () => {
    ({ photo, project: here } = await projectWithPair('Here', 'P', 1));
    there = await emptyProject('There');
    keep(photo, false, true);
    removal = await commit();
    await move(photo, there);
    deletion = startProjectDelete(engine, there, 'There');
    expect(await ended(deletion)).toBe('completed');
  });

  test('comes back to where the file was removed, where its project has been purged', async () => {
    expect(await ended(startPurge(engine, { taskId: deletion }))).toBe('completed');
    const plan = await planOfRestore(engine, { target: { photoIds: [photo] }, lineLimit: 9 });
    expect(plan.lines).toMatchObject([
      { action: 'restore', target: join(library, 'Here', 'P.JPG'), problem: null },
    ]);
    expect(await ended(startUndo(engine, removal))).toBe('completed');
    expect(rowsOf(photo)).toEqual([[here, 'P.JPG', true]]);
    expect(await names('Here')).toEqual(['P.JPG']);
    expect(photoOf(engine, photo)).toMatchObject({ project_id: here, present: 1 });
  });

  test('comes back there whole, out of the trash of a project that is deleted', async () => {
    expect(await ended(startRestore(engine, { photoIds: [photo] }))).toBe('completed');
    expect(rowsOf(photo)).toEqual([
      [here, 'P.DNG', true],
      [here, 'P.JPG', true],
    ]);
    expect(await names('Here')).toEqual(['P.DNG', 'P.JPG']);
    expect(await ended(startUndo(engine, deletion))).toBe('completed');
    expect(rowsOf(photo)).toHaveLength(2);
  });
});

describe('a photo of which one file is gone from the trash', () => {
  let photo = 0;
  let removal = '';

  beforeEach(async () => {
    ({ photo } = await projectWithPair('Trip', 'P', 1));
    keep(photo, false, false);
    removal = await commit();
    await rm(join(library, 'Trip', '.trash', removal, 'P.JPG'));
  });

  test('comes back with the others, and the one that is gone is told', async () => {
    const plan = await planOfRestore(engine, { target: { photoIds: [photo] }, lineLimit: 9 });
    expect(plan.lines.map(({ path, problem }) => [path.slice(-5), problem?.code ?? null])).toEqual([
      ['P.DNG', null],
      ['P.JPG', 'file_missing'],
    ]);
    const task = startRestore(engine, { photoIds: [photo] });
    expect(await ended(task)).toBe('completed');
    expect(await names('Trip')).toEqual(['P.DNG']);
    expect(itemsOf(engine, task)).toMatchObject([{ state: 'done', error_code: 'restored_in_part' }]);
    expect(photoOf(engine, photo)).toMatchObject({ present: 1, raw_available: 1, jpg_available: 0 });
  });

  test('also when the commit is undone; what was not brought back can be, if it is put there again', async () => {
    expect(await ended(startUndo(engine, removal))).toBe('completed');
    expect(await names('Trip')).toEqual(['P.DNG']);
    await makePair(join(card, 'again'), 'P', { seed: 1, width: 96, height: 64 });
    await rename(join(card, 'again', 'P.JPG'), join(library, 'Trip', '.trash', removal, 'P.JPG'));
    expect(await ended(startUndo(engine, removal))).toBe('completed');
    expect(await names('Trip')).toEqual(['P.DNG', 'P.JPG']);
  });

  test('stays in the trash where all of them are gone, and that is told', async () => {
    await rm(join(library, 'Trip', '.trash', removal, 'P.DNG'));
    const task = startRestore(engine, { photoIds: [photo] });
    expect(await ended(task)).toBe('failed');
    expect(itemsOf(engine, task)).toMatchObject([{ state: 'failed', error_code: 'file_missing' }]);
  });

  test('waits where not the file is gone, but the drive with all of the project', async () => {
    const away = join(folder, `away-${number}`);
    await rename(join(library, 'Trip'), away);
    const plan = await planOfRestore(engine, { target: { photoIds: [photo] }, lineLimit: 9 });
    expect(plan.lines.map(({ problem }) => problem)).toEqual([null, null]);
    expect(plan.volumes).toMatchObject([{ files: 2, away: true }]);
    const task = startRestore(engine, { photoIds: [photo] });
    await until(() => getTask(engine.db, task)?.state === 'waiting', 'the job to wait');
    await rename(away, join(library, 'Trip'));
    clock.pass(60_000);
    await engine.upkeep.parked.look();
    expect(await ended(task)).toBe('completed');
    expect(await names('Trip')).toEqual(['P.DNG']);
  });
});
