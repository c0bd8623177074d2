import { appendFile, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { selectAll, selectOne } from '../../../src-main/db/connection.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { acceptLoss, runMaintenance } from '../../../src-main/engine/maintenance.ts';
import { jobsOfTask } from '../../../src-main/jobs/sql/jobs.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { importCard, photoIds, photoRows, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { drawJpeg, makeCard, makePair } from '../../fixtures/photos/index.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';
import {
  check,
  decide,
  filesOf,
  idle,
  itemsOf,
  photoNamed,
  photoOf,
  put,
  removeFiles,
} from './checked-library.ts';

const folder = await temporaryFolder('manifest-check');
let close: () => Promise<void> = async () => {};

afterEach(() => close());

async function library(name: string, photos = 12, config: unknown = {}) {
  const card = join(folder, `${name} card`);
  await makeCard(card, photos, { size: 'tiny' });
  await makePair(card, 'PAIR', { seed: 5 });
  const opened = await realEngine(join(folder, name), { config });
  close = opened.close;
  const projectId = await importCard(opened.engine, card, 'Trip');
  return { engine: opened.engine, projectId, trip: join(folder, name, 'Trip') };
}

const audits = (engine: LibraryEngine) =>
  selectAll<{ detail: string }>(engine.db, `SELECT detail FROM audit WHERE action = 'files_checked'`).map(
    ({ detail }) => (JSON.parse(detail) as { files: { kind: string; path: string }[] }).files,
  );

test('a library that is as the database says is left as it is, and its volume is noted', async () => {
  const { engine } = await library('as-it-was');
  const before = photoRows(engine);
  const { state, job } = await check(engine, 'manifest_check');
  expect({ state, total: job.total }).toEqual({ state: 'completed', total: 0 });
  expect(photoRows(engine)).toEqual(before);
  const { volume_id } = selectOne<{ volume_id: string }>(engine.db, 'SELECT volume_id FROM projects') ?? {};
  expect(volume_id).toMatch(/.+:.+/);
});

test('a missing file is marked, its row kept; found again, all is as it was, decisions included', async () => {
  const { engine, trip } = await library('missing-and-back');
  const pair = photoNamed(engine, 'PAIR');
  engine.db.prepare('UPDATE photos SET keep_raw = 0, rating = 4 WHERE id = ?').run(pair.id);
  const before = photoRows(engine);
  await rename(join(trip, 'PAIR.DNG'), join(folder, 'PAIR.DNG'));
  await rename(join(trip, 'DSC_00001.JPG'), join(folder, 'DSC_00001.JPG'));
  const { id } = await check(engine, 'manifest_check');
  expect(
    itemsOf(engine, id)
      .map(({ ref, state }) => `${ref} ${state}`)
      .sort(),
  ).toEqual(['Trip/DSC_00001.JPG done', 'Trip/PAIR.DNG done']);
  expect(photoOf(engine, pair.id)).toMatchObject({
    raw_available: 0,
    jpg_available: 1,
    present: 1,
    rating: 4,
  });
  expect(photoNamed(engine, 'DSC_00001')).toMatchObject({ jpg_available: 0, present: 0 });
  expect(filesOf(engine, pair.id).map((file) => file.missing_at !== null)).toEqual([true, false]);

  await rename(join(folder, 'PAIR.DNG'), join(trip, 'PAIR.DNG'));
  await rename(join(folder, 'DSC_00001.JPG'), join(trip, 'DSC_00001.JPG'));
  await check(engine, 'manifest_check');
  expect(photoRows(engine)).toEqual(before);
  expect(brokenInvariants(engine.db)).toEqual([]);
  // Twice is once.
  expect((await check(engine, 'manifest_check')).job.total).toBe(0);
});

test('a file with new content is read anew and shown anew; one that was only touched is not', async () => {
  const { engine, trip } = await library('changed');
  const changed = photoNamed(engine, 'DSC_00002');
  const touched = photoNamed(engine, 'DSC_00003');
  const [before] = filesOf(engine, changed.id);
  const thumbnails = () =>
    selectAll<{ photo_id: number; name: string }>(
      engine.db,
      `SELECT photo_id, name FROM derivatives WHERE kind = 'thumbnail' AND photo_id IN (@a, @b) ORDER BY photo_id = @b`,
      { a: changed.id, b: touched.id },
    ).map(({ name }) => name);
  const shown = thumbnails();
  await writeFile(join(trip, 'DSC_00002.JPG'), await drawJpeg({ width: 60, height: 40, seed: 77 }));
  await utimes(join(trip, 'DSC_00003.JPG'), new Date(), new Date());
  await check(engine, 'manifest_check');
  await idle(engine);
  const [after] = filesOf(engine, changed.id);
  expect(after?.sha256).not.toBe(before?.sha256);
  expect(after?.bytes).toBe((await stat(join(trip, 'DSC_00002.JPG'))).size);
  expect(photoOf(engine, changed.id)).toMatchObject({ width: 60, height: 40 });
  expect(audits(engine)).toEqual([
    [{ kind: 'changed', path: 'DSC_00002.JPG', before: before?.sha256, after: after?.sha256 }],
  ]);
  const now = thumbnails();
  expect([now[0] === shown[0], now[1] === shown[1]]).toEqual([false, true]);
  expect(filesOf(engine, touched.id)[0]?.mtime_ms).toBeGreaterThan(Date.now() - 60_000);
  expect((await check(engine, 'manifest_check')).job.total).toBe(0);
});

test('more than may vanish at once stops the check before anything is marked, and asks', async () => {
  const { engine, trip } = await library('mass-loss', 30);
  for (let n = 1; n <= 12; n += 1) await rm(join(trip, `DSC_${String(n).padStart(5, '0')}.JPG`));
  const before = photoRows(engine);
  const stopped = await check(engine, 'manifest_check');
  expect(stopped.state).toBe('failed');
  expect(stopped.job.error_code).toBe('mass_loss');
  expect(JSON.parse(stopped.job.error_detail ?? '')).toEqual({
    missing: 12,
    total: 32,
    examples: [1, 2, 3, 4, 5].map((n) => `Trip/DSC_0000${n}.JPG`),
  });
  expect(photoRows(engine)).toEqual(before);

  const accepted = acceptLoss(engine, stopped.id);
  await engine.taskEnded(accepted);
  expect(getTask(engine.db, accepted)?.state).toBe('completed');
  const missing = `SELECT count(*) AS n FROM files WHERE missing_at IS NOT NULL`;
  expect(selectOne(engine.db, missing)).toEqual({ n: 12 });
  expect(() => acceptLoss(engine, accepted)).toThrow('nothing_to_do');
});

test('a yes to the loss of twelve is none to the loss of twenty: the check asks again', async () => {
  const { engine, trip } = await library('more-by-now', 30);
  const names = Array.from({ length: 30 }, (_, at) => `DSC_${String(at + 1).padStart(5, '0')}.JPG`);
  await removeFiles(trip, names.slice(0, 12));
  const stopped = await check(engine, 'manifest_check');
  await removeFiles(trip, names.slice(12, 20));
  const before = photoRows(engine);
  const again = acceptLoss(engine, stopped.id);
  await engine.taskEnded(again);
  const [job] = jobsOfTask(engine.db, again);
  expect(job).toMatchObject({ state: 'failed', error_code: 'mass_loss' });
  expect(JSON.parse(job?.error_detail ?? '')).toMatchObject({ missing: 20 });
  expect(photoRows(engine)).toEqual(before);
  // Asked about all of them, a yes is a yes; that some came back meanwhile is no reason to ask again.
  await put(trip, 'DSC_00001.JPG', await readFile(join(folder, 'more-by-now card', 'DSC_00001.JPG')));
  const accepted = acceptLoss(engine, again);
  await engine.taskEnded(accepted);
  expect(getTask(engine.db, accepted)?.state).toBe('completed');
  expect(selectOne(engine.db, `SELECT count(*) AS n FROM files WHERE missing_at IS NOT NULL`)).toEqual({
    n: 19,
  });
});

test('many pictures replaced by others at once are asked about, like missing ones; edited ones are not', async () => {
  const { engine, trip } = await library('mass-change', 30);
  const names = Array.from({ length: 15 }, (_, at) => `DSC_${String(at + 1).padStart(5, '0')}.JPG`);
  // Another program has written into them: the camera's time says that they are still the same shots.
  for (const name of names) await appendFile(join(trip, name), 'keywords');
  expect((await check(engine, 'manifest_check')).job).toMatchObject({ state: 'completed', succeeded: 15 });
  await idle(engine);
  for (const [at, name] of names.entries())
    await put(trip, name, await drawJpeg({ width: 300 + at, height: 200, seed: 100 + at }));
  const before = photoRows(engine);
  const stopped = await check(engine, 'manifest_check');
  expect(stopped.job.error_code).toBe('mass_loss');
  expect(JSON.parse(stopped.job.error_detail ?? '')).toMatchObject({ missing: 15, changed: 15, total: 32 });
  expect(photoRows(engine)).toEqual(before);
  await engine.taskEnded(acceptLoss(engine, stopped.id));
  await idle(engine);
  expect(photoNamed(engine, 'DSC_00001')).toMatchObject({ width: 300, height: 200 });
});

test('photos that were moved by hand to another project have not vanished from theirs', async () => {
  const { engine, projectId, trip } = await library('moved-many', 14);
  const card = join(folder, 'moved-many home');
  await mkdir(card);
  await put(card, 'Z.JPG', await drawJpeg({ width: 30, height: 20, seed: 2 }));
  const home = await importCard(engine, card, 'Home');
  const ids = photoIds(engine, `project_id = ${projectId} AND base_name LIKE 'DSC%'`);
  for (const name of await readdir(trip))
    if (name.startsWith('DSC')) await rename(join(trip, name), join(dirname(trip), 'Home', name));
  expect((await check(engine, 'manifest_check', projectId)).job).toMatchObject({ state: 'completed' });
  await check(engine, 'folder_check', home);
  expect(photoIds(engine, `project_id = ${home} AND base_name LIKE 'DSC%'`)).toEqual(ids);
});

test('ten may always vanish; files that were only renamed have not vanished', async () => {
  const { engine, trip } = await library('renamed-many', 30);
  const rated = photoNamed(engine, 'DSC_00001');
  decide(engine, rated.id, 5);
  for (let n = 1; n <= 20; n += 1) {
    const name = `DSC_${String(n).padStart(5, '0')}.JPG`;
    await rename(join(trip, name), join(trip, `Day one ${n}.JPG`));
  }
  expect((await check(engine, 'manifest_check')).state).toBe('completed');
  await check(engine, 'folder_check');
  expect(photoOf(engine, rated.id)).toMatchObject({ base_name: 'Day one 1', rating: 5, present: 1 });
  expect(selectOne(engine.db, `SELECT count(*) AS n FROM photos`)).toEqual({ n: 31 });
  for (let n = 1; n <= 10; n += 1) await rm(join(trip, `Day one ${n}.JPG`));
  expect((await check(engine, 'manifest_check')).state).toBe('completed');
  expect(photoOf(engine, rated.id)).toMatchObject({ present: 0, rating: 5 });
});

test('photos that are named are looked at alone', async () => {
  const { engine, trip } = await library('named');
  const one = photoNamed(engine, 'DSC_00001');
  await rm(join(trip, 'DSC_00001.JPG'));
  await rm(join(trip, 'DSC_00002.JPG'));
  const { id } = await check(engine, 'manifest_check', undefined, { photoIds: [one.id] });
  expect(itemsOf(engine, id).map(({ ref }) => ref)).toEqual(['Trip/DSC_00001.JPG']);
});

test('a deleted project is left alone', async () => {
  const { engine, trip } = await library('deleted');
  engine.db.prepare('UPDATE projects SET deleted_at = 1').run();
  await rm(trip, { recursive: true });
  expect((await check(engine, 'manifest_check')).job.total).toBe(0);
  expect(selectOne(engine.db, `SELECT 1 FROM files WHERE missing_at IS NOT NULL`)).toBeUndefined();
});

test('a file that a job is about to move is not called missing', async () => {
  const { engine, trip } = await library('in-work');
  const photo = photoNamed(engine, 'DSC_00001');
  const content = await readFile(join(trip, 'DSC_00001.JPG'));
  const [file] = filesOf(engine, photo.id);
  // An item that is still to be done: what nobody will come back for is settled by the check itself.
  const { lastInsertRowid: itemId } = engine.db
    .prepare(`INSERT INTO job_items(job_id, ref, state) SELECT max(id), 'at work', 'pending' FROM jobs`)
    .run();
  engine.db
    .prepare(
      `INSERT INTO file_ops(kind, state, item_id, project_id, photo_id, file_id, source, target, created_at)
       VALUES ('trash', 'intended', ?, ?, ?, ?, 'DSC_00001.JPG', '.trash/x/DSC_00001.JPG', 1)`,
    )
    .run(itemId, file?.project_id, photo.id, file?.id);
  await rm(join(trip, 'DSC_00001.JPG'));
  await check(engine, 'manifest_check');
  expect(filesOf(engine, photo.id)[0]?.missing_at).toBeNull();
  await writeFile(join(trip, 'DSC_00001.JPG'), content);
});

test('a photo whose file is missing is brought back by importing it again, with its id and its rating', async () => {
  const { engine, trip } = await library('imported-again');
  const [photo, other] = [photoNamed(engine, 'DSC_00001'), photoNamed(engine, 'PAIR')];
  decide(engine, photo.id, 5);
  await rm(join(trip, 'DSC_00001.JPG'));
  await rm(join(trip, 'PAIR.DNG'));
  await check(engine, 'manifest_check');
  const before = selectAll(engine.db, 'SELECT id, photo_id, path, sha256 FROM files ORDER BY id');
  await importCard(engine, join(folder, 'imported-again card'), 'Trip');
  expect(photoOf(engine, photo.id)).toMatchObject({ present: 1, jpg_available: 1, rating: 5 });
  expect(photoOf(engine, other.id)).toMatchObject({ jpg_available: 1, raw_available: 1 });
  expect(selectAll(engine.db, 'SELECT id, photo_id, path, sha256 FROM files ORDER BY id')).toEqual(before);
  expect(selectOne(engine.db, 'SELECT count(*) AS n FROM photos')).toEqual({ n: 13 });
  expect((await check(engine, 'manifest_check')).job.total).toBe(0);
  expect(brokenInvariants(engine.db)).toEqual([]);
});

test('a check that is interrupted after any page goes on there: no photo is listed twice, none is left out', async () => {
  const { engine, trip } = await library('interrupted');
  const root = dirname(trip);
  for (const n of [1, 2, 3, 4, 5]) await rm(join(trip, `DSC_0000${n}.JPG`));
  await close();
  for (let page = 1; page <= 3; page += 1) {
    let pages = 0;
    let reached: () => void = () => {};
    const interrupted = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const first = await realEngine(root, {
      probe: (point) => {
        if (point === 'chunk_stored' && ++pages === page) reached();
      },
    });
    close = first.close;
    first.engine.db.prepare('UPDATE files SET missing_at = NULL').run();
    const id = runMaintenance(first.engine, { types: ['manifest_check'] });
    await Promise.race([interrupted, first.engine.taskEnded(id)]);
    await first.close();
    const second = await realEngine(root);
    close = second.close;
    await second.engine.taskEnded(id);
    expect(getTask(second.engine.db, id)?.state).toBe('completed');
    expect(
      itemsOf(second.engine, id)
        .map(({ ref, state }) => `${ref} ${state}`)
        .sort(),
    ).toEqual([1, 2, 3, 4, 5].map((n) => `Trip/DSC_0000${n}.JPG done`));
    await second.close();
  }
  close = async () => {};
  expect(engine.db.open).toBe(false);
});
