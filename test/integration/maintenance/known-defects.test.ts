import { copyFile, mkdir, readFile, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, expect, test } from 'vitest';
import { selectAll, selectOne } from '../../../src-main/db/connection.ts';
import { pauseAll, resumeAll } from '../../../src-main/engine/control/pause.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { jobLabel } from '../../../src-main/tasks/labels.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { importCard, photoRows, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { until } from '../../fixtures/engine/make-engine.ts';
import { drawJpeg, makeCard, makePair, makeSidecar } from '../../fixtures/photos/index.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';
import { idle, photoNamed, photoOf, put } from './checked-library.ts';

/**
 * The defects of the origin's maintenance, each as a test that fails on the defective behaviour. The numbers are those of
 * its list.
 */
const folder = await temporaryFolder('maintenance-defects');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let close: () => Promise<void> = async () => {};

afterEach(() => close());

async function library(name: string, options: { schedule?: boolean } = {}) {
  const card = join(folder, `${name} card`);
  await makeCard(card, 5, { size: 'tiny' });
  await makePair(card, 'PAIR', { seed: 5 });
  const root = join(folder, name);
  const clock = new FakeClock(Date.now());
  const opened = await realEngine(root, { clock, ...options });
  close = opened.close;
  const projectId = await importCard(opened.engine, card, 'Trip');
  return { engine: opened.engine, clock, root, projectId, trip: join(root, 'Trip') };
}

/** All maintenance there is, as the scheduler starts it, several times over many weeks. */
async function maintainForWeeks(engine: LibraryEngine, clock: FakeClock): Promise<void> {
  for (const days of [0, 1, 31, 91, 400]) {
    clock.pass(days * DAY + HOUR);
    const id = engine.startTask({ type: 'maintenance_global', projectId: null, params: {}, items: [] });
    await engine.taskEnded(id);
    await idle(engine);
  }
}

test('2: what lies beside the photos stays where it is, whatever it is and however old', async () => {
  const { engine, clock, root, trip } = await library('2-siblings');
  const jpeg = await drawJpeg({ width: 30, height: 20, seed: 1 });
  const old = new Date('2001-01-01');
  const strange = [
    'notes.txt',
    'DSC_00001.txt',
    'edit.psd',
    'IMG.heic',
    'clip.mp4',
    'lonely.xmp',
    'A.raf',
    'B.orf',
    'C.rw2',
    'D.cr3',
    'contract.pdf',
    'no extension',
    '.hidden',
    'Thumbs.db',
    'archive.zip',
    'voice.wav',
    '-rf',
    'new\nline.txt',
  ];
  for (const name of strange) {
    await put(trip, name, `the content of ${name}`);
    await utimes(join(trip, name), old, old);
  }
  await makeSidecar(join(trip, 'PAIR.xmp'), {});
  await put(trip, 'real.jpg', jpeg);
  await mkdir(join(trip, 'selects', 'deeper'), { recursive: true });
  await put(join(trip, 'selects', 'deeper'), 'print.tif', 'a print');
  const before = await hashTree(root);
  await maintainForWeeks(engine, clock);
  expect(await hashTree(root)).toEqual(before);
  expect(brokenInvariants(engine.db)).toEqual([]);
});

test('3: no folder is merged into another, or removed: neither one with the same names, nor a renamed one', async () => {
  const { engine, clock, root, trip } = await library('3-merge');
  const other = join(root, 'Trip copy');
  await mkdir(join(other, 'sub', '.trash'), { recursive: true });
  for (const name of ['DSC_00001.JPG', 'DSC_00002.JPG', 'PAIR.DNG'])
    await copyFile(join(trip, name), join(other, name));
  await put(other, 'DSC_00003.JPG', await drawJpeg({ width: 30, height: 20, seed: 99 }));
  await put(other, 'DSC_00003.xmp', 'an edit');
  await put(join(other, 'sub', '.trash'), 'removed.jpg', 'not yet gone');
  const before = await hashTree(root);
  await maintainForWeeks(engine, clock);
  expect(await hashTree(root)).toEqual(before);

  // Renamed by hand, with everything in it, it is found again, and nothing in it is touched.
  await mkdir(join(trip, '.trash', 'x'), { recursive: true });
  await put(join(trip, '.trash', 'x'), 'kept.jpg', 'removed, and kept for a while');
  await put(trip, 'PAIR.JPG.backup', 'whatever');
  await rename(trip, join(root, 'Voyage'));
  const renamed = await hashTree(root);
  const photos = selectAll(engine.db, 'SELECT id, base_name FROM photos ORDER BY id');
  await maintainForWeeks(engine, clock);
  expect(await hashTree(root)).toEqual(renamed);
  expect(selectAll(engine.db, 'SELECT folder FROM projects')).toEqual([{ folder: 'Voyage' }]);
  expect(selectAll(engine.db, 'SELECT id, base_name FROM photos ORDER BY id')).toEqual(photos);
});

test('6: photos that are only a PNG, a TIFF or a movie stay, with their ids and tags', async () => {
  const { engine, clock, root } = await library('6-other');
  const card = join(folder, '6-other card 2');
  await mkdir(card);
  const picture = sharp(await drawJpeg({ width: 40, height: 30, seed: 3 }));
  await writeFile(join(card, 'SCAN.png'), await picture.clone().png().toBuffer());
  await writeFile(join(card, 'SLIDE.tif'), await picture.clone().tiff().toBuffer());
  // The first bytes of a movie, which is all that anybody reads of it.
  const movie = Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from('ftypmp42\0\0\0\0mp42isom'),
    Buffer.alloc(999),
  ]);
  await writeFile(join(card, 'CLIP.mp4'), movie);
  await importCard(engine, card, 'Scans');
  const ids = ['SCAN', 'SLIDE', 'CLIP'].map((base) => photoNamed(engine, base).id);
  engine.db.prepare(`INSERT INTO tags(name) VALUES ('family')`).run();
  for (const id of ids.slice(0, 1))
    engine.db.prepare(`INSERT INTO photo_tags(photo_id, tag_id) SELECT ?, id FROM tags`).run(id);
  const before = photoRows(engine);
  await maintainForWeeks(engine, clock);
  expect(photoRows(engine)).toEqual(before);
  expect(photoOf(engine, ids[2] ?? 0)).toMatchObject({
    jpg_available: 0,
    raw_available: 0,
    other_available: 1,
  });
  expect((await readFile(join(root, 'Scans', 'CLIP.mp4'))).equals(movie)).toBe(true);
});

test('11: checks never pile up, are in the list under their name, and all of their types can be done', async () => {
  const { engine, clock, trip } = await library('11-timers', { schedule: true });
  await engine.upkeep.folders.start();
  pauseAll(engine.control, { owner: 'test', reason: '', bootId: null });
  const waiting = (type: string) =>
    selectAll<{ id: string }>(engine.db, `SELECT id FROM tasks WHERE type = @type AND finished_at IS NULL`, {
      type,
    });
  for (let hour = 0; hour < 5; hour += 1) {
    clock.pass(HOUR);
    engine.tick();
  }
  expect(waiting('maintenance_global')).toHaveLength(1);
  await put(trip, 'a.txt', 'x');
  await until(() => waiting('changed_files').length > 0, 'the first hint');
  await put(trip, 'b.txt', 'x');
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(waiting('changed_files')).toHaveLength(1);

  resumeAll(engine.control, 'test');
  await idle(engine);
  const failed = `SELECT type, error_code FROM jobs WHERE state = 'failed'`;
  expect(selectAll(engine.db, failed)).toEqual([]);
  const types = selectAll<{ type: string }>(engine.db, `SELECT DISTINCT type FROM jobs ORDER BY type`);
  for (const { type } of types) expect(jobLabel(type)).not.toContain('_');
  for (const schedule of engine.upkeep.scheduler.list()) expect(schedule).toMatchObject({ available: true });
  expect(selectOne(engine.db, `SELECT count(*) AS n FROM untracked_files`)).toEqual({ n: 2 });
});
