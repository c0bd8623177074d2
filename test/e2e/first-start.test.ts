import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCard } from '../fixtures/photos/index.ts';
import { answerFolderDialog } from './actions/answer-folder-dialog.ts';
import { takePicture } from './actions/artifacts.ts';
import { outcomeTitle } from './actions/import-photos.ts';
import { startTestApp, type TestApp } from './harness/app.ts';

describe('without a library', () => {
  let folder: string;
  let samples: string;
  let app: TestApp;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safelight-e2e-first-'));
    samples = join(folder, 'samples');
    await makeCard(join(folder, 'card'), 2);
    app = await startTestApp({ openLibrary: false, env: { SAFELIGHT_SAMPLES: samples } });
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function choose(path: string): Promise<void> {
    await answerFolderDialog(app, path);
    await app.page.getByTestId('library-open').click();
  }

  test('sample photos are offered as soon as they are there', async () => {
    const offer = app.page.getByTestId('library-samples');
    await app.page.getByTestId('library-suggested').waitFor();
    expect(await offer.count()).toBe(0);
    await makeCard(join(folder, 'drawing'), 1);
    await rename(join(folder, 'drawing'), samples);
    await offer.waitFor({ timeout: 5_000 });
  });

  test('what is dropped waits for a library', async () => {
    await app.dropFiles([join(folder, 'card')]);
    expect(await app.page.getByTestId('waiting-drop').textContent()).toContain('card');
  });

  test('a folder that holds other things becomes a library only when that is said twice', async () => {
    const documents = join(folder, 'Documents');
    await mkdir(documents);
    await writeFile(join(documents, 'thesis.odt'), '');
    await choose(documents);
    const dialog = app.page.getByTestId('new-library-dialog');
    await dialog.waitFor();
    await takePicture(app, 'new-library-here');
    await app.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await readdir(documents)).toEqual(['thesis.odt']);

    await choose(documents);
    await app.page.getByTestId('new-library-confirm').click();
    await app.page.getByTestId('library-open').waitFor({ state: 'detached' });
    expect(await readdir(documents)).toEqual(expect.arrayContaining(['.safelight', 'thesis.odt']));
  });

  test('and what was dropped before is looked at then', async () => {
    const dialog = app.page.getByTestId('drop-dialog');
    await dialog.locator('[data-outcome]').first().waitFor();
    expect(await outcomeTitle(dialog, 'imported')).toBe('2 new photos');
    await app.page.keyboard.press('Escape');
  });

  test('no library is made inside another: that one is opened', async () => {
    await mkdir(join(folder, 'Documents', 'Shoot'));
    await app.page.getByRole('button', { name: 'Documents' }).click();
    await answerFolderDialog(app, join(folder, 'Documents', 'Shoot'));
    await app.page.getByRole('menuitem', { name: 'Open another library…' }).click();
    const dialog = app.page.getByTestId('new-library-dialog');
    await dialog.waitFor();
    expect(await dialog.textContent()).toContain('part of the library “Documents”');
    await app.page.getByTestId('new-library-confirm').click();
    await dialog.waitFor({ state: 'detached' });
    expect(await readdir(join(folder, 'Documents', 'Shoot'))).toEqual([]);
    expect(app.pageErrors()).toEqual([]);
  });
});
