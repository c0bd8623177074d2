import { appendFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { AppError } from '../../../src-main/files/app-error.ts';
import type { WorkerHost } from '../../../src-main/workers/protocol.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { importCard, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';
import { check, itemsOf } from './checked-library.ts';

const folder = await temporaryFolder('verify-budget');
const DAY = 86_400_000;
let close: () => Promise<void> = async () => {};
afterEach(() => close());

/** `Away` was taken in before `Home`, with two pictures each, in the order in which they happened to be done. A run may read one. */
async function library(name: string, around?: (workers: WorkerHost) => WorkerHost) {
  const clock = new FakeClock(Date.now());
  const config = { maintenance: { verify_mb_per_run: 1 } };
  const root = join(folder, name);
  const opened = await realEngine(root, { config, clock, ...(around === undefined ? {} : { around }) });
  close = opened.close;
  const { engine } = opened;
  for (const [project, from] of [
    ['Away', 1],
    ['Home', 3],
  ] as const) {
    const card = join(folder, `${name} ${project}`);
    for (const path of await makeCard(card, 2, { size: 'tiny', from }))
      await appendFile(path, Buffer.alloc(700_000));
    await importCard(engine, card, project);
  }
  await check(engine, 'manifest_check');
  const verified = async () => {
    clock.pass(DAY);
    return itemsOf(engine, (await check(engine, 'verify')).id).map(({ ref, error_code }) => [
      ref,
      error_code,
    ]);
  };
  return { root, verified };
}

test('a drive that is away costs nothing of the budget: the others are read, each in its turn', async () => {
  const { root, verified } = await library('away');
  await rename(join(root, 'Away'), join(folder, 'unplugged'));
  const away = ['Away/', 'volume_away'];
  const runs = [await verified(), await verified()];
  expect(runs.map((run) => [run.length, run[0]])).toEqual([
    [2, away],
    [2, away],
  ]);
  expect(runs.map((run) => run[1]).sort()).toEqual([
    ['Home/DSC_00003.JPG', null],
    ['Home/DSC_00004.JPG', null],
  ]);
  await rename(join(folder, 'unplugged'), join(root, 'Away'));
  expect(await verified()).toEqual([[expect.stringMatching(/^Away\/DSC/), null]]);
});

test('what cannot be read, and what was written to, comes again after everything else', async () => {
  const { root, verified } = await library('unreadable', (workers) => ({
    ...workers,
    run: ((type: never, input: { path: string }, options: never) =>
      type === 'hash' && input.path?.endsWith('Away/DSC_00001.JPG')
        ? Promise.reject(new AppError('path_unreadable', { detail: input.path }))
        : workers.run(type, input as never, options)) as WorkerHost['run'],
  }));
  await writeFile(join(root, 'Away', 'DSC_00002.JPG'), 'written to by somebody');
  const runs = [await verified(), await verified(), await verified(), await verified(), await verified()];
  expect(runs.map((run) => run.length)).toEqual([1, 1, 1, 1, 1]);
  const told = runs.flat();
  expect(told.slice(0, 2).sort()).toEqual([
    ['Away/DSC_00001.JPG', 'path_unreadable'],
    ['Away/DSC_00002.JPG', 'file_changed'],
  ]);
  expect(told.slice(2, 4).sort()).toEqual([
    ['Home/DSC_00003.JPG', null],
    ['Home/DSC_00004.JPG', null],
  ]);
  expect(told[4]).toEqual(told[0]);
});
