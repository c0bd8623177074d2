import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Plan } from '../../src-preload/contract/plans.ts';
import { makeCard, makePair } from '../fixtures/photos/index.ts';
import { takePicture } from './actions/artifacts.ts';
import { hashesUnder, projectFiles } from './actions/disk.ts';
import { firstTaskRow, importPhotos } from './actions/import-photos.ts';
import { waitForEnd, waitForPictures } from './actions/watch-import.ts';
import { glibComplaints, startTestApp, type TestApp } from './harness/app.ts';

const WEDDING = ['IMG_0001', 'IMG_0002', 'IMG_0003', 'IMG_0004', 'IMG_0005', 'IMG_0006'];
const ZOO = ['IMG_0001', 'IMG_0009'];

describe('the trash and the projects', () => {
  let folder: string;
  let app: TestApp;
  /** Every original, by its path in the library, before anything is done to one. */
  let originals: Map<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safelight-e2e-trash-'));
    let seed = 1;
    for (const [name, photos] of [
      ['Wedding', WEDDING],
      ['Zoo', ZOO],
    ] as const) {
      for (const base of photos) {
        const takenAt = `2025-06-01T12:00:${String(seed).padStart(2, '0')}.000`;
        await makePair(join(folder, name), base, { seed, shot: { takenAt } });
        seed += 1;
      }
    }
    app = await startTestApp();
    for (const name of ['Wedding', 'Zoo']) {
      await app.page.getByRole('button', { name: /^All photos/ }).click();
      await waitForEnd(await importPhotos(app, [join(folder, name)]));
    }
    originals = await hashesUnder(app.library, await projectFiles(app.library));
    expect(originals.size).toBe((WEDDING.length + ZOO.length) * 2);
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  const project = (name: string) => app.page.getByTestId('project-entry').filter({ hasText: name });
  const plan = () => app.page.getByTestId('plan-dialog');
  const entries = () => app.page.getByTestId('trash-entry');
  const photos = () => app.page.getByTestId('photo-cell');
  const shownPhotos = async () =>
    Number.parseInt((await app.page.getByRole('contentinfo').textContent()) ?? '', 10);
  /** Both themes, since neither may be unreadable. */
  async function pictures(name: string): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await app.page.emulateMedia({ colorScheme });
      await app.page.locator(`:root[data-theme=${colorScheme}]`).waitFor();
      await takePicture(app, `trash-${name}-${colorScheme}`);
    }
  }
  /** Presses the button of the plan and waits until what it began has ended. */
  async function carryOut(how: 'Enter' | 'click' = 'click'): Promise<void> {
    const before = await app.page.getByTestId('task-row').count();
    if (how === 'Enter') await app.page.keyboard.press('Enter');
    else await plan().getByTestId('plan-apply').click();
    await plan().waitFor({ state: 'detached' });
    await expect.poll(() => app.page.getByTestId('task-row').count()).toBe(before + 1);
    expect(await waitForEnd(await firstTaskRow(app))).toBe('completed');
  }
  /** Types into the field that has the focus by itself, as a person does who never takes the mouse. */
  async function type(field: string, text: string): Promise<void> {
    const focused = () => app.page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    await expect.poll(focused).toBe(field);
    await app.page.keyboard.type(text);
  }
  const same = async () => {
    const now = await hashesUnder(app.library, await projectFiles(app.library));
    return [...now].sort();
  };

  test('a commit shows first what it would do, exports it, and moves files to the trash', async () => {
    await project('Wedding').click();
    await waitForPictures(app, WEDDING.length);
    await photos().first().click();
    for (let at = 0; at < 3; at += 1) {
      await app.page.keyboard.press('Delete');
      if (at < 2) await app.page.keyboard.press('ArrowRight');
    }
    await app.page.getByTestId('commit-preview').click();
    await plan().getByText('3 photos: 6 files').waitFor();
    await pictures('plan');
    expect(await plan().getByTestId('plan-apply').textContent()).toBe('Move 6 files to the trash');

    const saved = join(folder, 'plan.json');
    await app.electron.evaluate(({ session }, path) => {
      session.defaultSession.once('will-download', (_event, item) => item.setSavePath(path));
    }, saved);
    await plan().getByTestId('plan-export').click();
    await expect.poll(() => readFile(saved, 'utf8').catch(() => '')).toMatch(/\}\n$/);
    const exported = JSON.parse(await readFile(saved, 'utf8')) as Plan;
    expect(exported.lines.map((line) => line.action)).toEqual(Array(6).fill('trash'));
    expect(await same()).toEqual([...originals].sort());

    await plan().getByTestId('plan-apply').focus();
    await carryOut('Enter');
    await expect.poll(() => photos().count()).toBe(3);
  });

  test('the trash shows each photo, and one of them is put back with the keyboard', async () => {
    await app.page.keyboard.press('Control+Shift+T');
    await expect.poll(() => entries().count()).toBe(3);
    await app.page.getByTestId('trash-list').focus();
    await app.page.keyboard.press('ArrowDown');
    await app.page.keyboard.press('Space');
    await expect.poll(() => app.page.getByTestId('trash-selected').textContent()).toContain('1 photo chosen');
    await expect
      .poll(() =>
        entries()
          .locator('img')
          .evaluateAll((list) => list.length),
      )
      .toBe(3);
    await pictures('view');
    await app.page.keyboard.press('Enter');
    await plan().getByText('1 photo: 2 files').waitFor();
    await pictures('restore');
    await carryOut('Enter');
    await expect.poll(() => entries().count()).toBe(2);
  });

  test('the rest of the commit is undone as a whole, byte for byte', async () => {
    await app.page.getByTestId('undo').first().click();
    await plan().getByTestId('plan-apply').waitFor();
    expect(await plan().getByTestId('plan-apply').textContent()).toBe('Put 4 files back');
    await carryOut();
    await app.page.getByTestId('trash-empty').waitFor();
    await pictures('empty');
    expect(await same()).toEqual([...originals].sort());
  });

  test('photos move to another project, and one whose name is taken there gets another', async () => {
    await project('Wedding').click();
    await waitForPictures(app, WEDDING.length);
    // They came back as they went: not wanted.
    await app.page.getByTestId('commit-bar').waitFor();
    await photos().first().click();
    for (const key of ['Control+A', 'k', 'Escape', 'Home', 'Shift+ArrowRight'])
      await app.page.keyboard.press(key);
    await app.page.getByTestId('commit-bar').waitFor({ state: 'detached' });
    await photos().first().click({ button: 'right' });
    const move = app.page.getByRole('menuitem', { name: 'Move to another project…' });
    await move.waitFor();
    await pictures('photo-menu');
    await app.page.keyboard.press('Escape');
    await move.waitFor({ state: 'detached' });
    await app.page.keyboard.press('m');
    const dialog = app.page.getByTestId('move-photos');
    await dialog.getByText('Move 2 photos').waitFor();
    await type('move-project', 'zo');
    await pictures('move');
    await app.page.keyboard.press('Enter');
    await plan().getByTestId('plan-collisions').getByText('IMG_0001 becomes IMG_0001 (2)').waitFor();
    await pictures('move-plan');
    expect(await plan().getByTestId('plan-apply').textContent()).toBe('Move 4 files to “Zoo”');
    await plan().getByTestId('plan-apply').focus();
    await carryOut('Enter');
    await expect.poll(() => photos().count()).toBe(WEDDING.length - 2);
    const now = await hashesUnder(app.library, await projectFiles(app.library));
    expect(now.get('Zoo/IMG_0001 (2).JPG')).toBe(originals.get('Wedding/IMG_0001.JPG'));
    expect(now.get('Zoo/IMG_0001.JPG')).toBe(originals.get('Zoo/IMG_0001.JPG'));
    expect([...now.values()].sort()).toEqual([...originals.values()].sort());
  });

  test('a project gets another name, with its folder, but never that of another project', async () => {
    await app.page.keyboard.press('F2');
    const dialog = app.page.getByTestId('rename-project');
    await type('rename-name', 'Zoo');
    await app.page.keyboard.press('Enter');
    await dialog.getByRole('alert').getByText('There is a project “Zoo” already').waitFor();
    await pictures('rename');
    await dialog.getByTestId('rename-name').fill('Wedding of Anna');
    await app.page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await project('Wedding of Anna').waitFor();
    expect(
      (await projectFiles(app.library)).filter((path) => path.startsWith('Wedding of Anna/')),
    ).toHaveLength((WEDDING.length - 2) * 2);
    expect(await app.page.getByRole('heading', { level: 1 }).textContent()).toBe('Wedding of Anna');
  });

  test('a project is deleted only by its name, and comes back with one press', async () => {
    const before = await same();
    // Reached with the keyboard alone: the menu key, or the button behind the project.
    await project('Zoo').focus();
    await app.page.keyboard.press('Tab');
    await app.page.keyboard.press('Enter');
    await app.page.getByRole('menuitem', { name: 'Rename…' }).waitFor();
    await app.page.keyboard.press('Escape');
    await app.page.getByRole('menuitem', { name: 'Rename…' }).waitFor({ state: 'detached' });
    await project('Zoo').click();
    await project('Zoo').focus();
    await app.page.keyboard.press('Shift+F10');
    const remove = app.page.getByRole('menuitem', { name: 'Delete…' });
    await remove.waitFor();
    await pictures('project-menu');
    await remove.click();
    await plan().getByTestId('plan-confirm-name').waitFor();
    expect(await plan().getByTestId('plan-apply').isDisabled()).toBe(true);
    await type('plan-confirm-name', 'Zoo');
    await pictures('project-delete');
    await carryOut('Enter');
    await expect.poll(() => project('Zoo').count()).toBe(0);
    // The one that was shown is gone: all photos are shown, not an empty place.
    await app.page.getByRole('heading', { level: 1, name: 'All photos' }).waitFor();
    await expect.poll(() => photos().count()).toBe(WEDDING.length - 2);
    await expect(stat(join(app.library, 'Zoo'))).rejects.toThrow();
    await pictures('project-deleted');
    await app.page.getByTestId('toast').getByRole('button', { name: 'Undo' }).first().click();
    await project('Zoo').waitFor();
    await expect.poll(async () => (await firstTaskRow(app)).getAttribute('data-state')).toBe('completed');
    expect(await same()).toEqual(before);
  });

  test('what leaves the trash for good is marked as dangerous, and is gone', async () => {
    await project('Zoo').click();
    await expect.poll(() => photos().count()).toBe(4);
    await photos().first().click();
    await app.page.keyboard.press('Delete');
    await app.page.getByTestId('commit-preview').click();
    await plan().getByTestId('plan-apply').waitFor();
    await carryOut();
    await app.page.getByTestId('sidebar-trash').click();
    await entries().first().waitFor();
    await app.page.getByTestId('trash-empty-all').click();
    await plan().getByText('1 photo: 2 files').waitFor();
    await pictures('purge');
    await carryOut();
    await app.page.getByTestId('trash-empty').waitFor();
    expect(await projectFiles(app.library)).toHaveLength(originals.size - 2);
  });

  test('maintenance is run by hand, and lists what it does not know', async () => {
    await writeFile(join(app.library, 'Zoo', 'notes.txt'), 'Where the lions sleep.');
    await project('Zoo').click();
    await app.page.keyboard.press('Control+Shift+M');
    const dialog = app.page.getByTestId('maintenance');
    await dialog.getByRole('button', { name: 'Run now for “Zoo”' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await waitForEnd(await firstTaskRow(app))).toBe('completed');
    await app.page.keyboard.press('Control+Shift+M');
    await dialog.getByText('1 file left alone').waitFor();
    await dialog.getByText('notes.txt').waitFor();
    await pictures('maintenance');
    await app.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  test('a check that finds many files missing at once stops, and asks', async () => {
    const [many, gone] = [30, 12];
    const card = await makeCard(join(folder, 'Safari'), many, { size: 'tiny' });
    await app.page.getByRole('button', { name: /^All photos/ }).click();
    await waitForEnd(await importPhotos(app, [join(folder, 'Safari')]));
    await expect.poll(() => shownPhotos()).toBe(many);
    for (const path of card.slice(0, gone)) await rm(join(app.library, 'Safari', basename(path)));
    await app.page.keyboard.press('Control+Shift+M');
    await app.page.getByTestId('maintenance-run').click();
    const notice = app.page.getByTestId('mass-loss');
    await notice
      .getByText(/^12 of \d+ files are not where they were, such as Safari\/DSC_00001\.JPG/)
      .waitFor();
    await pictures('mass-loss');
    expect(await shownPhotos()).toBe(many);
    await notice.getByRole('button', { name: 'They are gone on purpose' }).click();
    await expect.poll(() => shownPhotos()).toBe(many - gone);
    await notice.waitFor({ state: 'detached' });
  });

  test('nothing was complained about; that a picture is asked for which was purged a moment ago is nothing', async () => {
    const isRefused = await app.page.evaluate(
      () =>
        new Promise((resolve) => {
          const image = new Image();
          image.onerror = () => resolve(true);
          image.onload = () => resolve(false);
          image.src = 'safelight-media://thumbnail/999999?v=gone';
        }),
    );
    expect(isRefused).toBe(true);
    expect(glibComplaints(app.stderr())).toEqual([]);
    expect(app.pageErrors()).toEqual([]);
  });
});
