import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCard } from '../fixtures/photos/index.ts';
import { derivativeFiles, projectFiles } from './actions/disk.ts';
import { firstTaskRow, importPhotos } from './actions/import-photos.ts';
import { countToasts, picturesShown, waitForEnd, waitForPictures } from './actions/watch-import.ts';
import { startTestApp, type TestApp } from './harness/app.ts';

const PHOTOS = 150;

describe('reloading the window in the middle of an import', () => {
  let folder: string;
  let app: TestApp;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safelight-e2e-reload-'));
    await makeCard(join(folder, 'card'), PHOTOS);
    app = await startTestApp();
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('loses nothing: the task is there again, goes on, and says once that it is done', async () => {
    const taskId = await (await importPhotos(app, [join(folder, 'card')])).getAttribute('data-task-id');
    await waitForPictures(app, 4);
    await app.page.reload();
    const toasts = await countToasts(app);

    const row = await firstTaskRow(app);
    expect(await row.getAttribute('data-task-id')).toBe(taskId);
    expect(await row.getAttribute('data-state')).toBe('running');
    expect(await waitForEnd(row)).toBe('completed');
    await expect.poll(toasts).toEqual([expect.stringContaining('Upload processing completed')]);

    expect(await projectFiles(app.library)).toHaveLength(PHOTOS);
    expect(await derivativeFiles(app.library)).toHaveLength(PHOTOS * 2);
    const cells = await app.page.getByTestId('photo-cell').count();
    expect(cells).toBeGreaterThan(8);
    await expect.poll(() => picturesShown(app)).toBe(cells);
  });

  test('a second reload, after the end, tells nothing again', async () => {
    await app.page.reload();
    const toasts = await countToasts(app);
    await waitForPictures(app, 4);
    expect(await (await firstTaskRow(app)).getAttribute('data-state')).toBe('completed');
    expect(await toasts()).toEqual([]);
    expect(app.pageErrors()).toEqual([]);
  });
});
