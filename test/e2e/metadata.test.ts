import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePair, makeSidecar } from '../fixtures/photos/index.ts';
import { takePicture } from './actions/artifacts.ts';
import { hashesUnder, projectFiles } from './actions/disk.ts';
import { firstTaskRow, importPhotos } from './actions/import-photos.ts';
import { waitForEnd, waitForPictures } from './actions/watch-import.ts';
import { glibComplaints, startTestApp, type TestApp } from './harness/app.ts';

const PROJECT = 'Iceland';
const CAPTION = 'The last evening.\nNobody wanted to go home.';

describe('metadata that other programs wrote', () => {
  let folder: string;
  let app: TestApp;
  let files: Map<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safelight-e2e-metadata-'));
    for (const [at, base] of ['IMG_0001', 'IMG_0002'].entries()) {
      const takenAt = `2025-06-01T12:00:0${at}.000`;
      await makePair(join(folder, PROJECT), base, { seed: at + 3, shot: { takenAt } });
    }
    app = await startTestApp();
    await app.page.emulateMedia({ reducedMotion: 'reduce' });
    await app.page.setViewportSize({ width: 1360, height: 860 });
    expect(await waitForEnd(await importPhotos(app, [join(folder, PROJECT)]))).toBe('completed');
    await app.page.getByTestId('project-entry').filter({ hasText: PROJECT }).click();
    await waitForPictures(app, 2);
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  const press = (key: string) => app.page.keyboard.press(key);
  const dialog = () => app.page.getByTestId('metadata-read');
  const conflicts = () => app.page.getByTestId('metadata-conflicts');
  const tasks = () => app.page.getByTestId('task-row').count();
  const sidecar = (facts: Parameters<typeof makeSidecar>[1]) =>
    makeSidecar(join(app.library, PROJECT, 'IMG_0001.xmp'), facts);
  const onDisk = async () => hashesUnder(app.library, await projectFiles(app.library));
  async function pictures(name: string): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await app.page.locator(`:root[data-theme=${colorScheme}]`).waitFor();
      await app.page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 250))),
      );
      await takePicture(app, `metadata-${name}-${colorScheme}`);
    }
  }
  const cursorOn = (at: number) => app.page.getByTestId('photo-cell').nth(at).click();
  /** Asks for it with the keys alone, and waits for the task's end. */
  async function read(onlyShow = false): Promise<void> {
    const before = await tasks();
    await press('Shift+M');
    await dialog().waitFor();
    if (onlyShow) {
      await dialog().getByRole('switch').click();
      await dialog().getByRole('button', { name: 'Show what would change' }).waitFor();
      await pictures('read');
      await dialog().getByTestId('metadata-read-confirm').focus();
    }
    await press('Enter');
    await dialog().waitFor({ state: 'detached' });
    await expect.poll(tasks).toBe(before + 1);
    expect(await waitForEnd(await firstTaskRow(app))).toBe('completed');
  }

  test('a sidecar that was put beside a photo is taken in, and shows what would change', async () => {
    await sidecar({
      rating: 4,
      title: 'Northern light',
      caption: CAPTION,
      keywords: ['friends'],
      hierarchical: ['places|iceland'],
    });
    files = await onDisk();
    const before = await tasks();
    await press('Control+Shift+M');
    await app.page.getByTestId('maintenance-run').click();
    await expect.poll(tasks).toBeGreaterThan(before);
    expect(await waitForEnd(await firstTaskRow(app))).toBe('completed');
    await cursorOn(0);
    await press('i');
    const info = app.page.getByTestId('info-panel');
    await info.getByText('IMG_0001.xmp').waitFor();
    await read(true);
    await app.page.getByTestId('only-looked').waitFor();
    await app.page.getByTestId('toast').getByText('1 photo differs').waitFor();
    const differences = app.page.getByTestId('difference');
    await expect.poll(() => differences.count()).toBe(5);
    await pictures('differences');
    expect(await info.getByTestId('info-title').inputValue()).toBe('');
  });

  test('is read: title, caption and tags stand beside the photo, and no file was touched', async () => {
    const before = await tasks();
    await app.page.getByTestId('only-looked-act').click();
    await expect.poll(tasks).toBe(before + 1);
    expect(await waitForEnd(await firstTaskRow(app))).toBe('completed');
    const info = app.page.getByTestId('info-panel');
    await expect.poll(() => info.getByTestId('info-title').inputValue()).toBe('Northern light');
    expect(await info.getByTestId('info-caption').inputValue()).toBe(CAPTION);
    await info.getByTestId('info-tags-list').getByText('places › iceland').waitFor();
    await pictures('info');
    expect(await onDisk()).toEqual(files);
  });

  test('what was changed on both sides is asked about, and decided with the keys', async () => {
    await cursorOn(0);
    await press('2');
    await expect
      .poll(() =>
        app.page.getByTestId('photo-cell').first().getByTestId('rating').getAttribute('data-rating'),
      )
      .toBe('2');
    await sidecar({
      rating: 5,
      title: 'Northern light',
      caption: CAPTION,
      keywords: ['friends'],
      hierarchical: ['places|iceland'],
    });
    files = await onDisk();
    await read();
    const notice = app.page.getByTestId('metadata-conflicts-notice');
    await notice.getByText('One field was changed in the library and in a file').waitFor();
    await pictures('notice');
    const cells = app.page.getByTestId('photo-cell');
    const mark = cells.first().getByTestId('cell-conflict');
    await mark.waitFor();
    await notice.getByTestId('metadata-conflicts-show').click();
    await expect.poll(() => cells.count()).toBe(1);
    await app.page.getByTestId('filter-line').getByText('1 photo: Metadata conflicts').waitFor();
    await pictures('conflict-filter');
    await press('Shift+F');
    await expect.poll(() => cells.count()).toBe(2);
    await cursorOn(1);
    await press('Shift+C');
    const row = app.page.getByTestId('metadata-conflict');
    await row.getByText('2 stars').waitFor();
    await row.getByText('5 stars').waitFor();
    await row.locator('img[data-loaded]').waitFor();
    expect(await app.page.getByTestId('metadata-conflicts-left').textContent()).toBe('1 conflict left');
    await pictures('conflict');
    await conflicts().getByRole('button', { name: 'Take the file’s, rating of IMG_0001: 5 stars' }).focus();
    await press('Enter');
    await app.page.getByTestId('metadata-no-conflicts').waitFor();
    await pictures('no-conflicts');
    await press('Enter'); // The focus has gone to “Close”.
    await conflicts().waitFor({ state: 'detached' });
    await notice.waitFor({ state: 'detached' });
    await mark.waitFor({ state: 'detached' });
    await expect
      .poll(() =>
        app.page.getByTestId('photo-cell').first().getByTestId('rating').getAttribute('data-rating'),
      )
      .toBe('5');
    expect(await onDisk()).toEqual(files);
  });

  test('is asked for by the menus of a photo and of the library, too', async () => {
    await app.page.getByTestId('photo-cell').first().click({ button: 'right' });
    await app.page.getByRole('menuitem', { name: 'Read metadata from files…' }).click();
    await dialog().getByText('IMG_0001', { exact: true }).waitFor();
    await press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(glibComplaints(app.stderr())).toEqual([]);
    expect(app.pageErrors()).toEqual([]);
  });
});
