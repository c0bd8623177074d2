import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { selectAll, selectOne } from '../../../src-main/db/connection.ts';
import { openScanApp, type ScanApp } from '../../fixtures/batch/scan-app.ts';
import { until } from '../../fixtures/engine/make-engine.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

/** As many as a large library has, where there is the time for it. */
const FILES = process.env.SAFELIGHT_LONG === '1' ? 100_000 : 20_000;
const PER_FOLDER = 2500;
const MB = 1024 * 1024;

const folder = await temporaryFolder('large-scan');
const tree = join(folder, 'tree');
let on: ScanApp;
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

beforeAll(async () => {
  for (let start = 0; start < FILES; start += PER_FOLDER) {
    const place = join(tree, `${start / PER_FOLDER}`);
    await mkdir(place, { recursive: true });
    const names = Array.from({ length: PER_FOLDER }, (_, n) => `IMG_${n}.${n % 2 === 0 ? 'jpg' : 'cr3'}`);
    for (let at = 0; at < names.length; at += 500) {
      await Promise.all(names.slice(at, at + 500).map((name) => writeFile(join(place, name), name)));
    }
  }
  on = await openScanApp(join(folder, 'library'));
}, 300_000);

afterAll(async () => {
  await on.close();
});

function heapMb(): number {
  collect();
  return process.memoryUsage().heapUsed / MB;
}

test(`${FILES} files are scanned with memory that does not grow with them, in jobs of at most 2,000`, {
  timeout: 600_000,
}, async () => {
  // What is loaded and prepared once is no growth.
  const first = await on.client.batch.start({ path: join(tree, '0') });
  await on.app.library().engine.taskEnded(first.taskId);
  const before = heapMb();
  let highest = before;
  const sampling = setInterval(() => {
    highest = Math.max(highest, heapMb());
  }, 500);
  const { taskId } = await on.client.batch.start({
    path: tree,
    pattern: '*.jpg',
    filters: { maxAgeDays: 7 },
  });
  await on.app.library().engine.taskEnded(taskId);
  clearInterval(sampling);
  expect(highest - before).toBeLessThan(48);
  const report = await on.client.batch.get({ taskId });
  expect(report).toMatchObject({
    looked: FILES,
    total: FILES / 2,
    counts: { total: FILES / 2, succeeded: FILES / 2, remaining: 0, percent: 100 },
    task: { state: 'completed' },
  });
  const { db } = on.app.library().engine;
  const sizes = selectAll<{ total: number }>(db, 'SELECT total FROM jobs WHERE task_id = @taskId', {
    taskId,
  });
  expect(sizes.length).toBeGreaterThan(FILES / 2 / 2000 - 1);
  expect(sizes.every(({ total }) => total <= 2000)).toBe(true);
  expect(brokenInvariants(db)).toEqual([]);
});

test('a preview of it answers at once, and leaves the rest to a dry run', { timeout: 300_000 }, async () => {
  const begun = performance.now();
  const preview = await on.client.batch.preview({ path: tree, limit: 10 });
  expect(performance.now() - begun).toBeLessThan(5000);
  expect(preview.files).toHaveLength(10);
  expect(preview.looked).toBeGreaterThanOrEqual(500);
  const taskId = preview.taskId ?? '';
  await on.app.library().engine.taskEnded(taskId);
  expect(await on.client.batch.get({ taskId, limit: 1 })).toMatchObject({
    params: { dryRun: true },
    total: FILES,
    results: [{ state: 'done', action: 'index' }],
  });
});

test(`a dry run over ${FILES} files changes none of them, and its results are had page by page, each once`, {
  timeout: 600_000,
}, async () => {
  const files = await hashTree(tree);
  const { taskId } = await on.client.batch.start({
    path: tree,
    pattern: '*.cr3',
    filters: { excludePatterns: ['IMG_1?.cr3'] },
    action: 'verify',
    dryRun: true,
  });
  await on.app.library().engine.taskEnded(taskId);
  const paths = new Set<string>();
  let after: number | null = 0;
  let pages = 0;
  let total = 0;
  while (after !== null) {
    const page: Awaited<ReturnType<typeof on.client.batch.get>> = await on.client.batch.get({
      taskId,
      after,
      limit: 2000,
    });
    for (const { path } of page.results) paths.add(path);
    ({ next: after, total } = page);
    pages += 1;
  }
  // Of each folder half of the files, without IMG_11, 13, 15, 17 and 19.
  const expected = (FILES / PER_FOLDER) * (PER_FOLDER / 2 - 5);
  expect({ total, found: paths.size }).toEqual({ total: expected, found: expected });
  expect(pages).toBe(Math.ceil(expected / 2000) + (expected % 2000 === 0 ? 1 : 0));
  expect(await hashTree(tree)).toEqual(files);
});

test('is canceled at once, while it is searched and while its files are looked into', async () => {
  const { engine } = on.app.library();
  for (const phase of ['searched', 'looked into']) {
    const { taskId } = await on.client.batch.start({ path: tree, hash: true });
    await until(
      () => {
        const row = selectOne<{ total: number; ended: number }>(
          engine.db,
          'SELECT sum(total) AS total, sum(succeeded) AS ended FROM jobs WHERE task_id = @taskId',
          { taskId },
        );
        return phase === 'searched' ? (row?.total ?? 0) > 0 : (row?.ended ?? 0) > 100;
      },
      phase,
      60_000,
    );
    const begun = performance.now();
    const { task } = await on.client.batch.cancel({ taskId });
    expect(task.cancelRequestedAt).not.toBeNull();
    await engine.taskEnded(taskId);
    expect(performance.now() - begun).toBeLessThan(2000);
    const { counts, task: ended } = await on.client.batch.get({ taskId, limit: 1 });
    expect(ended.state).toBe('canceled');
    expect(counts.failed).toBe(0);
    expect(counts.processed).toBeLessThan(FILES);
  }
  expect(brokenInvariants(engine.db)).toEqual([]);
});
