import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeShoot } from '../fixtures/photos/index.ts';
import { takePicture } from './actions/artifacts.ts';
import { cutOff } from './actions/cut-off.ts';
import { hashesUnder, projectFiles } from './actions/disk.ts';
import { importPhotos } from './actions/import-photos.ts';
import { countToasts, waitForEnd, waitForPictures } from './actions/watch-import.ts';
import { startTestApp, type TestApp } from './harness/app.ts';

const PHOTOS = 50;
const PAIRS = 4;
const REJECTED = 20;

describe('an evening of culling, with the keyboard only', () => {
  let folder: string;
  let app: TestApp;
  let toasts: () => Promise<string[]>;
  let before: Map<string, string>;
  let order: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safelight-e2e-culling-'));
    const card = join(folder, 'A day out');
    expect(await makeShoot(card, { count: PHOTOS, pairs: PAIRS })).toBe(PHOTOS);
    app = await startTestApp();
    // Pictures are taken of what is there, not of what is on its way; and nothing may depend on a transition.
    await app.page.emulateMedia({ reducedMotion: 'reduce' });
    await app.page.setViewportSize({ width: 1360, height: 860 });
    expect(await waitForEnd(await importPhotos(app, [card]))).toBe('completed');
    await waitForPictures(app, 10);
    toasts = await countToasts(app);
    before = await hashesUnder(app.library, await projectFiles(app.library));
    // Away with the tasks and the import's toast: what is looked at here are the photos.
    await app.page.getByTestId('toast').waitFor({ state: 'detached' });
    await press('Shift+T');
    await app.page.getByTestId('photo-grid').focus();
    await press('-', 4);
    await press('Home');
    await waitForPictures(app, PHOTOS);
    order = await idsOnScreen();
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  const press = async (key: string, times = 1) => {
    for (let turn = 0; turn < times; turn += 1) await app.page.keyboard.press(key);
  };
  const text = (testId: string) => app.page.getByTestId(testId).textContent();
  const idsOnScreen = () =>
    app.page
      .getByTestId('photo-cell')
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-photo-id') ?? ''));
  const cell = (at: number) => app.page.locator(`[data-photo-id="${order[at]}"]`);
  const keepOf = (at: number) => cell(at).getAttribute('data-keep');
  const shownPhotos = () => app.page.getByTestId('photo-grid').getAttribute('aria-label');
  const count = () => app.page.locator('footer').first().textContent();
  const trashed = async () => (await projectFiles(app.library)).filter((path) => path.includes('.trash/'));
  const theme = async (name: 'dark' | 'light') => {
    const now = await app.page.evaluate(() => document.documentElement.dataset.theme);
    if (now !== name) await press('Control+Shift+L');
  };
  /** The screen follows the page by a frame or two, and a picture of the one before would show what is not so. */
  const picture = async (name: string) => {
    await app.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 250))),
    );
    await takePicture(app, name);
  };

  test('says whom a key is about before it is pressed', async () => {
    await expect.poll(() => text('cull-target')).toBe('DSC_00001');
    await press('Shift+ArrowRight', 2);
    await expect.poll(() => text('cull-target')).toBe(`3 of ${PHOTOS} photos selected`);
    await theme('dark');
    await picture('cull-selection-dark');
    await theme('light');
    await picture('cull-selection-light');
    await theme('dark');
    await press('Escape');
    await press('Home');
  });

  test('rejects ten one by one, going on by itself, and ten at once', async () => {
    await press('Shift+A');
    await press('Delete', 10);
    await press('Shift+A');
    await expect.poll(() => text('cull-target')).toBe('DSC_00011');
    await press('Shift+ArrowRight', 9);
    await press('Delete');
    await expect.poll(() => text('last-decision')).toContain('10 photos: rejected');
    await expect.poll(() => keepOf(0)).toBe('rejected');
    expect(await keepOf(19)).toBe('rejected');
    expect(await keepOf(20)).toBe('kept');
    await expect.poll(() => text('commit-text')).toContain(`${REJECTED} photos, ${REJECTED} files`);
  });

  test('rates, tags, and takes one step back', async () => {
    await press('ArrowRight');
    await press('4');
    await press('ArrowRight');
    await press('5');
    await expect.poll(() => cell(21).getByTestId('rating').textContent()).toBe('★★★★★');
    await press('1');
    await press('u');
    await expect.poll(() => cell(21).getByTestId('rating').textContent()).toBe('★★★★★');
    expect(await text('last-decision')).toContain('Undone: the rating of DSC_00022');
    await press('t');
    await app.page.getByTestId('tag-field').waitFor();
    await app.page.keyboard.type('harbour');
    await press('Enter');
    await app.page.getByTestId('tags-dialog').getByText('harbour').waitFor();
    await picture('cull-tags');
    await press('Escape');
    await press('Escape');
    await app.page.getByTestId('tags-dialog').waitFor({ state: 'detached' });
    await expect.poll(() => cell(21).getByTestId('cell-tags').textContent()).toBe('1');
  });

  test('keeps one half of a pair, and spares what has no other half', async () => {
    await press('w');
    expect(await text('last-decision')).toContain('has no RAW and stays as it is');
    await press('End');
    await press('j');
    await press('ArrowLeft');
    await press('w');
    await expect.poll(() => keepOf(PHOTOS - 1)).toBe('jpg');
    expect(await keepOf(PHOTOS - 2)).toBe('raw');
    await expect.poll(() => text('commit-text')).toContain(`${REJECTED + 2} photos, ${REJECTED + 2} files`);
    await picture('cull-marks-dark');
    await theme('light');
    await picture('cull-marks-light');
    await theme('dark');
    await press('Enter');
    await app.page.getByTestId('loupe-picture').waitFor();
    await picture('cull-loupe');
    await press('Escape');
  });

  test('reads all that stands in the bars of a small window, with the information and the tasks beside the photos', async () => {
    const parts = ['header', '[data-testid=cull-bar]', '[data-testid=commit-bar]', 'footer'];
    await app.page.setViewportSize({ width: 1280, height: 800 });
    await press('i');
    await press('Shift+T');
    await app.page.getByTestId('tasks-panel').waitFor();
    await press('Home');
    await press('3');
    await app.page.getByTestId('last-decision').getByText('DSC_00001: 3 stars').waitFor();
    expect(await cutOff(app, parts)).toEqual([]);
    await picture('cull-small-dark');
    await press('Control+a');
    await press('f');
    await app.page.getByTestId('cull-bar').getByText('Several values').waitFor();
    expect(await cutOff(app, [...parts, '[data-testid=filter-bar]'])).toEqual([]);
    await theme('light');
    await picture('cull-small-light');
    await theme('dark');
    await press('Escape');
    await press('Escape');
    await press('Shift+T');
    await app.page.getByTestId('tasks-panel').waitFor({ state: 'detached' });
    expect(await cutOff(app, parts)).toEqual([]);
    await picture('cull-small-one-panel');
    await press('u');
    await press('i');
    await app.page.setViewportSize({ width: 1360, height: 860 });
  });

  test('says of the narrowest photo, too, what becomes of it, and not half a word of it', async () => {
    await press('-', 3);
    await press('Home');
    const cut = () =>
      app.page
        .getByTestId('keep-badge')
        .evaluateAll((badges) =>
          badges
            .filter(
              (badge) => (badge.parentElement?.scrollWidth ?? 0) > (badge.parentElement?.clientWidth ?? 0),
            )
            .map((badge) => badge.closest('[data-photo-id]')?.getAttribute('aria-label')),
        );
    expect(await cut()).toEqual([]);
    await press('Control+a');
    expect(await cut()).toEqual([]);
    await picture('cull-narrow');
    await press('Escape');
    await press('+', 3);
  });

  test('filters what was rejected, and says so', async () => {
    await press('f');
    await app.page.getByTestId('filter-keep').waitFor();
    await app.page.getByTestId('filter-keep').selectOption('rejected');
    await expect.poll(async () => (await idsOnScreen()).length).toBe(REJECTED);
    expect(await text('filter-line')).toContain(`${REJECTED} photos: Rejected`);
    await picture('cull-filter');
    await press('Escape');
    await press('Shift+F');
    await expect.poll(count).toContain(`${PHOTOS} photos`);
  });

  test('shows all keys, and lets them be changed', async () => {
    await press('?');
    await app.page.getByTestId('help-sheet').waitFor();
    await picture('cull-help');
    await press('Escape');
    await app.page.getByTestId('help-sheet').waitFor({ state: 'detached' });
    await press('Control+,');
    await app.page.getByTestId('key-settings').waitFor();
    await app.page.getByRole('button', { name: 'Change Reject' }).focus();
    await press('Enter');
    await press('k');
    await app.page.getByText('K is “Keep all” (Culling)').waitFor();
    await picture('cull-keys');
    await press('Escape');
    await app.page.getByTestId('key-settings').waitFor({ state: 'detached' });
  });

  test('commits after a look at the plan: photos leave the grid, files go to the trash', async () => {
    await app.page.getByTestId('photo-grid').focus();
    await press('Home');
    await press('Control+Enter');
    await app.page.getByTestId('plan-apply').waitFor();
    await expect.poll(() => app.page.getByTestId('plan-apply').isEnabled()).toBe(true);
    await picture('cull-plan');
    await press('Escape');
    await app.page.getByTestId('plan-dialog').waitFor({ state: 'detached' });
    // It was just looked at: nothing more is asked.
    await press('Control+Shift+Enter');
    await expect.poll(count, { timeout: 20_000 }).toContain(`${PHOTOS - REJECTED} photos`);
    await expect.poll(async () => (await toasts()).at(-1), { timeout: 20_000 }).toContain('Files removed');
    await app.page.getByTestId('committed-bar').waitFor();
    expect(await text('committed-bar')).toContain(`${REJECTED + 2} photos, ${REJECTED + 2} files`);
    await picture('cull-committed');
    expect(await trashed()).toHaveLength(REJECTED + 2);
    // The cursor stood on one that went: it is on the first that stayed.
    await expect.poll(() => text('cull-target')).toBe('DSC_00021');
    expect(await app.page.getByTestId('commit-bar').count()).toBe(0);
  });

  test('undoes the commit: every photo is back at its place, byte for byte, as it was judged', async () => {
    await press('Control+Shift+Z');
    await expect.poll(count, { timeout: 20_000 }).toContain(`${PHOTOS} photos`);
    await expect.poll(async () => (await toasts()).at(-1), { timeout: 20_000 }).toContain('Files restored');
    expect(await hashesUnder(app.library, await projectFiles(app.library))).toEqual(before);
    await press('Home');
    await expect.poll(async () => (await idsOnScreen()).slice(0, 20)).toEqual(order.slice(0, 20));
    await expect.poll(() => keepOf(0)).toBe('rejected');
    await expect.poll(() => cell(21).getByTestId('rating').textContent()).toBe('★★★★★');
    await expect.poll(() => text('commit-text')).toContain(`${REJECTED + 2} photos`);
    await picture('cull-undone');
    expect(await shownPhotos()).toBe('Photos');
    expect(app.pageErrors()).toEqual([]);
  });
});
