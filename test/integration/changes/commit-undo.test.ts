import { mkdir, readdir, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { execute, selectAll, selectOne, transaction } from '../../../src-main/db/connection.ts';
import { planOfCommit, revertChanges, startCommit } from '../../../src-main/engine/changes/commit.ts';
import { planOfMove, startMove } from '../../../src-main/engine/changes/move.ts';
import {
  planOfProjectDelete,
  renameProject,
  startProjectDelete,
} from '../../../src-main/engine/changes/project-changes.ts';
import { planOfPurge, startPurge } from '../../../src-main/engine/changes/purge.ts';
import {
  planOfRestore,
  planOfUndo,
  startRestore,
  startUndo,
} from '../../../src-main/engine/changes/take-back.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { changeSummary } from '../../../src-main/library/change-summary.ts';
import { changeTags, setKeep, setRating } from '../../../src-main/library/culling.ts';
import { undoLastStep } from '../../../src-main/library/culling-steps.ts';
import { getPhotos } from '../../../src-main/library/photo-query.ts';
import { listTrash } from '../../../src-main/library/trash-query.ts';
import { listUndoables } from '../../../src-main/library/undoable.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { importCard, photoIds, photoRows, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { makeCard, makeOddNames, makePair, makeSidecar } from '../../fixtures/photos/index.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('commit-undo');
let number = 0;
let library = '';
let engine: LibraryEngine;
let close: () => Promise<void> = async () => {};
let clock: FakeClock;

/** Three pairs with sidecars (one shared, one of the RAW alone), three JPEGs, and every odd name there is. */
beforeEach(async () => {
  number += 1;
  const card = join(folder, `card-${number}`);
  library = join(folder, `library-${number}`);
  for (const at of [1, 2, 3]) await makePair(card, `PAIR_${at}`, { seed: at, width: 96, height: 64 });
  await makeSidecar(join(card, 'PAIR_1.xmp'), { rating: 3 });
  await makeSidecar(join(card, 'PAIR_2.DNG.xmp'), { rating: 4 });
  await makeCard(card, 3, { size: 'tiny' });
  await makeOddNames(join(card, 'odd'));
  clock = new FakeClock();
  ({ engine, close } = await realEngine(library, { clock }));
  await importCard(engine, card, 'Trip');
});

afterEach(async () => {
  // What a check found out starts work of its own.
  for (const id of engine.unfinishedTasks()) await engine.taskEnded(id);
  expect(brokenInvariants(engine.db)).toEqual([]);
  await close();
});

const idOf = (base: string): number =>
  selectOne<{ id: number }>(engine.db, 'SELECT id FROM photos WHERE base_name = @base ORDER BY id', { base })
    ?.id ?? 0;
const keep = (ids: readonly number[], keepJpg: boolean, keepRaw: boolean) =>
  transaction(engine.db, () =>
    setKeep(engine.db, { ids, keepJpg, keepRaw, step: `step ${Math.random()}`, now: clock.wall() }),
  );
const ended = async (taskId: string) => {
  await engine.taskEnded(taskId);
  return getTask(engine.db, taskId)?.state;
};
const all = { all: true } as const;
const names = async (path: string) =>
  (await readdir(join(library, path))).filter((name) => name !== '.trash').sort();
const trip = () => hashTree(join(library, 'Trip'));

describe('a commit', () => {
  test('moves what is not wanted into the trash of its project, and only that', async () => {
    keep([idOf('PAIR_1')], false, false);
    keep([idOf('PAIR_2')], true, false);
    keep([idOf('PAIR_3')], false, true);
    const before = await trip();
    const task = startCommit(engine, all);
    expect(await ended(task)).toBe('completed');
    const left = await names('Trip');
    expect(left.filter((name) => name.startsWith('PAIR'))).toEqual(['PAIR_2.JPG', 'PAIR_3.DNG']);
    expect((await names(`Trip/.trash/${task}`)).sort()).toEqual([
      'PAIR_1.DNG',
      'PAIR_1.JPG',
      'PAIR_1.xmp',
      'PAIR_2.DNG',
      'PAIR_2.DNG.xmp',
      'PAIR_3.JPG',
    ]);
    const sums = (files: { sha256: string }[]) => files.map(({ sha256 }) => sha256).sort();
    expect(sums(await trip())).toEqual(sums(before));
    expect(getPhotos(engine.db, engine.paths, [idOf('PAIR_1'), idOf('PAIR_2')])).toMatchObject([
      { present: false, jpgAvailable: false, rawAvailable: false, pending: false, files: [] },
      { present: true, jpgAvailable: true, rawAvailable: false, pending: false },
    ]);
  });

  test('plans the very files that it then moves, and its summary counts the same', async () => {
    keep([idOf('PAIR_1')], false, false);
    keep([idOf('PAIR_2')], true, false);
    keep(photoIds(engine, `base_name LIKE 'DSC%'`), false, false);
    const plan = await planOfCommit(engine, { target: all, lineLimit: 1000 });
    const summary = changeSummary(engine.db, { projectId: null });
    expect(plan.totals).toEqual({ photos: summary.photos, files: summary.files, bytes: summary.bytes });
    expect(plan.totals).toMatchObject({ photos: 5, files: 8 });
    const task = startCommit(engine, all);
    await ended(task);
    expect((await names(`Trip/.trash/${task}`)).map((name) => join(library, 'Trip', name)).sort()).toEqual(
      plan.lines.map(({ path }) => path).sort(),
    );
  });

  test('never takes the last picture of a photo for a half that it does not have', async () => {
    const id = photoIds(engine, `base_name LIKE 'DSC%'`)[0] ?? 0;
    keep([id], false, true);
    expect(() => startCommit(engine, all)).toThrow(expect.objectContaining({ code: 'nothing_to_do' }));
    expect(getPhotos(engine.db, engine.paths, [id])).toMatchObject([{ jpgAvailable: true, pending: false }]);
  });

  test('leaves a file that is not the one we know, says so, and the photo stays whole', async () => {
    keep([idOf('PAIR_1'), idOf('PAIR_2')], false, false);
    await writeFile(join(library, 'Trip', 'PAIR_1.DNG'), 'edited by somebody');
    const task = startCommit(engine, all);
    expect(await ended(task)).toBe('failed');
    expect((await names('Trip')).filter((name) => name.startsWith('PAIR_1'))).toEqual([
      'PAIR_1.DNG',
      'PAIR_1.JPG',
      'PAIR_1.xmp',
    ]);
    expect(selectAll(engine.db, `SELECT ref, error_code FROM job_items WHERE state = 'failed'`)).toEqual([
      { ref: 'Trip/PAIR_1', error_code: 'file_changed' },
    ]);
    // The reconciliation that follows finds out about the edit; the person's wish stays.
    expect(getPhotos(engine.db, engine.paths, [idOf('PAIR_1')])).toMatchObject([
      { keepJpg: false, keepRaw: false, present: true },
    ]);
  });

  test('does not touch a photo that was taken back into favour in the meantime', async () => {
    keep([idOf('PAIR_1'), idOf('PAIR_2')], false, false);
    const task = engine.startTask({
      type: 'change_commit_all',
      scope: 'photo_set',
      projectId: null,
      params: { projectId: null, photoIds: null },
      items: [
        { ref: 'Trip/PAIR_1', photoId: idOf('PAIR_1') },
        { ref: 'Trip/PAIR_2', photoId: idOf('PAIR_2') },
      ],
    });
    keep([idOf('PAIR_1')], true, true);
    await ended(task);
    expect((await names('Trip')).filter((name) => name.startsWith('PAIR_1'))).toHaveLength(3);
    expect(selectAll(engine.db, `SELECT state, error_code FROM job_items WHERE ref = 'Trip/PAIR_1'`)).toEqual(
      [{ state: 'skipped', error_code: 'wanted_again' }],
    );
  });
});

describe('undo', () => {
  test('brings a whole project back byte for byte and row for row', async () => {
    transaction(engine.db, () => {
      setRating(engine.db, { ids: [idOf('PAIR_1')], rating: 5, step: 'a', now: 1 });
      changeTags(engine.db, { ids: photoIds(engine), add: ['birds', 'sea'], remove: [], step: 'b', now: 1 });
    });
    keep(photoIds(engine), false, false);
    const [rows, files] = [photoRows(engine), await trip()];
    const commit = startCommit(engine, all);
    expect(await ended(commit)).toBe('completed');
    expect(await names('Trip')).toEqual([]);
    const plan = await planOfUndo(engine, { taskId: commit, lineLimit: 1000 });
    expect(plan.totals.files).toBe(files.length);
    expect(await ended(startUndo(engine, commit))).toBe('completed');
    expect(photoRows(engine)).toEqual(rows);
    expect((await trip()).filter(({ path }) => !path.includes('.trash'))).toEqual(files);
  });

  test('of any past commit, in any order, each for itself', async () => {
    keep([idOf('PAIR_1')], false, false);
    const first = startCommit(engine, all);
    await ended(first);
    keep([idOf('PAIR_2')], true, false);
    const second = startCommit(engine, all);
    await ended(second);
    expect(
      listUndoables(engine.db, { limit: 10, retentionDays: 30 })
        .map(({ taskId }) => taskId)
        .sort(),
    ).toEqual([first, second].sort());
    expect(await ended(startUndo(engine, first))).toBe('completed');
    expect((await names('Trip')).filter((name) => name.startsWith('PAIR_1'))).toHaveLength(3);
    expect((await names('Trip')).filter((name) => name.startsWith('PAIR_2'))).toEqual(['PAIR_2.JPG']);
    expect(() => startUndo(engine, first)).toThrow(expect.objectContaining({ code: 'nothing_to_do' }));
    expect(await ended(startUndo(engine, second))).toBe('completed');
    expect(listTrash(engine.db, engine.paths, { limit: 10, retentionDays: 30 }).totals.files).toBe(0);
  });

  test('brings a photo back under another name, whole, where its own is taken now', async () => {
    keep([idOf('PAIR_1')], false, false);
    const commit = startCommit(engine, all);
    await ended(commit);
    await writeFile(join(library, 'Trip', 'PAIR_1.JPG'), 'a stranger');
    const plan = await planOfUndo(engine, { taskId: commit, lineLimit: 10 });
    expect(plan.collisions).toEqual([{ photoId: idOf('PAIR_1'), photo: 'PAIR_1', becomes: 'PAIR_1 (2)' }]);
    const id = idOf('PAIR_1');
    expect(await ended(startUndo(engine, commit))).toBe('completed');
    expect(getPhotos(engine.db, engine.paths, [id])).toMatchObject([{ name: 'PAIR_1 (2)', present: true }]);
    expect((await names('Trip')).filter((name) => name.startsWith('PAIR_1'))).toEqual([
      'PAIR_1 (2).DNG',
      'PAIR_1 (2).JPG',
      'PAIR_1 (2).xmp',
      'PAIR_1.JPG',
    ]);
  });

  test('of one photo from the trash leaves the others there', async () => {
    keep([idOf('PAIR_1'), idOf('PAIR_2')], false, false);
    await ended(startCommit(engine, all));
    const target = { photoIds: [idOf('PAIR_2')] };
    expect((await planOfRestore(engine, { target, lineLimit: 10 })).totals.files).toBe(3);
    expect(await ended(startRestore(engine, target))).toBe('completed');
    const { entries } = listTrash(engine.db, engine.paths, { limit: 10, retentionDays: 30 });
    expect(entries.map(({ name }) => name)).toEqual(['PAIR_1']);
    // Who restores a photo wants it: the next commit does not take it again.
    expect(getPhotos(engine.db, engine.paths, [idOf('PAIR_2')])).toMatchObject([
      { keepJpg: true, keepRaw: true },
    ]);
  });
});

describe('the trash', () => {
  test('is emptied of what has lain there for its days by our own note, never by the file’s own time', async () => {
    keep([idOf('PAIR_1')], false, false);
    const commit = startCommit(engine, all);
    await ended(commit);
    const maintain = () => engine.startTask({ type: 'trash_purge', projectId: null, params: {}, items: [] });
    clock.pass(29 * 86_400_000);
    await ended(maintain());
    // The pictures are years old: a purge by their own time would have taken them.
    expect(await names(`Trip/.trash/${commit}`)).toHaveLength(3);
    clock.pass(2 * 86_400_000);
    await ended(maintain());
    clock.pass(86_400_000);
    expect(await ended(maintain())).toBe('completed');
    expect((await readdir(join(library, 'Trip', '.trash'))).length).toBe(0);
    expect(idOf('PAIR_1')).toBe(0);
    expect(selectAll(engine.db, `SELECT action FROM audit WHERE action = 'photo_purged'`)).toHaveLength(1);
  });

  test('loses nothing that is not what was put there', async () => {
    keep([idOf('PAIR_1')], false, false);
    const commit = startCommit(engine, all);
    await ended(commit);
    await writeFile(join(library, 'Trip', '.trash', commit, 'PAIR_1.JPG'), 'somebody put this here');
    expect((await planOfPurge(engine, { target: all, lineLimit: 10 })).totals.files).toBe(3);
    expect(await ended(startPurge(engine, all))).toBe('failed');
    expect(await names(`Trip/.trash/${commit}`)).toContain('PAIR_1.JPG');
    await unlink(join(library, 'Trip', '.trash', commit, 'PAIR_1.JPG'));
    await ended(startPurge(engine, all));
  });
});

describe('moving photos to another project', () => {
  test('takes the whole bundle, under another name where its own is taken, with its id; undo takes it back', async () => {
    const card = join(folder, `other-${number}`);
    await makePair(card, 'PAIR_1', { seed: 77, width: 96, height: 64 });
    const other = await importCard(engine, card, 'Other');
    const id = idOf('PAIR_1');
    const [rows, files] = [photoRows(engine), await hashTree(library)];
    const plan = await planOfMove(engine, { ids: [id], projectId: other, lineLimit: 10 });
    expect(plan.collisions).toEqual([{ photoId: id, photo: 'PAIR_1', becomes: 'PAIR_1 (2)' }]);
    const move = startMove(engine, { ids: [id], projectId: other });
    expect(await ended(move)).toBe('completed');
    expect(await names('Other')).toEqual([
      'PAIR_1 (2).DNG',
      'PAIR_1 (2).JPG',
      'PAIR_1 (2).xmp',
      'PAIR_1.DNG',
      'PAIR_1.JPG',
    ]);
    expect(getPhotos(engine.db, engine.paths, [id])).toMatchObject([
      { project: 'Other', name: 'PAIR_1 (2)' },
    ]);
    expect(await ended(startUndo(engine, move))).toBe('completed');
    expect(photoRows(engine)).toEqual(rows);
    expect(await hashTree(library)).toEqual(files);
  });
});

describe('a project', () => {
  test('is renamed with its folder', async () => {
    const id = selectOne<{ id: number }>(engine.db, 'SELECT id FROM projects')?.id ?? 0;
    const before = (await trip()).map(({ sha256 }) => sha256);
    await renameProject(engine, id, 'Voyage');
    expect((await hashTree(join(library, 'Voyage'))).map(({ sha256 }) => sha256)).toEqual(before);
    await mkdir(join(library, 'Taken'));
    await expect(renameProject(engine, id, 'Taken')).rejects.toMatchObject({ code: 'target_exists' });
    await expect(renameProject(engine, id, '../out')).rejects.toMatchObject({ code: 'project_name_invalid' });
    expect(await names('Voyage')).not.toEqual([]);
    await rm(join(library, 'Taken'), { recursive: true });
  });

  test('is deleted only by its name, with all that is in its folder, and comes back as it was', async () => {
    const id = selectOne<{ id: number }>(engine.db, 'SELECT id FROM projects')?.id ?? 0;
    await writeFile(join(library, 'Trip', 'notes.txt'), 'mine');
    const [rows, files] = [photoRows(engine), await hashTree(library)];
    expect(() => startProjectDelete(engine, id, 'trip')).toThrow(
      expect.objectContaining({ code: 'not_confirmed' }),
    );
    expect((await planOfProjectDelete(engine, { id, lineLimit: 10 })).totals.photos).toBe(
      photoIds(engine).length,
    );
    const deletion = startProjectDelete(engine, id, 'Trip');
    expect(await ended(deletion)).toBe('completed');
    expect(await readdir(library)).not.toContain('Trip');
    expect(photoIds(engine, 'present = 1')).toEqual([]);
    expect(await ended(startUndo(engine, deletion))).toBe('completed');
    expect(photoRows(engine)).toEqual(rows);
    expect((await hashTree(library)).filter(({ path }) => !path.includes('.trash'))).toEqual(files);
  });

  test('that was deleted is purged after its days; what in it is not ours stays in the trash', async () => {
    const id = selectOne<{ id: number }>(engine.db, 'SELECT id FROM projects')?.id ?? 0;
    await writeFile(join(library, 'Trip', 'notes.txt'), 'mine');
    const deletion = startProjectDelete(engine, id, 'Trip');
    await ended(deletion);
    const maintain = () => engine.startTask({ type: 'trash_purge', projectId: null, params: {}, items: [] });
    for (const days of [31, 1]) {
      clock.pass(days * 86_400_000);
      expect(await ended(maintain())).toBe('completed');
    }
    expect(selectAll(engine.db, 'SELECT id FROM photos UNION ALL SELECT id FROM projects')).toEqual([]);
    expect((await hashTree(library)).map(({ path }) => path)).toEqual([
      join(library, '.trash', deletion, 'Trip', 'notes.txt'),
    ]);
  });
});

describe('culling', () => {
  test('is taken back step by step, also what several calls did as one', async () => {
    const ids = photoIds(engine);
    const [first, second] = [ids.slice(0, 3), ids.slice(3, 6)];
    const rows = photoRows(engine);
    const order = (step: string) => ({ step, now: clock.wall() });
    transaction(engine.db, () => {
      setRating(engine.db, { ids: first, rating: 4, ...order('a') });
      setKeep(engine.db, { ids: first, keepJpg: false, ...order('b') });
      setKeep(engine.db, { ids: second, keepJpg: false, ...order('b') });
      changeTags(engine.db, { ids, add: ['new'], remove: [], ...order('c') });
    });
    const undo = () => transaction(engine.db, () => undoLastStep(engine.db, clock.wall()));
    expect(undo()).toMatchObject({ kind: 'tags' });
    expect(undo()?.photoIds.length).toBe(6);
    expect(undo()).toMatchObject({ kind: 'rating' });
    expect(undo()).toBeNull();
    expect(photoRows(engine)).toEqual(rows);
  });

  test('is reverted to what there is', async () => {
    keep([idOf('PAIR_1')], false, false);
    keep([idOf('PAIR_2')], true, false);
    expect(await revertChanges(engine, all)).toBe(2);
    expect(changeSummary(engine.db, { projectId: null }).photos).toBe(0);
    // That, too, is a step that can be taken back.
    transaction(engine.db, () => undoLastStep(engine.db, clock.wall()));
    expect(changeSummary(engine.db, { projectId: null }).photos).toBe(2);
  });
});

test('a commit of a project whose folder is away waits for it, and nothing is lost', async () => {
  const files = await trip();
  keep(photoIds(engine), false, false);
  await rename(join(library, 'Trip'), join(library, 'Trip in a pocket'));
  const task = startCommit(engine, all);
  await expect.poll(() => getTask(engine.db, task)?.state).toBe('waiting');
  expect(photoIds(engine, 'present = 1').length).toBe(photoIds(engine).length);
  await rename(join(library, 'Trip in a pocket'), join(library, 'Trip'));
  clock.pass(60_000);
  await engine.upkeep.parked.look();
  expect(await ended(task)).toBe('completed');
  const sums = (list: { sha256: string }[]) => list.map(({ sha256 }) => sha256).sort();
  expect(sums(await trip())).toEqual(sums(files));
  execute(engine.db, 'DELETE FROM culling_steps');
});

describe('a card that is dropped again', () => {
  test('does not bring back what was rejected; after a purge, or the deletion of its project, it does', async () => {
    const card = join(folder, `card-${number}`);
    const present = () => photoIds(engine, 'present = 1').length;
    const everything = present();
    keep([idOf('PAIR_1')], false, false);
    await ended(startCommit(engine, all));
    await importCard(engine, card, 'Trip');
    expect(present()).toBe(everything - 1);
    expect(
      selectAll(engine.db, `SELECT error_code FROM job_items WHERE error_code = 'in_trash'`),
    ).toHaveLength(1);
    await ended(startPurge(engine, all));
    await importCard(engine, card, 'Trip');
    expect(present()).toBe(everything);
    const id = selectOne<{ id: number }>(engine.db, 'SELECT id FROM projects')?.id ?? 0;
    await ended(startProjectDelete(engine, id, 'Trip'));
    await importCard(engine, card, 'Trip');
    expect(present()).toBe(everything);
  });
});
