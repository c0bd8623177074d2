import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCard } from '../fixtures/photos/index.ts';
import { takePicture } from './actions/artifacts.ts';
import { firstTaskRow, importPhotos } from './actions/import-photos.ts';
import { waitForEnd, waitForPictures } from './actions/watch-import.ts';
import { startTestApp, type TestApp } from './harness/app.ts';

const PHOTOS = 200;

describe('work in the tasks panel', () => {
  let folder: string;
  let app: TestApp;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safelight-e2e-work-'));
    await makeCard(join(folder, 'card'), PHOTOS, { size: 'small' });
    await writeFile(join(folder, 'card', 'BROKEN.JPG'), 'no picture at all');
    app = await startTestApp();
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('is paused, says so, survives a reload of the page, and goes on', async () => {
    let row = await importPhotos(app, [join(folder, 'card')]);
    await waitForPictures(app, 1);
    await row.getByRole('button', { name: 'Pause', exact: true }).click();
    await expect.poll(() => row.getAttribute('data-state')).toBe('paused');
    expect(await row.getByTestId('task-waits').textContent()).toContain('Paused by you');
    await takePicture(app, 'work-paused');
    const counted = /([\d,]+) done/.exec((await row.textContent()) ?? '')?.[1];
    await app.page.reload();
    row = await firstTaskRow(app);
    await expect.poll(() => row.getAttribute('data-state')).toBe('paused');
    expect(/([\d,]+) done/.exec((await row.textContent()) ?? '')?.[1]).toBe(counted);
    await row.getByRole('button', { name: 'Resume', exact: true }).click();
    expect(await waitForEnd(row)).toBe('failed');
    expect(await row.textContent()).toContain(`${PHOTOS} done`);
  });

  test('what failed shows its reason and is tried again, as a whole and one file of it', async () => {
    const row = await firstTaskRow(app);
    await row.getByRole('button', { name: 'Show details' }).click();
    await row.getByText('This is not a picture, whatever its name says.').waitFor();
    await takePicture(app, 'work-failed');
    const finished = () =>
      app.page.evaluate(() => document.querySelector('[data-testid=task-row]')?.textContent ?? '');
    const before = await finished();
    await row.getByRole('button', { name: 'Try BROKEN.JPG again' }).click();
    await expect.poll(finished).not.toBe(before);
    await expect.poll(() => row.getAttribute('data-state')).toBe('failed');
    await row.getByRole('button', { name: 'Retry 1 failed' }).click();
    await expect.poll(() => row.getAttribute('data-state')).toBe('failed');
  });

  test('tells the story of each job', async () => {
    const row = await firstTaskRow(app);
    await row.getByRole('button', { name: 'Steps' }).click();
    await row.getByRole('button', { name: 'Log', exact: true }).click();
    const log = row.getByTestId('job-log');
    await log.getByText('Paused by you.').waitFor();
    await log
      .getByText(/put back to be tried again, by you/)
      .first()
      .waitFor();
    await takePicture(app, 'work-log');
  });

  test('is held back as a whole: a new import waits, and says for what', async () => {
    await app.page.getByTestId('pause-all').click();
    await app.page.getByTestId('all-paused').waitFor();
    await makeCard(join(folder, 'card-2'), 5, { size: 'tiny', from: 500 });
    const row = await importPhotos(app, [join(folder, 'card-2')]);
    await expect
      .poll(() => row.getByTestId('task-waits').textContent())
      .toContain('when all work is resumed');
    await takePicture(app, 'work-all-paused');
    await app.page.getByTestId('all-paused').getByRole('button', { name: 'Resume' }).click();
    expect(await waitForEnd(row)).toBe('completed');
    expect(await app.page.getByTestId('all-paused').count()).toBe(0);
  });

  test('is filtered by what became of it', async () => {
    const rows = () =>
      app.page
        .getByTestId('task-row')
        .evaluateAll((list) => list.map((row) => row.getAttribute('data-state')));
    await app.page.getByTestId('task-filter').click();
    await app.page.getByRole('menuitemradio', { name: 'Failed' }).click();
    await expect.poll(rows).toEqual(['failed']);
    await app.page.getByTestId('task-filter').click();
    await app.page.getByRole('menuitemradio', { name: 'All tasks' }).click();
    await expect.poll(async () => (await rows()).length).toBe(2);
  });

  test('has its statistics, in a chart and in tables', async () => {
    await app.page.getByTestId('statistics-open').click();
    const dialog = app.page.getByTestId('statistics');
    await dialog.getByText('Processing uploads').waitFor();
    expect(await dialog.getByRole('img').getAttribute('aria-label')).toContain(
      `${PHOTOS + 6} files in 30 days`,
    );
    await takePicture(app, 'work-statistics');
    await app.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });
});
