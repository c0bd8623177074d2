import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCard } from '../fixtures/photos/index.ts';
import { answerFolderDialog } from './actions/answer-folder-dialog.ts';
import { takePicture } from './actions/artifacts.ts';
import { hashesUnder, projectFiles } from './actions/disk.ts';
import { firstTaskRow } from './actions/import-photos.ts';
import { waitForEnd, waitForPictures } from './actions/watch-import.ts';
import { glibComplaints, startTestApp, type TestApp } from './harness/app.ts';

const PHOTOS = 12;
/** More than one look of a preview takes in. */
const MANY = 5600;

describe('scanning a folder', () => {
  let folder: string;
  let card: string;
  let app: TestApp;
  let before: Map<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safelight-e2e-scan-'));
    card = join(folder, 'card');
    await makeCard(join(card, 'DCIM'), PHOTOS, { size: 'small' });
    await makeCard(join(card, 'DCIM', 'proofs'), 3, { size: 'tiny', from: 100 });
    await writeFile(join(card, 'notes.txt'), 'Nothing but words.');
    await symlink(join(card, 'notes.txt'), join(card, 'DCIM', 'linked.jpg'));
    before = await hashesUnder(card);
    app = await startTestApp();
    await app.page.emulateMedia({ reducedMotion: 'reduce' });
    await app.page.setViewportSize({ width: 1360, height: 900 });
    await app.page.getByTestId('sidebar-trash').waitFor();
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  const press = (key: string) => app.page.keyboard.press(key);
  const find = (testId: string) => app.page.getByTestId(testId);
  const dialog = () => find('scan-dialog');
  const results = () => find('scan-results');
  const focused = () => app.page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? null);
  const rows = () => find('task-row').count();
  async function pictures(name: string): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await app.page.locator(`:root[data-theme=${colorScheme}]`).waitFor();
      await app.page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 250))),
      );
      await takePicture(app, `scan-${name}-${colorScheme}`);
    }
  }
  async function open(path: string): Promise<void> {
    await press('Shift+S');
    await expect.poll(focused).toBe('scan-path');
    await app.page.keyboard.type(path);
  }
  async function close(testId: string): Promise<void> {
    await press('Escape');
    await find(testId).waitFor({ state: 'detached' });
  }
  async function chooseFrom(menu: string, entry: string): Promise<void> {
    await find(menu).click();
    await app.page.getByRole('menuitemradio', { name: entry }).click();
  }

  test('a folder that is not there, and a pattern that is none, are told of at their fields', async () => {
    await open(join(folder, 'nowhere'));
    await press('Enter');
    await dialog().getByText('There is no such folder. Is its drive connected?').waitFor();
    await expect.poll(focused).toBe('scan-path');
    await find('scan-path').fill(card);
    await find('scan-pattern').fill('*.{jpg');
    await press('Enter');
    await dialog().getByText('This pattern has a { without its }.').waitFor();
    await expect.poll(focused).toBe('scan-pattern');
    await find('scan-exclude').fill('proofs\n[a');
    await find('scan-pattern').fill('*.jpg');
    await find('scan-size').fill('large');
    await press('Enter');
    await dialog().getByText('Type a number, such as 2 or 0.5, or nothing.').waitFor();
    await find('scan-size').fill('');
    await press('Enter');
    await dialog().getByText('“[a” has a [ without its ].').waitFor();
    await pictures('bad-pattern');
    await close('scan-dialog');
    expect(await rows()).toBe(0);
  });

  test('shows first what would be done, and changes nothing', async () => {
    await press('Shift+S');
    await answerFolderDialog(app, card);
    await find('scan-choose').click();
    await expect.poll(() => find('scan-path').inputValue()).toBe(card);
    await find('scan-pattern').fill('*.jpg');
    await find('scan-exclude').fill('proofs');
    await find('scan-action-import').click();
    await find('scan-preview').click();
    await dialog().getByText('Choose the project that takes the photos.').waitFor();
    await expect.poll(focused).toBe('scan-project');
    await chooseFrom('scan-project', 'A new project…');
    await expect.poll(focused).toBe('scan-project-name');
    await app.page.keyboard.type('Studio');
    await press('Enter');
    await expect.poll(() => find('scan-project').textContent()).toBe('Studio');
    await find('scan-preview').click();
    const sum = find('scan-seen-sum');
    await sum.waitFor();
    expect(await sum.textContent()).toMatch(/^Looked at 14 files: 13 match, \d+ kB\.$/);
    await find('scan-seen').getByText('1 does not match the pattern and the filters.').waitFor();
    await find('scan-seen')
      .getByText('This is a link to another place; links are not followed.')
      .first()
      .waitFor();
    expect(await find('scan-seen').getByText('Would be imported').count()).toBeGreaterThan(5);
    await find('scan-seen').scrollIntoViewIfNeeded();
    await pictures('preview');
    expect(await rows()).toBe(0);
    expect(await projectFiles(app.library)).toEqual([]);
    expect(await hashesUnder(card)).toEqual(before);
  });

  test('imports what it found, and says of each file what became of it', async () => {
    await find('scan-start').click();
    await results().waitFor();
    const follow = results().getByTestId('scan-follow');
    await follow.and(app.page.locator('[data-state=completed]')).waitFor();
    expect(await follow.textContent()).toContain(`Upload processing · Studio`);
    expect(await find('scan-phase').textContent()).toBe('Looked at 14 files: 13 match.');
    await results().getByText('Given to the import').first().waitFor();
    await find('scan-tab-skipped').click();
    await results().getByText('This is a link to another place; links are not followed.').waitFor();
    expect(await results().getByRole('listitem').filter({ hasText: 'linked.jpg' }).count()).toBe(1);
    await find('scan-tab-all').click();
    await pictures('results');
    await follow.getByRole('button', { name: 'Show the task Upload processing' }).focus();
    await press('Enter');
    await results().waitFor({ state: 'detached' });
    const shown = find('task-row').filter({ hasText: 'Upload processing' });
    await expect.poll(() => shown.locator(':focus').getAttribute('data-testid')).toBe('task-expand');
    expect(await shown.getByTestId('task-expand').getAttribute('aria-expanded')).toBe('true');
    await pictures('shown-task');
    await find('project-entry').filter({ hasText: 'Studio' }).click();
    await waitForPictures(app, 5);
    const files = await projectFiles(app.library);
    expect(files).toHaveLength(PHOTOS);
    expect(await hashesUnder(card)).toEqual(before);
    // The row of the scan leads back to its results.
    const row = find('task-row').filter({ hasText: 'Batch scan' });
    await row.getByTestId('task-expand').click();
    await find('scan-summary').getByText(`Import *.jpg in ${card} into “Studio”`).waitFor();
    await pictures('tasks');
    await find('scan-open-results').click();
    await results().waitFor();
    await close('scan-results');
  });

  test('a folder that is being scanned is not scanned twice, and the first scan can be shown and canceled', async () => {
    await find('pause-all').click();
    await find('all-paused').waitFor();
    await open(card);
    await find('scan-start').click();
    await results().waitFor();
    await close('scan-results');
    const running = await rows();
    await open(card);
    await find('scan-start').click();
    await dialog().getByText('This folder is being scanned already.').waitFor();
    await expect.poll(focused).toBe('scan-path');
    await pictures('twice');
    expect(await rows()).toBe(running);
    await find('scan-show-running').click();
    await results().getByText('Goes on when all work is resumed').waitFor();
    await pictures('waiting');
    // Of a folder too long for its line, the end is seen.
    const folderEnd = find('task-row').first().locator(`[title="${card}"] > :last-child`);
    const [end, button] = [await folderEnd.boundingBox(), await find('task-cancel').first().boundingBox()];
    expect(
      await folderEnd.evaluate((part) => [part.textContent, part.scrollWidth - part.clientWidth]),
    ).toEqual(['/card', 0]);
    expect((end?.x ?? 0) + (end?.width ?? 0)).toBeLessThan(button?.x ?? 0);
    // Nobody knows how much it is, and without motion no part of the bar is to look like what is done.
    const bar = results().getByRole('progressbar').first();
    expect(await bar.evaluate((track) => track.firstElementChild?.clientWidth)).toBe(
      await bar.evaluate((track) => track.clientWidth),
    );
    await find('scan-cancel').click();
    await results().locator('[data-state=canceled]').first().waitFor();
    await close('scan-results');
    await find('pause-all').click();
    await find('all-paused').waitFor({ state: 'detached' });
  });

  test('is saved under a name, looks what it would do, runs, and is handed on as a file', async () => {
    await open(card);
    await find('scan-pattern').fill('*.jpg');
    await find('scan-save-open').click();
    await expect.poll(focused).toBe('recipe-name');
    await app.page.keyboard.type('New from the card');
    await chooseFrom('recipe-schedule', 'Every night at 3:00');
    // A slip: all of it is there again, with the folder first.
    await close('scan-dialog');
    await press('Shift+S');
    await expect.poll(focused).toBe('scan-path');
    expect(await find('recipe-name').inputValue()).toBe('New from the card');
    expect(await find('recipe-schedule').textContent()).toBe('Every night at 3:00');
    await find('recipe-name').scrollIntoViewIfNeeded();
    await pictures('save');
    await find('recipe-save').click();
    const recipe = find('recipe');
    await recipe.getByText(`List *.jpg in ${card}`).waitFor();
    await recipe.getByText('Every night at 3:00').waitFor();

    await find('recipe-dry-run').click();
    await results().getByText('Dry run: nothing is changed').waitFor();
    await results().getByText('Would be listed').first().waitFor();
    await find('scan-do-it').waitFor();
    await pictures('dry-run');
    await app.page.getByTestId('toast').getByText('Dry run: 16 files match').waitFor();
    await close('scan-results');

    await press('Shift+R');
    await find('recipe-run').click();
    await results().locator('[data-state=completed]').first().waitFor();
    await results()
      .getByText(/^JPEG · .* · Listed/)
      .first()
      .waitFor();
    await close('scan-results');

    await press('Shift+R');
    await find('recipe-more').click();
    const saved = join(folder, 'recipe.json');
    await app.electron.evaluate(({ session }, path) => {
      session.defaultSession.once('will-download', (_event, item) => item.setSavePath(path));
    }, saved);
    await app.page.getByRole('menuitem', { name: 'Export as JSON…' }).click();
    await expect.poll(() => readFile(saved, 'utf8').catch(() => '')).toMatch(/\}\n$/);
    expect(JSON.parse(await readFile(saved, 'utf8'))).toMatchObject({
      name: 'New from the card',
      path: card,
      pattern: '*.jpg',
      action: 'index',
      schedule: '0 3 * * *',
    });
    await pictures('recipes');
    await find('recipe-more').click();
    await app.page.getByRole('menuitem', { name: 'Remove' }).click();
    await find('recipes-none').waitFor();
    await find('recipe-file').setInputFiles(saved);
    await recipe.getByText('Every night at 3:00').waitFor();
    await find('recipe-more').click();
    await app.page.getByRole('menuitem', { name: 'Change…' }).click();
    await find('recipe-name').fill('From the card');
    await chooseFrom('recipe-schedule', 'At other times…');
    await find('recipe-cron').fill('61 * * * *');
    await find('recipe-save').click();
    await dialog().getByText('This is no cron expression of five fields.').waitFor();
    await find('recipe-cron').fill('30 18 * * 5');
    await find('recipe-save').click();
    await recipe.getByText('Every Friday at 18:30').waitFor();
    expect(await recipe.count()).toBe(1);
    expect(await recipe.getByRole('heading').textContent()).toBe('From the card');
    await close('recipes');
  });

  test('a folder too large for one look is looked through by a dry run that ends with the preview', async () => {
    const many = join(folder, 'many');
    await mkdir(many);
    for (let at = 0; at < MANY; at += 1)
      await writeFile(join(many, `${String(at).padStart(5, '0')}.jpg`), '');
    await open(many);
    await find('scan-preview').click();
    await find('scan-show-all').waitFor();
    await find('scan-seen').getByText('These are the first 500 files.').waitFor();
    // What goes on for the preview alone does not stand in the way of the scan.
    await find('scan-start').click();
    await results().waitFor();
    await expect.poll(() => find('scan-phase').textContent()).toBe('Looked at 5,600 files: 5,600 match.');
    const list = results().locator('ol[aria-label="Files of this scan"]');
    await list.getByText('00000.jpg').waitFor();
    // Page after page comes as one scrolls.
    await expect
      .poll(async () => {
        await list.evaluate((element) => {
          if (element.parentElement !== null) element.parentElement.scrollTop = 1e9;
        });
        return list.getByText('05599.jpg').count();
      })
      .toBe(1);
    await pictures('many');
    await close('scan-results');
    const looked = find('task-row').filter({ hasText: 'many' }).filter({ hasText: 'Only looked' });
    await looked.waitFor();
    expect(await looked.textContent()).not.toContain('Canceled');
    await pictures('looked');
    expect(await waitForEnd(await firstTaskRow(app))).not.toBeNull();
    expect(glibComplaints(app.stderr())).toEqual([]);
    expect(app.pageErrors()).toEqual([]);
  });
});
