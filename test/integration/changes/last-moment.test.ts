import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { execute, selectAll, transaction } from '../../../src-main/db/connection.ts';
import { planOfCommit, startCommit } from '../../../src-main/engine/changes/commit.ts';
import { startMove } from '../../../src-main/engine/changes/move.ts';
import { startRestore, startUndo } from '../../../src-main/engine/changes/take-back.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { setKeep } from '../../../src-main/library/culling.ts';
import { createProject } from '../../../src-main/library/projects.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import type { WorkerHost } from '../../../src-main/workers/protocol.ts';
import {
  importCard,
  photoIds,
  type RealEngineOptions,
  realEngine,
} from '../../fixtures/engine/library-with-photos.ts';
import { makeCard, makePair, makeSidecar } from '../../fixtures/photos/index.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';
import {
  check,
  checkAll,
  filesOf,
  idle,
  itemsOf,
  photoNamed,
  photoOf,
} from '../maintenance/checked-library.ts';

/** What the disk, another program or a person does between what was decided and what is done. */

const folder = await temporaryFolder('last-moment');
const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
let number = 0;
let engine: LibraryEngine;
let close: () => Promise<void> = async () => {};
let [card, root, trip] = ['', '', ''];

async function open(options: RealEngineOptions = {}): Promise<void> {
  number += 1;
  [card, root] = [join(folder, `card-${number}`), join(folder, `library-${number}`)];
  trip = join(root, 'Trip');
  ({ engine, close } = await realEngine(root, options));
}
afterEach(async () => {
  await idle(engine);
  expect(brokenInvariants(engine.db)).toEqual([]);
  await close();
});

const keep = (ids: readonly number[], keepJpg: boolean, keepRaw: boolean) =>
  transaction(engine.db, () =>
    setKeep(engine.db, { ids, keepJpg, keepRaw, step: `${Math.random()}`, now: Date.now() }),
  );
/** What became of each photo; what the checks after it found is not told. */
async function ended(taskId: string) {
  await engine.taskEnded(taskId);
  const items = itemsOf(engine, taskId).filter(({ ref }) => /^\w+\/\w+$/.test(ref));
  return { state: getTask(engine.db, taskId)?.state, items };
}
const commit = () => ended(startCommit(engine, { all: true }));
/** Of a project folder, without the trash. */
const names = async (path: string) => (await readdir(path)).filter((name) => name !== '.trash').sort();

describe('"RAW only" where the RAW is not what the rows say', () => {
  async function openPair(): Promise<string> {
    await open();
    await makePair(card, 'P', { width: 96, height: 64 });
    await importCard(engine, card, 'Trip');
    return join(trip, 'P.DNG');
  }
  const kept = {
    state: 'completed',
    items: [expect.objectContaining({ state: 'skipped', error_code: 'other_half_lost' })],
  };

  test('gone a moment ago: the JPG, which is the last picture, stays', async () => {
    const raw = await openPair();
    keep(photoIds(engine), false, true);
    await rm(raw);
    expect(await commit()).toMatchObject(kept);
    expect(await names(trip)).toEqual(['P.JPG']);
  });

  test('cut short: the JPG stays', async () => {
    const raw = await openPair();
    keep(photoIds(engine), false, true);
    await writeFile(raw, (await readFile(raw)).subarray(0, 100));
    expect(await commit()).toMatchObject(kept);
    expect(await names(trip)).toEqual(['P.DNG', 'P.JPG']);
  });

  test('known to be damaged by the disk: the JPG stays, and the plan says so before', async () => {
    const raw = await openPair();
    const { atime, mtime } = await stat(raw);
    const bytes = await readFile(raw);
    await writeFile(raw, bytes.fill(0, 200));
    await utimes(raw, atime, mtime);
    await check(engine, 'verify');
    keep(photoIds(engine), false, true);
    expect(await planOfCommit(engine, { target: { all: true }, lineLimit: 9 })).toMatchObject({
      lines: [],
      keptLastPicture: 1,
    });
    expect(await commit()).toMatchObject(kept);
    expect(await names(trip)).toEqual(['P.DNG', 'P.JPG']);
  });

  test('away with its drive, of which the empty folder is left: it waits, and the JPG goes when the drive is back', async () => {
    await openPair();
    await checkAll(engine);
    keep(photoIds(engine), false, true);
    const pocket = join(folder, `pocket-${number}`);
    await rename(trip, pocket);
    await mkdir(trip);
    execute(engine.db, `UPDATE projects SET volume_id = 'of the drive'`);
    const task = startCommit(engine, { all: true });
    await expect.poll(() => getTask(engine.db, task)?.state).toBe('waiting');
    await rm(trip, { recursive: true });
    await rename(pocket, trip);
    await engine.upkeep.parked.look();
    expect(await ended(task)).toMatchObject({ state: 'completed', items: [{ state: 'done' }] });
    expect(await names(trip)).toEqual(['P.DNG']);
  });

  test('as it was: the JPG goes', async () => {
    await openPair();
    keep(photoIds(engine), false, true);
    expect(await commit()).toMatchObject({ state: 'completed', items: [{ state: 'done' }] });
    expect(await names(trip)).toEqual(['P.DNG']);
  });
});

test.skipIf(!isRoot)(
  'what another program saves while a photo is copied to another drive is not lost: the photo stays (needs root, to mount)',
  async () => {
    let saved = false;
    const source = () => join(root, 'A', 'DSC_00001.JPG');
    const around = (workers: WorkerHost): WorkerHost => ({
      run: async (name, input, options) => {
        const answer = await workers.run(name, input, options);
        if (name === 'copy' && (input as { source: string }).source === source()) {
          saved = true;
          appendFileSync(source(), 'a week of work');
        }
        return answer;
      },
      status: () => workers.status(),
      close: () => workers.close(),
    });
    await open({ around });
    await makeCard(card, 2, { size: 'tiny' });
    await importCard(engine, card, 'A');
    const drive = join(root, 'B');
    await mkdir(drive);
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', drive]);
    onTestFinished(() => {
      execFileSync('umount', [drive]);
    });
    const { id } = await createProject(engine.db, engine.paths, 'B', Date.now());
    const moved = await ended(
      startMove(engine, { ids: [photoNamed(engine, 'DSC_00001').id], projectId: id }),
    );
    expect(saved).toBe(true);
    expect(moved.items).toMatchObject([{ state: 'failed', error_code: 'file_changed' }]);
    expect(readFileSync(source()).includes('a week of work')).toBe(true);
    expect(await names(drive)).toEqual([]);
  },
);

test('a commit that is taken back puts back each file by itself: one whose name was taken stays in the trash, to be restored', async () => {
  let moves = 0;
  let atThird = (): void => {};
  await open({
    probe: (point) => {
      if (point !== 'file_moved') return;
      moves += 1;
      if (moves === 3) atThird();
    },
  });
  await makePair(card, 'P', { width: 96, height: 64 });
  await makeSidecar(join(card, 'P.xmp'), { rating: 3 });
  await importCard(engine, card, 'Trip');
  const [id = 0] = photoIds(engine);
  keep([id], false, false);
  moves = 0;
  atThird = () => {
    // All three are in the trash by now; darktable had the picture open, and a person thinks again.
    writeFileSync(join(trip, 'P.xmp'), 'written anew');
    keep([id], true, true);
  };
  const { items } = await commit();
  expect(items).toMatchObject([{ state: 'skipped', error_code: 'wanted_again' }]);
  expect(await names(trip)).toEqual(['P.DNG', 'P.JPG', 'P.xmp']);
  expect(readFileSync(join(trip, 'P.xmp'), 'utf8')).toBe('written anew');
  expect(selectAll(engine.db, `SELECT path FROM trash`)).toEqual([{ path: 'P.xmp' }]);
  expect(selectAll(engine.db, `SELECT 1 FROM file_ops WHERE state = 'intended'`)).toEqual([]);
  expect(photoOf(engine, id)).toMatchObject({ jpg_available: 1, raw_available: 1, pending: 0 });
  // The new sidecar is found, and the old one comes back beside it.
  await checkAll(engine);
  await ended(startRestore(engine, { photoIds: [id] }));
  expect(selectAll(engine.db, `SELECT path FROM trash`)).toEqual([]);
  expect(
    filesOf(engine, id)
      .map(({ role }) => role)
      .sort(),
  ).toEqual(['image', 'raw', 'sidecar', 'sidecar']);
});

test('a commit that still moves files is not undone yet: what comes after would not be back', async () => {
  const refused: unknown[] = [];
  let task = '';
  let moves = 0;
  await open({
    probe: (point) => {
      if (point !== 'file_moved' || task === '') return;
      moves += 1;
      if (moves !== 5) return;
      try {
        startUndo(engine, task);
      } catch (error) {
        refused.push(error);
      }
    },
  });
  await makeCard(card, 20, { size: 'tiny' });
  await importCard(engine, card, 'Trip');
  keep(photoIds(engine), false, false);
  task = startCommit(engine, { all: true });
  await engine.taskEnded(task);
  expect(refused).toMatchObject([{ code: 'already_running' }]);
  expect(await names(trip)).toEqual([]);
  await ended(startUndo(engine, task));
  expect(await names(trip)).toHaveLength(20);
});

test('a commit of everything does all that is here before it waits for the project that is away', async () => {
  await open();
  await makeCard(join(card, 'a'), 3, { size: 'tiny' });
  await makeCard(join(card, 'b'), 40, { size: 'tiny', from: 50 });
  await importCard(engine, join(card, 'a'), 'Away');
  await importCard(engine, join(card, 'b'), 'Here');
  keep(photoIds(engine), false, false);
  const pocket = join(folder, `pocket-${number}`);
  await rename(join(root, 'Away'), pocket);
  const task = startCommit(engine, { all: true });
  await expect.poll(() => getTask(engine.db, task)?.state).toBe('waiting');
  expect(await names(join(root, 'Here'))).toEqual([]);
  expect(await names(pocket)).toHaveLength(3);
  await rename(pocket, join(root, 'Away'));
  await engine.upkeep.parked.look();
  await engine.taskEnded(task);
  expect(await names(join(root, 'Away'))).toEqual([]);
});
