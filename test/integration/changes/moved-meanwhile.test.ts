import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { selectAll, transaction } from '../../../src-main/db/connection.ts';
import { startCommit } from '../../../src-main/engine/changes/commit.ts';
import { startMove } from '../../../src-main/engine/changes/move.ts';
import { planOfProjectDelete } from '../../../src-main/engine/changes/project-changes.ts';
import { startPurge } from '../../../src-main/engine/changes/purge.ts';
import { pauseAll, pauseTask, resumeAll, resumeTask } from '../../../src-main/engine/control/pause.ts';
import { ImportService } from '../../../src-main/engine/import-service.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { abandonIntent, writeIntent } from '../../../src-main/files/journal.ts';
import type { ProbePoint } from '../../../src-main/jobs/probe.ts';
import { setKeep } from '../../../src-main/library/culling.ts';
import { createProject } from '../../../src-main/library/projects.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { importCard, photoIds, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { until } from '../../fixtures/engine/make-engine.ts';
import { makePair, makeSidecar } from '../../fixtures/photos/index.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';
import { filesOf, idle, itemsOf } from '../maintenance/checked-library.ts';

/**
 * A RAW is dropped on the project that has its JPEG, and while the import waits, or runs, the JPEG goes elsewhere. Files
 * of one photo in two projects would be deleted with the one and shown by the other.
 */
const folder = await temporaryFolder('moved-meanwhile');
let number = 0;
let [library, late] = ['', ''];
let engine: LibraryEngine;
let close: () => Promise<void> = async () => {};
let atNames: (() => void) | null = null;
let [here, there, photo] = [0, 0, 0];

beforeEach(async () => {
  number += 1;
  library = join(folder, `library-${number}`);
  late = join(folder, `late-${number}`);
  const card = join(folder, `card-${number}`);
  const { dng } = await makePair(card, 'P', { width: 96, height: 64 });
  await mkdir(late);
  await rename(dng, join(late, 'P.DNG'));
  atNames = null;
  ({ engine, close } = await realEngine(library, {
    probe: (point: ProbePoint) => {
      if (point !== 'names_reserved' || atNames === null) return;
      const act = atNames;
      atNames = null;
      act();
    },
  }));
  here = await importCard(engine, card, 'Here');
  there = (await createProject(engine.db, engine.paths, 'There', Date.now())).id;
  photo = photoIds(engine)[0] ?? 0;
});

afterEach(async () => {
  await idle(engine);
  expect(brokenInvariants(engine.db)).toEqual([]);
  await close();
});

/** What is dropped on the project, with an import that waits until somebody lets it go on. */
async function dropped(): Promise<string> {
  const imports = new ImportService(engine);
  for await (const event of imports.analyze([late], { name: 'Here' }, undefined)) {
    if (event.type !== 'done') continue;
    pauseAll(engine.control, { owner: 'test', reason: 'test', bootId: null });
    const { taskId } = await imports.start(event.analysis.id, 'skip');
    pauseTask(engine.control, taskId, 'person');
    resumeAll(engine.control, 'test');
    return taskId;
  }
  throw new Error('the analysis did not end');
}
const ended = async (taskId: string) => {
  await engine.taskEnded(taskId);
  return getTask(engine.db, taskId)?.state;
};
const goesOn = async (taskId: string) => {
  resumeTask(engine.control, taskId, 'person');
  return await ended(taskId);
};
const move = () => startMove(engine, { ids: [photo], projectId: there });
const placesOf = (id: number) => filesOf(engine, id).map(({ project_id, path }) => [project_id, path]);
const told = (taskId: string) =>
  itemsOf(engine, taskId).flatMap(({ result }) =>
    (JSON.parse(result ?? '{}').files ?? []).map((file: { outcome: string }) => file.outcome),
  );
const photosHere = () =>
  selectAll<{ id: number; base_name: string; jpg_available: number; raw_available: number }>(
    engine.db,
    `SELECT id, base_name, jpg_available, raw_available FROM photos WHERE project_id = @here`,
    { here },
  );

test('a RAW whose photo has moved to another project is a photo of its own, and is told as one', async () => {
  const drop = await dropped();
  expect(await ended(move())).toBe('completed');
  expect(await goesOn(drop)).toBe('completed');
  expect(placesOf(photo)).toEqual([[there, 'P.JPG']]);
  const [own] = photosHere();
  expect(own).toMatchObject({ base_name: 'P', jpg_available: 0, raw_available: 1 });
  expect(placesOf(own?.id ?? 0)).toEqual([[here, 'P.DNG']]);
  expect(told(drop)).toEqual(['imported']);
  // Who deletes the project is told of it.
  const plan = await planOfProjectDelete(engine, { id: here, lineLimit: 9 });
  expect(plan.totals).toMatchObject({ photos: 1, files: 1 });
});

test('a photo that gets its RAW in this moment is moved when it has it, with both', async () => {
  const drop = await dropped();
  let moving = '';
  atNames = () => {
    moving = move();
  };
  expect(await goesOn(drop)).toBe('completed');
  expect(await ended(moving)).toBe('completed');
  expect(placesOf(photo)).toEqual([
    [there, 'P.DNG'],
    [there, 'P.JPG'],
  ]);
  expect((await readdir(join(library, 'There'))).sort()).toEqual(['P.DNG', 'P.JPG']);
  expect(photosHere()).toEqual([]);
});

test('a RAW waits while its photo is being moved, and joins it where that comes to nothing', async () => {
  const drop = await dropped();
  const [file] = filesOf(engine, photo);
  const move = writeIntent(engine.db, {
    kind: 'move',
    taskId: null,
    itemId: null,
    projectId: there,
    sourceProjectId: here,
    photoId: photo,
    fileId: file?.id ?? 0,
    baseName: 'P',
    source: 'P.JPG',
    target: 'P.JPG',
    bytes: file?.bytes ?? 0,
    now: Date.now(),
  });
  resumeTask(engine.control, drop, 'person');
  await until(() => itemsOf(engine, drop)[0]?.error_code === 'file_busy', 'the import to wait');
  expect(await readdir(join(library, 'Here'))).not.toContain('P.DNG');
  abandonIntent(engine.db, { id: move, now: Date.now() });
  expect(await ended(drop)).toBe('completed');
  expect(placesOf(photo)).toEqual([
    [here, 'P.DNG'],
    [here, 'P.JPG'],
  ]);
});

test('a RAW whose photo was purged is a photo of its own', async () => {
  const drop = await dropped();
  transaction(engine.db, () =>
    setKeep(engine.db, { ids: [photo], keepJpg: false, keepRaw: false, step: 'no', now: Date.now() }),
  );
  const commit = startCommit(engine, { all: true });
  await ended(commit);
  await ended(startPurge(engine, { taskId: commit }));
  expect(photoIds(engine)).toEqual([]);
  expect(await goesOn(drop)).toBe('completed');
  expect(photosHere()).toMatchObject([{ base_name: 'P', raw_available: 1 }]);
  expect(await readdir(join(library, 'Here'))).toContain('P.DNG');
});

test('a sidecar without its photo is not taken in, and the reason is told', async () => {
  await rm(join(late, 'P.DNG'));
  await makeSidecar(join(late, 'P.xmp'), { rating: 3 });
  const drop = await dropped();
  await ended(move());
  expect(await goesOn(drop)).toBe('failed');
  expect(itemsOf(engine, drop)).toMatchObject([{ state: 'failed', error_code: 'no_photo_for_sidecar' }]);
  expect(await readdir(join(library, 'Here'))).not.toContain('P.xmp');
});
