import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { selectAll, selectOne, transaction } from '../../../src-main/db/connection.ts';
import { startCommit } from '../../../src-main/engine/changes/commit.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { setKeep } from '../../../src-main/library/culling.ts';
import { freeNames } from '../../../src-main/library/free-names.ts';
import { importCard, photoIds, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { drawJpeg, makeCard, makePair } from '../../fixtures/photos/index.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';
import { check, checkAll, decide, filesOf, photoNamed, photoOf, put, untracked } from './checked-library.ts';

/** What a person decided is about a picture. It goes where the picture goes, whatever that is called. */
const folder = await temporaryFolder('names-and-content');
let close: () => Promise<void> = async () => {};

afterEach(() => close());

/** `Trip` with `A.JPG`, `B.JPG` and `C.JPG`, rated 1, 2 and 3. */
async function library(name: string) {
  const card = join(folder, `${name} card`);
  await mkdir(card);
  for (const [at, base] of ['A', 'B', 'C'].entries())
    await put(card, `${base}.JPG`, await drawJpeg({ width: 64 + 16 * at, height: 48, seed: at + 1 }));
  const root = join(folder, name);
  const { engine, close: end } = await realEngine(root);
  close = end;
  await importCard(engine, card, 'Trip');
  for (const [at, base] of ['A', 'B', 'C'].entries()) decide(engine, photoNamed(engine, base).id, at + 1);
  return { engine, root, card, trip: join(root, 'Trip') };
}

const reject = (engine: LibraryEngine, ids: readonly number[]) =>
  transaction(engine.db, () =>
    setKeep(engine.db, { ids, keepJpg: false, keepRaw: false, step: 'reject', now: 1 }),
  );

const swap = async (trip: string, [one, other]: readonly [string, string]) => {
  await rename(join(trip, one), join(trip, 'for a moment'));
  await rename(join(trip, other), join(trip, one));
  await rename(join(trip, 'for a moment'), join(trip, other));
};

/** Names and ratings of what is there. */
const photos = (engine: LibraryEngine) =>
  selectAll<{ base_name: string; rating: number }>(
    engine.db,
    `SELECT base_name, rating FROM photos WHERE present = 1 ORDER BY base_name`,
  ).map(({ base_name, rating }) => [base_name, rating]);

async function trashed(engine: LibraryEngine, trip: string): Promise<Buffer[]> {
  const task = startCommit(engine, { all: true });
  await engine.taskEnded(task);
  const names = await readdir(join(trip, '.trash', task));
  return Promise.all(names.map((name) => readFile(join(trip, '.trash', task, name))));
}

const shift = async (trip: string, bases: readonly string[], suffixes: readonly string[]) => {
  for (let at = bases.length - 2; at >= 0; at -= 1)
    for (const suffix of suffixes)
      await rename(join(trip, `${bases[at]}${suffix}`), join(trip, `${bases[at + 1]}${suffix}`));
};

test('renumbered by hand: every photo keeps its rating and has its new name', async () => {
  const { engine, trip } = await library('renumbered');
  const before = selectAll(engine.db, `SELECT photo_id, sha256 FROM files ORDER BY id`);
  await shift(trip, ['A', 'B', 'C', 'D'], ['.JPG']);
  await checkAll(engine);
  expect(photos(engine)).toEqual([
    ['B', 1],
    ['C', 2],
    ['D', 3],
  ]);
  expect(selectAll(engine.db, `SELECT photo_id, sha256 FROM files ORDER BY id`)).toEqual(before);
  expect(selectAll(engine.db, `SELECT path FROM files ORDER BY path`)).toEqual(
    ['B.JPG', 'C.JPG', 'D.JPG'].map((path) => ({ path })),
  );
  expect(brokenInvariants(engine.db)).toEqual([]);
  // And all is said: the next check has nothing to do.
  expect((await check(engine, 'manifest_check')).job.total).toBe(0);
  expect((await check(engine, 'folder_check')).job.total).toBe(0);
});

test('interrupted between giving names up and giving them anew, the next check goes on', async () => {
  const { engine, trip } = await library('interrupted');
  await shift(trip, ['A', 'B', 'C', 'D'], ['.JPG']);
  await check(engine, 'manifest_check');
  const names = new Set(['B.JPG', 'C.JPG', 'D.JPG']);
  for (const base of ['B', 'C']) {
    const { id: photoId } = photoNamed(engine, base);
    freeNames(
      engine.db,
      { photoId, fileIds: [], base: true },
      { isOnDisk: (name) => names.has(name), itemId: 0 },
    );
  }
  expect(filesOf(engine, photoNamed(engine, 'B (2)').id)).toMatchObject([{ path: 'B (2).JPG' }]);
  await checkAll(engine);
  expect(photos(engine)).toEqual([
    ['B', 1],
    ['C', 2],
    ['D', 3],
  ]);
});

test('renumbered after one was rejected: the commit removes that picture, and no other', async () => {
  const { engine, trip } = await library('renumbered-rejected');
  const rejected = await readFile(join(trip, 'B.JPG'));
  reject(engine, [photoNamed(engine, 'B').id]);
  await shift(trip, ['A', 'B', 'C', 'D'], ['.JPG']);
  await checkAll(engine);
  expect(await trashed(engine, trip)).toEqual([rejected]);
  expect((await readdir(trip)).sort()).toEqual(['.trash', 'B.JPG', 'D.JPG']);
});

test('a commit before anything was checked removes nothing under a name that is another’s now', async () => {
  const { engine, trip } = await library('unchecked');
  reject(engine, [photoNamed(engine, 'B').id]);
  await swap(trip, ['A.JPG', 'B.JPG']);
  const task = startCommit(engine, { all: true });
  await engine.taskEnded(task);
  expect((await readdir(trip)).filter((name) => name !== '.trash').sort()).toEqual([
    'A.JPG',
    'B.JPG',
    'C.JPG',
  ]);
});

test('two pictures that change names are still the pictures they were', async () => {
  const { engine, trip } = await library('swapped');
  const rejected = await readFile(join(trip, 'B.JPG'));
  reject(engine, [photoNamed(engine, 'B').id]);
  await swap(trip, ['A.JPG', 'B.JPG']);
  await checkAll(engine);
  expect(photos(engine)).toEqual([
    ['A', 2],
    ['B', 1],
    ['C', 3],
  ]);
  expect(await trashed(engine, trip)).toEqual([rejected]);
});

test.for([
  ['sidecars', (base: string) => base],
  ['sidecars that are all alike', () => 'tagged'],
] as const)(
  'all files of a photo go along when names change hands: RAW, picture and %s',
  async ([what, text]) => {
    const { engine, card, trip } = await library(`bundles ${what}`);
    const more = `${card} 2`;
    for (const [at, base] of ['P1', 'P2', 'P3'].entries()) {
      await makePair(more, base, { width: 96, height: 64, seed: 20 + at });
      await put(
        more,
        `${base}.xmp`,
        `<x:xmpmeta xmlns:x="adobe:ns:meta/"><!-- ${text(base)} --></x:xmpmeta>`,
      );
    }
    await importCard(engine, more, 'Trip');
    const ids = ['P1', 'P2', 'P3'].map((base) => photoNamed(engine, base).id);
    for (const [at, id] of ids.entries()) decide(engine, id, at + 1);
    const contents = () =>
      ids.map((id) => filesOf(engine, id).map(({ path, sha256 }) => [path.slice(2), sha256]));
    const before = contents();
    await shift(trip, ['P1', 'P2', 'P3', 'P4'], ['.JPG', '.DNG', '.xmp']);
    await checkAll(engine);
    expect(ids.map((id) => photoOf(engine, id)).map((photo) => [photo?.base_name, photo?.rating])).toEqual([
      ['P2', 1],
      ['P3', 2],
      ['P4', 3],
    ]);
    expect(contents()).toEqual(before);
    expect(ids.map((id) => filesOf(engine, id).map(({ path }) => path))).toEqual(
      ['P2', 'P3', 'P4'].map((base) => [`${base}.DNG`, `${base}.JPG`, `${base}.xmp`]),
    );
    expect(selectOne(engine.db, `SELECT 1 FROM files WHERE missing_at IS NOT NULL`)).toBeUndefined();
    expect((await check(engine, 'manifest_check')).job.total).toBe(0);
    expect(brokenInvariants(engine.db)).toEqual([]);
  },
);

test('a picture that was given the name of another, which is lost by it, takes nothing over from that', async () => {
  const { engine, trip } = await library('written-over');
  const [a, b] = [photoNamed(engine, 'A').id, photoNamed(engine, 'B').id];
  await rename(join(trip, 'A.JPG'), join(trip, 'B.JPG'));
  await checkAll(engine);
  expect(photoOf(engine, a)).toMatchObject({ base_name: 'B', rating: 1, present: 1 });
  // Its row is kept, for the picture may come back from a backup, whatever it is called then.
  expect(photoOf(engine, b)).toMatchObject({ base_name: 'B (2)', rating: 2, present: 0 });
  await put(trip, 'from the backup.JPG', await readFile(join(folder, 'written-over card', 'B.JPG')));
  await checkAll(engine);
  expect(photoOf(engine, b)).toMatchObject({ base_name: 'from the backup', rating: 2, present: 1 });
});

test('an edited picture is the picture it was, also where others changed names', async () => {
  const { engine, trip } = await library('edited');
  const [a, c] = [photoNamed(engine, 'A').id, photoNamed(engine, 'C').id];
  await swap(trip, ['A.JPG', 'B.JPG']);
  await writeFile(join(trip, 'C.JPG'), await drawJpeg({ width: 70, height: 50, seed: 9 }));
  await checkAll(engine);
  expect(photoOf(engine, c)).toMatchObject({ base_name: 'C', rating: 3, width: 70, height: 50 });
  expect(photoOf(engine, a)).toMatchObject({ base_name: 'B', rating: 1 });
});

test('a picture that was replaced by a copy of another, which is still there, is an edit', async () => {
  const { engine, trip } = await library('copy-over');
  const b = photoNamed(engine, 'B').id;
  await writeFile(join(trip, 'B.JPG'), await readFile(join(trip, 'A.JPG')));
  await checkAll(engine);
  expect(photoOf(engine, b)).toMatchObject({ base_name: 'B', rating: 2, present: 1 });
  expect(photoIds(engine)).toHaveLength(3);
});

describe('project folders that took names of each other', () => {
  /** `Trip`, and another shoot with the same camera names. */
  async function twoShoots(name: string, photos = 3) {
    const { engine, root, card } = await library(name);
    const [more, other] = [`${card} more`, `${card} other`];
    for (const at of Array.from({ length: photos }, (_, index) => index)) {
      const base = at < 3 ? 'ABC'.charAt(at) : `D${at}`;
      if (at >= 3)
        await put(
          await made(more),
          `${base}.JPG`,
          await drawJpeg({ width: 99 + at, height: 48, seed: 50 + at }),
        );
      await put(
        await made(other),
        `${base}.JPG`,
        await drawJpeg({ width: 200 + at, height: 48, seed: 90 + at }),
      );
    }
    if (photos > 3) await importCard(engine, more, 'Trip');
    await importCard(engine, other, 'Trip new');
    await check(engine, 'manifest_check');
    return { engine, root };
  }
  const made = async (path: string) => {
    await mkdir(path, { recursive: true });
    return path;
  };
  const rows = (engine: LibraryEngine) =>
    selectAll(engine.db, `SELECT photo_id, project_id, path, sha256, missing_at FROM files ORDER BY id`);
  const projects = (engine: LibraryEngine) =>
    selectAll(engine.db, `SELECT name, folder FROM projects ORDER BY id`);

  test.for([3, 14])(
    'one after the other: both are found, with every row as it was (%i photos)',
    async (photos) => {
      const { engine, root } = await twoShoots(`after ${photos}`, photos);
      const before = rows(engine);
      await rename(join(root, 'Trip'), join(root, 'Trip old'));
      await rename(join(root, 'Trip new'), join(root, 'Trip'));
      await checkAll(engine);
      expect(projects(engine)).toEqual([
        { name: 'Trip old', folder: 'Trip old' },
        { name: 'Trip', folder: 'Trip' },
      ]);
      expect(rows(engine)).toEqual(before);
      expect((await check(engine, 'manifest_check')).job.total).toBe(0);
      expect((await check(engine, 'folder_check')).job.total).toBe(0);
      expect(brokenInvariants(engine.db)).toEqual([]);
    },
  );

  test('with each other', async () => {
    const { engine, root } = await twoShoots('with each other');
    const before = rows(engine);
    await swap(root, ['Trip', 'Trip new']);
    await checkAll(engine);
    expect(projects(engine)).toEqual([
      { name: 'Trip new', folder: 'Trip new' },
      { name: 'Trip', folder: 'Trip' },
    ]);
    expect(rows(engine)).toEqual(before);
  });

  test('one of them is nowhere to be found: its photos are given none of the other’s pictures', async () => {
    const { engine, root } = await twoShoots('nowhere');
    const contents = `SELECT photo_id, sha256 FROM files WHERE photo_id <= 3 ORDER BY photo_id`;
    const before = selectAll(engine.db, contents);
    await rm(join(root, 'Trip'), { recursive: true });
    await rename(join(root, 'Trip new'), join(root, 'Trip'));
    await checkAll(engine);
    expect(selectAll(engine.db, contents)).toEqual(before);
    expect(photos(engine).filter(([, rating]) => rating !== 0)).toEqual([]);
  });

  test('an edited project with a backup of it beside stays in its folder', async () => {
    const { engine, root, trip } = await library('backup');
    await cp(trip, join(root, 'Trip backup'), { recursive: true });
    for (const [at, base] of ['A', 'B', 'C'].entries())
      await put(trip, `${base}.JPG`, await drawJpeg({ width: 300 + at, height: 60, seed: at }));
    await checkAll(engine);
    expect(projects(engine)).toEqual([{ name: 'Trip', folder: 'Trip' }]);
    expect(photoNamed(engine, 'A')).toMatchObject({ width: 300, rating: 1 });
  });
});

test.for([
  ['the very name', 'B.JPG'],
  ['another extension', 'B.jpeg'],
] as const)(
  'what comes under the name of a deleted picture is a photo of its own: %s',
  async ([what, name]) => {
    const { engine, trip } = await library(`name-again ${what}`);
    const before = photoNamed(engine, 'B').id;
    reject(engine, [before]);
    await rm(join(trip, 'B.JPG'));
    await checkAll(engine);
    await put(trip, name, await drawJpeg({ width: 120, height: 48, seed: 99 }));
    await checkAll(engine);
    const after = photoNamed(engine, 'B');
    expect(after.id).not.toBe(before);
    expect(after).toMatchObject({ rating: 0, keep_jpg: 1, pending: 0, present: 1, width: 120 });
    expect(filesOf(engine, after.id)).toMatchObject([{ path: name, missing_at: null }]);
    // What was decided about the picture that is gone is still known, should it turn up somewhere.
    expect(photoOf(engine, before)).toMatchObject({ base_name: 'B (2)', rating: 2, keep_jpg: 0, present: 0 });
    expect(() => startCommit(engine, { all: true })).toThrow('nothing_to_do');
    expect((await check(engine, 'manifest_check')).job.total).toBe(0);
    expect((await check(engine, 'folder_check')).job.total).toBe(0);
    expect(brokenInvariants(engine.db)).toEqual([]);
  },
);

test('a shot that was written anew while a check ran is the shot it was, and is wanted', async () => {
  const { engine, card, trip } = await library('written-anew');
  await makeCard(join(card, 'more'), 1, { size: 'tiny' });
  await importCard(engine, join(card, 'more'), 'Trip');
  const photo = photoNamed(engine, 'DSC_00001');
  decide(engine, photo.id, 5);
  reject(engine, [photo.id]);
  const path = join(trip, 'DSC_00001.JPG');
  const content = await readFile(path);
  await rm(path);
  await checkAll(engine);
  expect(photoOf(engine, photo.id)).toMatchObject({ present: 0 });
  await writeFile(path, Buffer.concat([content, Buffer.from('an edit')]));
  await checkAll(engine);
  expect(photoOf(engine, photo.id)).toMatchObject({
    base_name: 'DSC_00001',
    rating: 5,
    keep_jpg: 1,
    present: 1,
  });
  expect(photoIds(engine, `base_name LIKE 'DSC%'`)).toEqual([photo.id]);
});

test('a half that was deleted and comes back as something else is a new half, and wanted', async () => {
  const { engine, card, trip } = await library('new-half');
  await makePair(join(card, 'more'), 'PAIR', { width: 96, height: 64, seed: 5 });
  await makePair(join(card, 'again'), 'PAIR', { width: 96, height: 64, seed: 6 });
  await importCard(engine, join(card, 'more'), 'Trip');
  const pair = photoNamed(engine, 'PAIR');
  transaction(engine.db, () =>
    setKeep(engine.db, { ids: [pair.id], keepJpg: true, keepRaw: false, step: 'jpg only', now: 1 }),
  );
  await rm(join(trip, 'PAIR.DNG'));
  await checkAll(engine);
  await put(trip, 'PAIR.DNG', await readFile(join(card, 'again', 'PAIR.DNG')));
  await checkAll(engine);
  expect(photoOf(engine, pair.id)).toMatchObject({ keep_raw: 1, raw_available: 1, pending: 0 });
});

test('text under the name of a deleted picture is no photo: it is listed, and the name is the photo’s', async () => {
  const { engine, trip } = await library('text');
  const b = photoNamed(engine, 'B').id;
  await rm(join(trip, 'B.JPG'));
  await checkAll(engine);
  await put(trip, 'B.JPG', 'no picture at all');
  await checkAll(engine);
  expect(untracked(engine)).toEqual([{ path: 'B.JPG', code: 'not_an_image' }]);
  expect(photoOf(engine, b)).toMatchObject({ base_name: 'B', rating: 2, present: 0 });
  expect((await check(engine, 'manifest_check')).job.total).toBe(0);
});
