import { writeFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { selectAll, selectOne } from '../../../src-main/db/connection.ts';
import { FolderWatch } from '../../../src-main/engine/folder-watch.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { importCard, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { until } from '../../fixtures/engine/make-engine.ts';
import { drawJpeg, makeCard } from '../../fixtures/photos/index.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';
import { check, checkAll, idle, photoNamed, put } from './checked-library.ts';

const folder = await temporaryFolder('folder-watch');
let close: () => Promise<void> = async () => {};
let watch: FolderWatch | null = null;

afterEach(async () => {
  await watch?.stop();
  watch = null;
  await close();
});

async function library(name: string) {
  const card = join(folder, `${name} card`);
  await makeCard(join(card, 'a'), 4, { size: 'tiny' });
  const root = join(folder, name);
  const opened = await realEngine(root);
  close = opened.close;
  const projectId = await importCard(opened.engine, join(card, 'a'), 'Trip');
  await checkAll(opened.engine);
  return { engine: opened.engine, root, card, projectId, trip: join(root, 'Trip') };
}

/** Told of changes quickly, so that a test need not wait; collects what it is told. */
async function watching(engine: LibraryEngine): Promise<number[]> {
  const told: number[] = [];
  watch = new FolderWatch({
    db: engine.db,
    paths: engine.paths,
    log: { warn: () => {}, info: () => {} },
    onChanged: (projectId) => told.push(projectId),
    quietMs: 150,
    longestMs: 1000,
  });
  await watch.start();
  return told;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('a new, a removed and a renamed file are worth a check of their project, each burst one', async () => {
  const { engine, projectId, trip } = await library('changes');
  const told = await watching(engine);
  // At once: a machine that stands still between two of them makes two bursts of one.
  for (let n = 0; n < 20; n += 1) writeFileSync(join(trip, `new ${n}.txt`), 'x');
  await until(() => told.length > 0, 'the hint');
  await pause(300);
  expect(told).toEqual([projectId]);
  const more = async (what: string, change: () => Promise<void>): Promise<void> => {
    const before = told.length;
    await change();
    await until(() => told.length > before, `the hint of ${what}`);
    await pause(300);
  };
  await more('a removal', () => rm(join(trip, 'DSC_00001.JPG')));
  await more('a new name', () => rename(join(trip, 'DSC_00002.JPG'), join(trip, 'other.JPG')));
  await more('a project that is renamed', () => rename(trip, `${trip} renamed`));
});

test('a folder in which something happens all the time is looked at all the same', async () => {
  const { engine, trip } = await library('busy');
  const told = await watching(engine);
  const end = performance.now() + 1600;
  for (let n = 0; performance.now() < end; n += 1) {
    await put(trip, `frame ${n}.txt`, 'x');
    await pause(40);
  }
  expect(told.length).toBeGreaterThan(0);
});

test('what we did ourselves, what is listed already, and what is none of ours is not told', async () => {
  const { engine, card, trip } = await library('own');
  await put(trip, 'known.txt', 'x');
  await check(engine, 'folder_check');
  const told = await watching(engine);
  await makeCard(join(card, 'b'), 3, { size: 'tiny', from: 50 });
  await importCard(engine, join(card, 'b'), 'Trip');
  await put(trip, 'known.txt', 'y');
  await put(trip, '.DS_Store', 'x');
  await mkdir(join(trip, 'exports'));
  await put(join(trip, 'exports'), 'print.jpg', 'x');
  await mkdir(join(trip, '.trash', 'task'), { recursive: true });
  await put(join(trip, '.trash', 'task'), 'a.jpg', 'x');
  await pause(1200);
  expect(told).toEqual([]);
});

test('the whole way: a photo that is put into a project folder is there a moment later, by itself', async () => {
  const { engine, trip, root } = await library('by-itself');
  await close();
  const opened = await realEngine(root, { schedule: true });
  close = opened.close;
  await opened.engine.upkeep.folders.start();
  await put(trip, 'NEW.JPG', await drawJpeg({ width: 40, height: 30, seed: 9 }));
  const isThere = () =>
    selectOne(opened.engine.db, `SELECT 1 FROM photos WHERE base_name = 'NEW'`) !== undefined;
  await until(isThere, 'the photo', 15_000);
  await idle(opened.engine);
  expect(photoNamed(opened.engine, 'NEW')).toMatchObject({ jpg_available: 1, present: 1 });
  const tasks = selectAll<{ type: string; source: string; state: string }>(
    opened.engine.db,
    `SELECT type, source, state FROM tasks WHERE requested_by = 'folder_watch'`,
  );
  expect(tasks).toEqual([{ type: 'changed_files', source: 'maintenance', state: 'completed' }]);
  expect(engine.db.open).toBe(false);
});

test('the whole way: a project folder that is renamed is found again, by itself', async () => {
  const { engine, trip, root } = await library('renamed-by-itself');
  await engine.upkeep.folders.start();
  await rename(trip, join(root, 'Voyage'));
  const isFound = () => selectOne(engine.db, `SELECT 1 FROM projects WHERE folder = 'Voyage'`) !== undefined;
  await until(isFound, 'the folder', 15_000);
  await idle(engine);
  await engine.upkeep.folders.stop();
  expect(selectAll(engine.db, `SELECT task_type, type, state FROM jobs ORDER BY id DESC LIMIT 1`)).toEqual([
    { task_type: 'changed_files', type: 'folder_check', state: 'completed' },
  ]);
  expect(selectOne(engine.db, `SELECT 1 FROM files WHERE missing_at IS NOT NULL`)).toBeUndefined();
});

test('where the system refuses to watch, that is logged, and nothing else happens', async () => {
  const { engine } = await library('refused');
  const lines: string[] = [];
  watch = new FolderWatch({
    db: engine.db,
    paths: { ...engine.paths, root: join(folder, 'not there') },
    log: { warn: (_facts: unknown, line?: string) => lines.push(line ?? ''), info: () => {} },
    onChanged: () => {},
  });
  await watch.start();
  expect(lines).toEqual(['project folders are not watched: changes are found by the scheduled check']);
});
