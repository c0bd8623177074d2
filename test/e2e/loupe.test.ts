import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCard } from '../fixtures/photos/index.ts';
import { takePicture } from './actions/artifacts.ts';
import { importPhotos } from './actions/import-photos.ts';
import { waitForEnd, waitForPictures } from './actions/watch-import.ts';
import { startTestApp, type TestApp } from './harness/app.ts';

describe('the loupe', () => {
  let folder: string;
  let app: TestApp;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safelight-e2e-loupe-'));
    await makeCard(join(folder, 'card'), 3);
    app = await startTestApp();
    await waitForEnd(await importPhotos(app, [join(folder, 'card')]));
    await waitForPictures(app, 3);
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  const box = async (testId: string) => {
    const found = await app.page.getByTestId(testId).boundingBox();
    if (found === null) throw new Error(`${testId} is not on the screen`);
    return found;
  };
  const zoomText = () => app.page.getByTestId('loupe-zoom').textContent();

  test('opens with Enter over everything but the tasks, and keeps the focus inside', async () => {
    const { page } = app;
    await page.getByTestId('photo-cell').first().click();
    await page.keyboard.press('Enter');
    await page.getByTestId('loupe-picture').waitFor();
    expect((await box('loupe')).x).toBe(0);
    expect((await box('loupe')).y).toBe(0);
    for (let turn = 0; turn < 4; turn += 1) await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('[inert]') === null)).toBe(true);
  });

  test('zooms with the wheel to the pointer, moves with a drag, and fits again', async () => {
    const { page } = app;
    expect(await zoomText()).toBe('Fit');
    const stage = await box('loupe-stage');
    const fitted = await box('loupe-picture');
    const at = { x: fitted.x + fitted.width / 4, y: fitted.y + fitted.height / 4 };
    await page.mouse.move(at.x, at.y);
    await page.mouse.wheel(0, -800);
    await expect.poll(zoomText).toMatch(/^\d+ %$/);
    const zoomed = await box('loupe-picture');
    expect(zoomed.width).toBeGreaterThan(stage.width);
    // The spot under the pointer stayed: a quarter of the picture is still to the left of it.
    expect((at.x - zoomed.x) / zoomed.width).toBeCloseTo(0.25, 2);
    await takePicture(app, 'loupe-zoomed');

    await page.mouse.down();
    await page.mouse.move(at.x + 40, at.y, { steps: 3 });
    await page.mouse.up();
    expect((await box('loupe-picture')).x).toBeCloseTo(zoomed.x + 40, 0);

    await page.keyboard.press('z');
    expect(await zoomText()).toBe('Fit');
    await page.keyboard.press('+');
    await expect.poll(zoomText).not.toBe('Fit');
  });

  test('keeps its zoom for the next photo, and gives the focus back to the grid', async () => {
    const { page } = app;
    const before = await zoomText();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.getByTestId('loupe').textContent()).toContain('2 of 3');
    expect(await zoomText()).toBe(before);
    await page.keyboard.press('Escape');
    await page.getByTestId('loupe').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('photo-grid');
    expect(app.pageErrors()).toEqual([]);
  });
});
