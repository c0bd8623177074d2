import { copyFile, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { selectAll, selectOne } from '../../../src-main/db/connection.ts';
import { untrackedFiles } from '../../../src-main/engine/maintenance.ts';
import { importCard, photoRows, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { drawJpeg, makeCard, makePair, makeSidecar } from '../../fixtures/photos/index.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';
import {
  check,
  checkAll,
  decide,
  filesOf,
  idle,
  itemsOf,
  photoNamed,
  photoOf,
  put,
  untracked,
} from './checked-library.ts';

const folder = await temporaryFolder('folder-check');
let close: () => Promise<void> = async () => {};

afterEach(() => close());

/** A library with `Trip` (six photos, a pair) and `Home` (three photos). */
async function library(name: string) {
  const card = join(folder, `${name} card`);
  await makeCard(join(card, 'a'), 6, { size: 'tiny' });
  await makePair(join(card, 'a'), 'PAIR', { seed: 5 });
  await makeCard(join(card, 'b'), 3, { size: 'tiny', from: 100 });
  const root = join(folder, name);
  const opened = await realEngine(root);
  close = opened.close;
  const { engine } = opened;
  const trip = await importCard(engine, join(card, 'a'), 'Trip');
  const home = await importCard(engine, join(card, 'b'), 'Home');
  return { engine, root, trip, home, tripFolder: join(root, 'Trip'), homeFolder: join(root, 'Home') };
}

const photos = (on: Awaited<ReturnType<typeof library>>) =>
  selectOne<{ n: number }>(on.engine.db, 'SELECT count(*) AS n FROM photos')?.n;

test('a folder in which nothing is strange costs no item, whatever lies in its sub-folders', async () => {
  const on = await library('nothing-strange');
  await mkdir(join(on.tripFolder, 'exports'));
  await put(join(on.tripFolder, 'exports'), 'print.jpg', 'anything');
  await put(on.tripFolder, '.DS_Store', 'system');
  const { job } = await check(on.engine, 'folder_check');
  expect(job.total).toBe(0);
  expect(untracked(on.engine)).toEqual([]);
});

test('files that were renamed by hand keep their photo, and the photo follows their name', async () => {
  const on = await library('renamed');
  const pair = photoNamed(on.engine, 'PAIR');
  decide(on.engine, pair.id, 5);
  await rename(join(on.tripFolder, 'PAIR.JPG'), join(on.tripFolder, 'Sunset.JPG'));
  await rename(join(on.tripFolder, 'PAIR.DNG'), join(on.tripFolder, 'Sunset.DNG'));
  await checkAll(on.engine);
  expect(photoOf(on.engine, pair.id)).toMatchObject({ base_name: 'Sunset', rating: 5, present: 1 });
  expect(filesOf(on.engine, pair.id).map(({ path, missing_at }) => [path, missing_at])).toEqual([
    ['Sunset.DNG', null],
    ['Sunset.JPG', null],
  ]);
  expect(photos(on)).toBe(10);
  expect(brokenInvariants(on.engine.db)).toEqual([]);
});

test('only one half was renamed: the photo keeps its name and both halves', async () => {
  const on = await library('half-renamed');
  const pair = photoNamed(on.engine, 'PAIR');
  await rename(join(on.tripFolder, 'PAIR.DNG'), join(on.tripFolder, 'raw of it.DNG'));
  await checkAll(on.engine);
  expect(photoOf(on.engine, pair.id)).toMatchObject({
    base_name: 'PAIR',
    raw_available: 1,
    jpg_available: 1,
  });
  expect(filesOf(on.engine, pair.id).map(({ path }) => path)).toEqual(['PAIR.JPG', 'raw of it.DNG']);
});

test('a photo that was moved to another project by hand moves there as a whole, with its id', async () => {
  const on = await library('moved');
  const pair = photoNamed(on.engine, 'PAIR');
  decide(on.engine, pair.id, 3);
  for (const name of ['PAIR.JPG', 'PAIR.DNG'])
    await rename(join(on.tripFolder, name), join(on.homeFolder, name));
  // From the side of the project where they turned up, before anybody has noticed that they are gone from the other.
  await check(on.engine, 'folder_check', on.home);
  expect(photoOf(on.engine, pair.id)).toMatchObject({ project_id: on.home, rating: 3, present: 1 });
  expect(filesOf(on.engine, pair.id).map(({ project_id }) => project_id)).toEqual([on.home, on.home]);
  await checkAll(on.engine);
  expect(photos(on)).toBe(10);
  expect(brokenInvariants(on.engine.db)).toEqual([]);
});

test('half a photo in another project is a photo of its own there', async () => {
  const on = await library('half-moved');
  const pair = photoNamed(on.engine, 'PAIR');
  await rename(join(on.tripFolder, 'PAIR.DNG'), join(on.homeFolder, 'PAIR.DNG'));
  await checkAll(on.engine);
  expect(photoOf(on.engine, pair.id)).toMatchObject({
    project_id: on.trip,
    jpg_available: 1,
    raw_available: 0,
  });
  expect(
    selectOne(on.engine.db, `SELECT base_name FROM photos WHERE project_id = @home AND raw_available = 1`, {
      home: on.home,
    }),
  ).toEqual({ base_name: 'PAIR' });
});

test('new photos are taken in where they lie: nothing is copied, renamed or written to', async () => {
  const on = await library('new-photos');
  await put(on.tripFolder, 'NEW.JPG', await drawJpeg({ width: 40, height: 30, seed: 50 }));
  await makePair(on.tripFolder, 'BOTH', { seed: 51 });
  await makeSidecar(join(on.tripFolder, 'PAIR.xmp'), {});
  const before = await hashTree(on.tripFolder);
  await checkAll(on.engine);
  expect(await hashTree(on.tripFolder)).toEqual(before);
  expect(photoNamed(on.engine, 'NEW')).toMatchObject({ jpg_available: 1, width: 40, height: 30 });
  expect(photoNamed(on.engine, 'BOTH')).toMatchObject({ jpg_available: 1, raw_available: 1 });
  const pair = photoNamed(on.engine, 'PAIR');
  expect(filesOf(on.engine, pair.id).map(({ path }) => path)).toEqual(['PAIR.DNG', 'PAIR.JPG', 'PAIR.xmp']);
  expect(untracked(on.engine)).toEqual([]);
  const tasks = `SELECT state FROM tasks WHERE type = 'upload_processing' AND requested_by = 'maintenance'`;
  expect(selectAll(on.engine.db, tasks)).toEqual([{ state: 'completed' }]);
  expect(brokenInvariants(on.engine.db)).toEqual([]);
  // And never again.
  const rows = photoRows(on.engine);
  await checkAll(on.engine);
  expect(photoRows(on.engine)).toEqual(rows);
  expect(selectAll(on.engine.db, tasks)).toHaveLength(1);
});

test('what is none of ours is listed and left, and the list follows what is there', async () => {
  const on = await library('strangers');
  await put(on.tripFolder, 'notes.txt', 'meet at noon');
  await put(on.tripFolder, 'broken.jpg', 'no picture at all');
  await put(on.tripFolder, 'half.jpg.part', 'still loading');
  await put(on.tripFolder, 'orphan.xmp', '<x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>');
  await symlink('/etc/passwd', join(on.tripFolder, 'link.jpg'));
  await copyFile(join(on.tripFolder, 'DSC_00001.JPG'), join(on.tripFolder, 'DSC_00001 copy.JPG'));
  // Another picture under the name of a photo that is there.
  await put(on.tripFolder, 'DSC_00002.jpeg', await drawJpeg({ width: 40, height: 30, seed: 60 }));
  const before = await hashTree(on.root);
  await checkAll(on.engine);
  expect(await hashTree(on.root)).toEqual(before);
  expect(untracked(on.engine)).toEqual([
    { path: 'DSC_00001 copy.JPG', code: 'duplicate' },
    { path: 'DSC_00002.jpeg', code: 'base_taken' },
    { path: 'broken.jpg', code: 'not_an_image' },
    { path: 'half.jpg.part', code: 'partial_download' },
    { path: 'link.jpg', code: 'link' },
    { path: 'notes.txt', code: 'unknown_content' },
    { path: 'orphan.xmp', code: 'no_photo_for_sidecar' },
  ]);
  expect(untrackedFiles(on.engine, { projectId: on.trip, limit: 1, offset: 5 })).toEqual({
    total: 7,
    files: [
      {
        projectId: on.trip,
        project: 'Trip',
        path: join(on.tripFolder, 'notes.txt'),
        bytes: 12,
        code: 'unknown_content',
      },
    ],
  });
  for (const { path } of untracked(on.engine)) await rm(join(on.tripFolder, path));
  await check(on.engine, 'folder_check');
  expect(untracked(on.engine)).toEqual([]);
  expect(photos(on)).toBe(10);
});

test('a copy of a photo in another project is taken in there; the one it was copied from stays', async () => {
  const on = await library('copied');
  await copyFile(join(on.tripFolder, 'DSC_00001.JPG'), join(on.homeFolder, 'DSC_00001.JPG'));
  await checkAll(on.engine);
  const ids = selectAll<{ project_id: number }>(
    on.engine.db,
    `SELECT project_id FROM photos WHERE base_name = 'DSC_00001' ORDER BY project_id`,
  );
  expect(ids.map(({ project_id }) => project_id)).toEqual([on.trip, on.home]);
});

test('a project folder that was renamed by hand is found again, with every id', async () => {
  const on = await library('renamed-folder');
  const before = selectAll(on.engine.db, 'SELECT id, photo_id, path, sha256 FROM files ORDER BY id');
  await rename(on.tripFolder, join(on.root, 'Trip to the sea'));
  await mkdir(join(on.root, 'Something else'));
  await put(join(on.root, 'Something else'), 'DSC_00001.JPG', 'not that one');
  await checkAll(on.engine);
  expect(
    selectOne(on.engine.db, `SELECT name, folder FROM projects WHERE id = @id`, { id: on.trip }),
  ).toEqual({
    name: 'Trip to the sea',
    folder: 'Trip to the sea',
  });
  expect(selectAll(on.engine.db, 'SELECT id, photo_id, path, sha256 FROM files ORDER BY id')).toEqual(before);
  expect(selectOne(on.engine.db, 'SELECT 1 FROM files WHERE missing_at IS NOT NULL')).toBeUndefined();
});

test('two folders that could both be the renamed one: nobody can say, so neither is taken', async () => {
  const on = await library('two-candidates');
  await rename(on.tripFolder, join(on.root, 'One'));
  await mkdir(join(on.root, 'Two'));
  for (const name of [
    'DSC_00001.JPG',
    'DSC_00002.JPG',
    'DSC_00003.JPG',
    'PAIR.JPG',
    'PAIR.DNG',
    'DSC_00004.JPG',
  ])
    await copyFile(join(on.root, 'One', name), join(on.root, 'Two', name));
  const { id } = await check(on.engine, 'folder_check');
  expect(selectOne(on.engine.db, `SELECT folder FROM projects WHERE id = @id`, { id: on.trip })).toEqual({
    folder: 'Trip',
  });
  expect(itemsOf(on.engine, id)[0]).toMatchObject({
    ref: 'Trip/',
    state: 'skipped',
    error_code: 'volume_away',
  });
});

test('a file that grows while it is taken in ends up whole', async () => {
  const on = await library('being-written');
  const { engine } = on;
  const whole = await drawJpeg({ width: 400, height: 300, seed: 70 });
  const path = await put(on.tripFolder, 'SLOW.JPG', whole.subarray(0, 1000));
  await check(engine, 'folder_check');
  await writeFile(path, whole);
  await idle(engine);
  await checkAll(engine);
  const photo = photoNamed(engine, 'SLOW');
  expect(photo).toMatchObject({ width: 400, height: 300, present: 1 });
  expect(filesOf(engine, photo.id)[0]?.bytes).toBe((await readFile(path)).length);
});
