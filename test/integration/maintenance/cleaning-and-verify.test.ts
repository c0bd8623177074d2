import { appendFile, open, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { selectAll, selectOne } from '../../../src-main/db/connection.ts';
import { describePhotos } from '../../../src-main/engine/changes/describe.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { importCard, photoRows, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';
import { check, decide, filesOf, itemsOf, photoNamed, photoOf, removeFiles } from './checked-library.ts';

const folder = await temporaryFolder('cleaning');
const DAY = 86_400_000;
let close: () => Promise<void> = async () => {};

afterEach(() => close());

/** @param padding bytes after the end of each picture, where no reader looks */
async function library(name: string, config: unknown = {}, clock = new FakeClock(Date.now()), padding = 0) {
  const card = join(folder, `${name} card`);
  for (const path of await makeCard(card, 6, { size: 'tiny' })) await appendFile(path, Buffer.alloc(padding));
  const opened = await realEngine(join(folder, name), { config, clock });
  close = opened.close;
  const projectId = await importCard(opened.engine, card, 'Trip');
  return { engine: opened.engine, clock, projectId, trip: join(folder, name, 'Trip') };
}

const names = (engine: LibraryEngine) =>
  selectAll<{ base_name: string }>(engine.db, 'SELECT base_name FROM photos ORDER BY base_name').map(
    ({ base_name }) => base_name.slice(-1),
  );

test('what has been missing for long is forgotten, unless somebody decided something about it', async () => {
  const { engine, clock, trip } = await library('forgotten');
  const [rated, tagged, rejected] = [2, 3, 4].map((n) => photoNamed(engine, `DSC_0000${n}`).id);
  decide(engine, rated ?? 0, 1);
  engine.db.prepare(`INSERT INTO tags(name) VALUES ('sea')`).run();
  engine.db.prepare(`INSERT INTO photo_tags(photo_id, tag_id) SELECT ?, id FROM tags`).run(tagged);
  engine.db.prepare(`UPDATE photos SET keep_jpg = 0 WHERE id = ?`).run(rejected);
  await removeFiles(
    trip,
    [1, 2, 3, 4].map((n) => `DSC_0000${n}.JPG`),
  );
  await check(engine, 'manifest_check');
  clock.pass(89 * DAY);
  await check(engine, 'manifest_cleaning');
  expect(names(engine)).toEqual(['1', '2', '3', '4', '5', '6']);
  clock.pass(2 * DAY);
  const { id } = await check(engine, 'manifest_cleaning');
  expect(itemsOf(engine, id).map(({ ref, state }) => `${ref} ${state}`)).toEqual(['Trip/DSC_00001 done']);
  expect(names(engine)).toEqual(['2', '3', '4', '5', '6']);
  // Decided, they are kept for good.
  clock.pass(3650 * DAY);
  await check(engine, 'manifest_cleaning');
  expect(names(engine)).toEqual(['2', '3', '4', '5', '6']);
  expect(brokenInvariants(engine.db)).toEqual([]);
});

test('words that somebody typed are kept with their photo; those that came with its files come again with them', async () => {
  const { engine, clock, trip } = await library('described');
  const idOf = (n: number) => photoNamed(engine, `DSC_0000${n}`).id;
  describePhotos(engine, { ids: [idOf(1)], title: 'Grandmother, the last picture' });
  describePhotos(engine, { ids: [idOf(2)], people: { add: ['Ann'], remove: [] } });
  describePhotos(engine, { ids: [idOf(3)], position: { latitude: 64.1, longitude: -21.9 } });
  await removeFiles(
    trip,
    [1, 2, 3, 4].map((n) => `DSC_0000${n}.JPG`),
  );
  await check(engine, 'manifest_check');
  clock.pass(100 * DAY);
  await check(engine, 'manifest_cleaning');
  expect(names(engine)).toEqual(['1', '2', '3', '5', '6']);
});

test('rows with nothing behind them go, with neither files, nor trash, nor decisions', async () => {
  const { engine, projectId } = await library('empty-rows');
  const add = (base: string, rating: number) =>
    Number(
      engine.db
        .prepare(
          `INSERT INTO photos(project_id, base_name, sort_at, rating, present, created_at, updated_at)
           VALUES (?, ?, 0, ?, 0, 0, 0)`,
        )
        .run(projectId, base, rating).lastInsertRowid,
    );
  const [nothing, decided, inTrash] = [add('nothing', 0), add('decided', 3), add('in trash', 0)];
  engine.db
    .prepare(
      `INSERT INTO trash(file_id, photo_id, project_id, task_id, trashed_at, trash_path, base_name, path, role, format,
         bytes, mtime_ms, sha256, created_at) VALUES (9999, ?, ?, 't', 0, '.trash/t/a', 'a', 'a', 'image', 'jpeg', 1, 0,
         ?, 0)`,
    )
    .run(inTrash, projectId, 'a'.repeat(64));
  await check(engine, 'manifest_cleaning');
  expect([nothing, decided, inTrash].map((id) => photoOf(engine, id) !== undefined)).toEqual([
    false,
    true,
    true,
  ]);
});

/** Other content of the same size, under the same time: what a failing disk makes of a file. */
async function rot(path: string): Promise<void> {
  const { atime, mtime } = await stat(path);
  const file = await open(path, 'r+');
  await file.write(Buffer.from([0x55]), 0, 1, 700);
  await file.close();
  await utimes(path, atime, mtime);
}

test('a file that decayed is found by its hash, noted, and left as it is', async () => {
  const { engine, trip } = await library('bit-rot');
  const photo = photoNamed(engine, 'DSC_00003');
  const good = await readFile(join(trip, 'DSC_00003.JPG'));
  const { mtime } = await stat(join(trip, 'DSC_00003.JPG'));
  await rot(join(trip, 'DSC_00003.JPG'));
  // Size and time say that nothing has happened.
  expect((await check(engine, 'manifest_check')).job.total).toBe(0);
  const { id, state } = await check(engine, 'verify');
  expect(state).toBe('failed');
  expect(itemsOf(engine, id).filter(({ state }) => state === 'failed')).toMatchObject([
    { ref: 'Trip/DSC_00003.JPG', error_code: 'bit_rot' },
  ]);
  expect(filesOf(engine, photo.id)[0]?.problem_code).toBe('bit_rot');
  expect(selectOne(engine.db, `SELECT count(*) AS n FROM files WHERE verified_at IS NOT NULL`)).toEqual({
    n: 5,
  });
  // It is known now, and not told every hour; whoever asks for everything is told again.
  expect((await check(engine, 'verify')).state).toBe('completed');
  expect((await check(engine, 'verify', undefined, { everything: true })).state).toBe('failed');

  await writeFile(join(trip, 'DSC_00003.JPG'), good);
  await utimes(join(trip, 'DSC_00003.JPG'), mtime, mtime);
  expect((await check(engine, 'verify', undefined, { everything: true })).state).toBe('completed');
  expect(filesOf(engine, photo.id)[0]?.problem_code).toBeNull();
});

test('a run reads no more than its budget, those first that were read longest ago', async () => {
  const config = { maintenance: { verify_mb_per_run: 1 } };
  // Two of them are less than 1 MiB, three are more.
  const { engine, clock } = await library('budget', config, new FakeClock(Date.now()), 400_000);
  const verified = async () => {
    clock.pass(1000);
    const { id } = await check(engine, 'verify');
    return itemsOf(engine, id).map(({ ref }) => ref);
  };
  const runs = [await verified(), await verified(), await verified()];
  expect(runs.map((run) => run.length)).toEqual([2, 2, 2]);
  expect(new Set(runs.flat()).size).toBe(6);
  expect(await verified()).toEqual(runs[0]);
});

test('what the scheduler starts leaves alone what was read whole this week', async () => {
  const { engine, clock } = await library('recently-read');
  const scheduled = async () => {
    const id = engine.startTask({ type: 'maintenance_global', projectId: null, params: {}, items: [] });
    await engine.taskEnded(id);
    const verified = `SELECT total FROM jobs WHERE task_id = @id AND type = 'verify'`;
    return selectOne<{ total: number }>(engine.db, verified, { id })?.total;
  };
  const before = photoRows(engine);
  expect(await scheduled()).toBe(0);
  clock.pass(8 * DAY);
  expect(await scheduled()).toBe(6);
  expect(await scheduled()).toBe(0);
  expect(photoRows(engine)).toEqual(before);
});

test('a file that was written to is no decay', async () => {
  const { engine, trip } = await library('written-to');
  await writeFile(join(trip, 'DSC_00001.JPG'), 'something else');
  await rm(join(trip, 'DSC_00002.JPG'));
  const { id, state } = await check(engine, 'verify');
  expect(state).toBe('completed');
  expect(
    itemsOf(engine, id)
      .filter(({ state }) => state === 'skipped')
      .map(({ error_code }) => error_code),
  ).toEqual(['file_changed', 'file_changed']);
});
