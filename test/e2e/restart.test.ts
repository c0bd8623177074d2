import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCard } from '../fixtures/photos/index.ts';
import { derivativeFiles, filesUnder, hashesUnder, projectFiles } from './actions/disk.ts';
import { firstTaskRow, importPhotos } from './actions/import-photos.ts';
import { processesBelow, stillRunning } from './actions/processes.ts';
import { waitForEnd, waitForPictures } from './actions/watch-import.ts';
import { startTestApp, type TestApp } from './harness/app.ts';

const PHOTOS = 150;

describe('killing the whole app in the middle of an import', () => {
  let folder: string;
  let library: string;
  let app: TestApp;
  let sources: Map<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safelight-e2e-restart-'));
    library = join(folder, 'library');
    await makeCard(join(folder, 'card'), PHOTOS);
    sources = await hashesUnder(join(folder, 'card'));
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('it goes on by itself at the next start, from where it was', async () => {
    app = await startTestApp({ library });
    const taskId = await (await importPhotos(app, [join(folder, 'card')])).getAttribute('data-task-id');
    await waitForPictures(app, 6);
    const pid = app.electron.process().pid ?? 0;
    const helpers = processesBelow(pid);
    await app.kill();
    // The worker host and its ExifTools notice that they are orphans; two hosts in one library would be one too many.
    await expect.poll(() => stillRunning(helpers), { timeout: 10_000 }).toEqual([]);
    const before = await projectFiles(library);
    expect(before.length).toBeGreaterThanOrEqual(6);
    expect(before.length).toBeLessThan(PHOTOS);

    app = await startTestApp({ library });
    const row = await firstTaskRow(app);
    expect(await row.getAttribute('data-task-id')).toBe(taskId);
    expect(await waitForEnd(row)).toBe('completed');
    await expect.poll(() => row.textContent()).toContain(`${PHOTOS} done`);
  });

  test('each original is there once and whole, with its derivatives and nothing half-made', async () => {
    const inLibrary = await hashesUnder(library, await projectFiles(library));
    expect([...inLibrary.values()].sort()).toEqual([...sources.values()].sort());
    expect(await derivativeFiles(library)).toHaveLength(PHOTOS * 2);
    expect((await filesUnder(library)).filter((path) => /\.(tmp|part)$/.test(path))).toEqual([]);
  });
});
