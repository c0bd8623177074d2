import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTags } from '../fixtures/metadata/exif-tool.ts';
import { makePair, makeSidecar } from '../fixtures/photos/index.ts';
import { takePicture } from './actions/artifacts.ts';
import { filesUnder } from './actions/disk.ts';
import { firstTaskRow, importPhotos } from './actions/import-photos.ts';
import { waitForEnd, waitForPictures } from './actions/watch-import.ts';
import { glibComplaints, startTestApp, type TestApp } from './harness/app.ts';

const PROJECT = 'Iceland';

describe('describing photos', () => {
  let folder: string;
  let app: TestApp;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safelight-e2e-describe-'));
    for (const at of [1, 2, 3]) {
      const shot = { takenAt: `2025-06-01T12:00:0${at}.000` };
      await makePair(join(folder, PROJECT), `IMG_000${at}`, { seed: at + 3, shot });
    }
    app = await startTestApp();
    app.page.setDefaultTimeout(9000);
    await app.page.emulateMedia({ reducedMotion: 'reduce' });
    await app.page.setViewportSize({ width: 1280, height: 860 });
    expect(await waitForEnd(await importPhotos(app, [join(folder, PROJECT)]))).toBe('completed');
    await app.page.getByTestId('project-entry').filter({ hasText: PROJECT }).click();
    await waitForPictures(app, 3);
    await app.page.getByTestId('photo-cell').first().click();
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  const press = (key: string) => app.page.keyboard.press(key);
  const type = (text: string) => app.page.keyboard.type(text);
  const info = () => app.page.getByTestId('info-panel');
  const field = (name: string) => info().getByTestId(`info-${name}`);
  const value = (name: string) => field(name).inputValue();
  const chips = (name: string) => field(`${name}-list`).locator('li').allTextContents();
  const cell = (at: number) => app.page.getByTestId('photo-cell').nth(at);
  const marked = async () => {
    const marks = await app.page
      .getByTestId('photo-cell')
      .evaluateAll((cells) =>
        cells.map((each) => each.querySelector('[data-testid=cell-unwritten]') !== null),
      );
    return marks;
  };
  const focused = () =>
    app.page.evaluate(
      () => document.activeElement?.getAttribute('data-testid') ?? document.activeElement?.role,
    );
  const said = async () => (await app.page.locator('[aria-live=polite]').allTextContents()).join(' ');
  const tasks = () => app.page.getByTestId('task-row').count();
  const sidecar = (name: string) => join(app.library, PROJECT, `${name}.xmp`);
  async function pictures(name: string): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await app.page.locator(`:root[data-theme=${colorScheme}]`).waitFor();
      await app.page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 250))),
      );
      await takePicture(app, `describe-${name}-${colorScheme}`);
    }
  }
  /** Asks for it with the keys, and waits for the task's end. */
  async function write(): Promise<void> {
    const before = await tasks();
    await press('Shift+W');
    await app.page.getByTestId('metadata-write').waitFor();
    await press('Enter');
    await app.page.getByTestId('metadata-write').waitFor({ state: 'detached' });
    await expect.poll(tasks).toBe(before + 1);
    expect(await waitForEnd(await firstTaskRow(app))).toBe('completed');
  }

  test('one photo, with the keyboard alone: title, caption and a tag in a group', async () => {
    await press('e');
    await field('title').waitFor();
    expect(await focused()).toBe('info-title');
    await type('Northern light jk');
    await press('Escape');
    expect(await value('title')).toBe('');
    await type('Northern light');
    await press('Enter');
    await expect.poll(said).toContain('IMG_0001: title “Northern light”');
    await press('Tab');
    await type('The last evening.');
    await press('Enter');
    await type('Nobody wanted to go home.');
    await press('Control+Enter');
    await expect.poll(said).toContain('caption changed');
    await press('Tab');
    await type('places > iceland');
    await press('Enter');
    await expect.poll(() => chips('tags')).toEqual(['places › iceland']);
    // The tags are one stop between two fields, and Backspace leads back to the last of them.
    await type('friends');
    await press('Enter');
    await type('cake');
    await press('Enter');
    await expect.poll(() => chips('tags')).toEqual(['cake', 'friends', 'places › iceland']);
    const label = () => app.page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await press('Backspace');
    expect(await label()).toBe('Remove places › iceland');
    await press('ArrowLeft');
    await pictures('chips');
    await press('Delete');
    await expect.poll(() => chips('tags')).toEqual(['cake', 'places › iceland']);
    expect(await label()).toBe('Remove places › iceland');
    await press('ArrowLeft');
    expect(await label()).toBe('Remove cake');
    await press('Tab');
    expect(await focused()).toBe('info-people');
    await press('Shift+Tab');
    expect(await label()).toBe('Remove cake');
    await press('Delete');
    await press('Shift+Tab');
    expect(await focused()).toBe('info-tags');
    await expect.poll(said).toContain('no longer tagged cake');
    await expect.poll(() => chips('tags')).toEqual(['places › iceland']);
    await press('Escape');
    await press('Escape');
    expect(await focused()).toBe('photo-grid');
    // No key of culling has fired meanwhile.
    expect(await cell(0).getAttribute('data-keep')).toBe('kept');
    expect(await app.page.getByTestId('plan-dialog').count()).toBe(0);
    await expect.poll(marked).toEqual([true, false, false]);
    await info().getByText('Not written to its files yet: Title, caption and tags.').waitFor();
    await pictures('one');
  });

  test('several at once: what differs says so, and only what is touched changes', async () => {
    await press('ArrowRight');
    await press('Shift+ArrowLeft');
    await info().getByText('2 photos selected').waitFor();
    expect(await field('title').getAttribute('placeholder')).toBe('Several values');
    await pictures('several');
    await field('tags').focus();
    await app.page.keyboard.insertText(`cake, ${'very '.repeat(50)}long`);
    await press('Enter');
    await info().getByRole('alert').getByText('One of these has more than 200 letters.').waitFor();
    await takePicture(app, 'describe-long-tag');
    await press('Escape');
    await type('plac');
    await app.page.getByRole('option', { name: 'places › iceland' }).waitFor();
    await pictures('completion');
    await press('ArrowDown');
    await press('Enter');
    await expect.poll(() => chips('tags')).toEqual(['places › iceland']);
    await field('people').focus();
    await type('Ana');
    await press('Enter');
    await field('place').focus();
    await app.page.keyboard.insertText('64°08\'45.5"N 21°56\'32.0"W');
    await press('Enter');
    await expect.poll(() => value('place')).toBe('64.145972, -21.942222');
    await field('time').focus();
    await type('yesterday');
    await press('Enter');
    await info().getByRole('alert').getByText('This is no time.').waitFor();
    await press('Escape');
    await field('shift').focus();
    await type('-1:00:00');
    await info().getByText('2 photos 1 h earlier').waitFor();
    await press('Enter');
    await press('Escape');
    await press('ArrowRight');
    await expect.poll(() => value('title')).toBe('');
    expect(await value('time')).toMatch(/^2025-06-01 11:00:02/);
    await press('ArrowLeft');
    await expect.poll(() => value('title')).toBe('Northern light');
    expect(await value('caption')).toBe('The last evening.\nNobody wanted to go home.');
    expect(await value('time')).toMatch(/^2025-06-01 11:00:01/);
    await expect.poll(marked).toEqual([true, true, false]);
  });

  test('what is wrong with the last field is seen in a low window, too; the theme changes at once', async () => {
    await app.page.setViewportSize({ width: 1000, height: 640 });
    await cell(0).click();
    // At the lower edge, where a click needs no scrolling.
    await field('place').evaluate((input) => input.scrollIntoView({ block: 'end' }));
    await field('place').click();
    await type('Reykjavik');
    await press('Enter');
    const reason = info().getByRole('alert');
    await reason.getByText('This is no place.').waitFor();
    await takePicture(app, 'describe-no-place');
    const [alert, panel] = [await reason.boundingBox(), await info().boundingBox()];
    if (alert === null || panel === null) throw new Error('the reason is not drawn');
    expect(alert.y + alert.height).toBeLessThanOrEqual(panel.y + panel.height);
    await press('Escape');
    await press('Escape');
    await app.page.setViewportSize({ width: 1280, height: 860 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await app.page.locator(`:root[data-theme=${colorScheme}]`).waitFor();
      expect(await app.page.evaluate(() => document.getAnimations().length)).toBe(0);
    }
  });

  test('nothing in the bar of culling lies over anything else, however narrow it is', async () => {
    for (const width of [1280, 1100, 960, 820]) {
      await app.page.setViewportSize({ width, height: 860 });
      const rows = await app.page.getByTestId('cull-bar').evaluate((bar) => {
        const frame = bar.getBoundingClientRect();
        const shown = [...bar.querySelectorAll('button, [data-testid=cull-target]')]
          .map((element) => ({ text: element.textContent, box: element.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0);
        const isOver = (a: DOMRect, b: DOMRect) =>
          a.left < b.right - 0.5 &&
          b.left < a.right - 0.5 &&
          a.top < b.bottom - 0.5 &&
          b.top < a.bottom - 0.5;
        return {
          shown: shown.length,
          outside: shown.filter(({ box }) => box.right > frame.right || box.bottom > frame.bottom),
          over: shown.filter((one) => shown.some((other) => other !== one && isOver(one.box, other.box))),
        };
      });
      expect({ width, ...rows }).toEqual({ width, shown: expect.any(Number), outside: [], over: [] });
      expect(rows.shown).toBeGreaterThanOrEqual(12);
      await takePicture(app, `describe-bar-${width}`);
    }
    await app.page.setViewportSize({ width: 1280, height: 860 });
    await press('Enter');
    await app.page.getByTestId('loupe').waitFor();
    await pictures('loupe');
    await press('Escape');
    await app.page.getByTestId('loupe').waitFor({ state: 'detached' });
  });

  test('each step is taken back with the key of culling', async () => {
    await press('u');
    await expect.poll(said).toContain('Undone: the description of 2 photos');
    await expect.poll(() => value('time')).toMatch(/^2025-06-01 12:00:01/);
  });

  test('what waits is a filter, and a number', async () => {
    const waiting = app.page.getByTestId('waiting-count');
    await waiting.getByText('2 photos not written to files yet').waitFor();
    await press('f');
    await app.page.getByTestId('filter-metadata').selectOption('unwritten');
    await expect.poll(() => app.page.getByTestId('photo-cell').count()).toBe(2);
    await app.page.getByTestId('filter-line').getByText('Not written to files yet').waitFor();
    await press('Escape');
    await press('Shift+F');
    await press('f');
    await press('Escape');
    await expect.poll(() => app.page.getByTestId('photo-cell').count()).toBe(3);
  });

  test('is first shown, then written beside the pictures, as the settings say; the marks go', async () => {
    await cell(0).click();
    await press('Shift+W');
    const dialog = app.page.getByTestId('metadata-write');
    await dialog.getByText('IMG_0001', { exact: true }).waitFor();
    await dialog.getByText('All that are not written yet: 2 photos').waitFor();
    await dialog.getByText('Into sidecars beside the pictures').waitFor();
    await pictures('write');
    await dialog.getByTestId('metadata-to-settings').click();
    await app.page.getByTestId('metadata-settings').waitFor();
    await pictures('settings');
    await press('Escape');
    await dialog.waitFor();
    await dialog.getByTestId('metadata-of-waiting').check();
    await dialog.getByRole('switch').click();
    const before = await tasks();
    await dialog.getByTestId('metadata-write-confirm').click();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(tasks).toBe(before + 1);
    expect(await waitForEnd(await firstTaskRow(app))).toBe('completed');
    await app.page.getByTestId('toast').getByText('2 photos would be written').waitFor();
    await app.page.getByTestId('written-file').getByText('IMG_0001.xmp').first().waitFor();
    expect(await filesUnder(join(app.library, PROJECT))).not.toContain('IMG_0001.xmp');
    await pictures('differences');
    await app.page.getByTestId('only-looked-act').click();
    await expect.poll(tasks).toBe(before + 2);
    expect(await waitForEnd(await firstTaskRow(app))).toBe('completed');
    await expect.poll(marked).toEqual([false, false, false]);
    await info().getByTestId('info-unwritten').waitFor({ state: 'detached' });
    await app.page.getByTestId('waiting-count').waitFor({ state: 'detached' });
    expect(await readTags(sidecar('IMG_0001'))).toMatchObject({
      'XMP-dc:Title': 'Northern light',
      'XMP-dc:Description': 'The last evening.\nNobody wanted to go home.',
      'XMP-lr:HierarchicalSubject': ['places|iceland'],
      'XMP-iptcExt:PersonInImage': ['Ana'],
    });
    expect(await readTags(sidecar('IMG_0002'))).toMatchObject({ 'XMP-iptcExt:PersonInImage': ['Ana'] });
    expect(await readTags(sidecar('IMG_0002'))).not.toHaveProperty('XMP-dc:Title');
  });

  test('the writing is undone from its toast: the sidecars go, and the marks return', async () => {
    const before = await tasks();
    const toast = app.page.getByTestId('toast').filter({ hasText: 'Metadata written' });
    await toast.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(tasks).toBe(before + 1);
    expect(await waitForEnd(await firstTaskRow(app))).toBe('completed');
    await expect.poll(marked).toEqual([true, true, false]);
    expect((await filesUnder(join(app.library, PROJECT))).filter((path) => path.endsWith('.xmp'))).toEqual(
      [],
    );
    await cell(1).click();
    await write();
    await expect.poll(marked).toEqual([true, false, false]);
  });

  test('an older writing is undone from the trash, which says first what would become of which file', async () => {
    await press('Control+Shift+T');
    const undoable = app.page.getByTestId('undoable').filter({ hasText: 'Writing of metadata' });
    await undoable.first().getByTestId('undo').click();
    const plan = app.page.getByTestId('plan-dialog');
    await plan.getByRole('button', { name: 'Take the writing of 1 file back' }).waitFor();
    await pictures('undo-plan');
    await press('Escape');
    await plan.waitFor({ state: 'detached' });
    await app.page.getByTestId('project-entry').filter({ hasText: PROJECT }).click();
    await waitForPictures(app, 3);
  });

  test('all tags of each file can be looked through and searched', async () => {
    await cell(0).click();
    await press('Shift+I');
    const all = app.page.getByTestId('all-tags');
    await all.getByTestId('file-tag').first().waitFor();
    await pictures('all-tags');
    await type('byteorder');
    await expect.poll(() => all.getByTestId('file-tag').count()).toBe(1);
    await all.getByRole('button', { name: 'Copy ExifByteOrder' }).click();
    await expect.poll(said).toContain('Copied: ExifByteOrder');
    await press('Escape');
    await all.waitFor({ state: 'detached' });
  });

  test('a contradiction is decided from the information of its photo', async () => {
    await cell(1).click();
    await press('e');
    await type('In the library');
    await press('Enter');
    await press('Escape');
    await makeSidecar(sidecar('IMG_0002'), { title: 'In the file' });
    const before = await tasks();
    await press('Shift+M');
    await app.page.getByTestId('metadata-read').waitFor();
    await press('Enter');
    await expect.poll(tasks).toBe(before + 1);
    expect(await waitForEnd(await firstTaskRow(app))).toBe('completed');
    await info().getByTestId('info-conflict').getByText('Title').waitFor();
    await pictures('contradiction');
    await info().getByTestId('info-decide').click();
    const conflict = app.page.getByTestId('metadata-conflict');
    await conflict.getByText('In the file', { exact: true }).first().waitFor();
    await pictures('conflict');
    await conflict.getByRole('button', { name: /^Take the file’s, title/ }).click();
    await app.page.getByTestId('metadata-no-conflicts').waitFor();
    await press('Escape');
    await info().getByTestId('info-conflict').waitFor({ state: 'detached' });
    await expect.poll(() => value('title')).toBe('In the file');
  });

  test('what was typed is there though the window was loaded anew in the middle of it', async () => {
    await cell(2).click();
    await press('e');
    await type('Half a w');
    await app.page.reload();
    await waitForPictures(app, 3);
    await cell(2).click();
    await expect.poll(() => value('title')).toBe('Half a w');
    expect(glibComplaints(app.stderr())).toEqual([]);
    expect(app.pageErrors()).toEqual([]);
  });
});
