import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureSamples, type SampleManifest } from '../../scripts/samples/index.ts';
import { answerFolderDialog } from './actions/answer-folder-dialog.ts';
import { takePicture } from './actions/artifacts.ts';
import { derivativeFiles, hashesUnder, projectFiles } from './actions/disk.ts';
import { dropPhotos, firstTaskRow, outcomeTitle } from './actions/import-photos.ts';
import {
  countToasts,
  noteStatesWithPictures,
  picturesShown,
  waitForEnd,
  waitForPictures,
} from './actions/watch-import.ts';
import { glibComplaints, startTestApp, type TestApp } from './harness/app.ts';

describe('from the first start to the first import', () => {
  let folder: string;
  let library: string;
  let samples: SampleManifest;
  let app: TestApp;
  let sources: Map<string, string>;
  let toasts: () => Promise<string[]>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safelight-e2e-import-'));
    library = join(folder, 'My photos');
    samples = await ensureSamples(join(folder, 'samples'), { scale: 0.05 });
    sources = await hashesUnder(samples.folder);
    app = await startTestApp({ openLibrary: false });
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  const card = (index: number): string => join(samples.folder, samples.drops[index]?.folder ?? '');

  test('without a library it says what to do, and makes one where the person says', async () => {
    await answerFolderDialog(app, library);
    const open = app.page.getByTestId('library-open');
    await open.waitFor();
    await takePicture(app, '1-first-start');
    await open.click();
    await open.waitFor({ state: 'detached' });
    expect(await projectFiles(library)).toEqual([]);
  });

  test('a dropped folder is looked at before anything is copied, and the numbers are right', async () => {
    toasts = await countToasts(app);
    const dialog = await dropPhotos(app, [card(0)]);
    await takePicture(app, '2-drop-dialog');
    const expected = samples.drops[0];
    expect(await outcomeTitle(dialog, 'imported')).toBe(`${expected?.newPhotos} new photos`);
    expect(await outcomeTitle(dialog, 'duplicate')).toBe('1 duplicate');
    expect(await outcomeTitle(dialog, 'unsupported')).toMatch(/^1 file /);
    expect(await outcomeTitle(dialog, 'completion')).toBeNull();
    expect(await outcomeTitle(dialog, 'conflict')).toBeNull();
    expect(await projectFiles(library)).toEqual([]);
  });

  test('thumbnails appear while the import runs', async () => {
    const dialog = app.page.getByTestId('drop-dialog');
    const statesWithPictures = await noteStatesWithPictures(app);
    await dialog.getByTestId('drop-confirm').click();
    const row = await firstTaskRow(app);
    await waitForPictures(app, 1);
    await takePicture(app, '3-while-it-runs');
    // One of the samples is a JPEG of which only the beginning is there.
    expect(await waitForEnd(row)).toBe('failed');
    expect(await statesWithPictures()).toContain('running');
  });

  test('the one file that failed is named with its reason, and the toast says so once', async () => {
    const row = await firstTaskRow(app);
    await expect.poll(() => row.textContent()).toMatch(/1 failed/);
    await row.getByRole('button', { name: 'Show details' }).click();
    const failed = samples.files.find((file) => file.outcome === 'failed');
    const name = failed?.path.split('/').at(-1) ?? '';
    await expect.poll(() => app.page.getByTestId('tasks-panel').textContent()).toContain(name);
    await takePicture(app, '4-what-failed');
    await expect.poll(toasts).toHaveLength(1);
    expect((await toasts())[0]).toMatch(/1 of \d+ failed/);
  });

  test('every photo is in the library, byte for byte, with its thumbnail and preview', async () => {
    const taken = samples.files.filter(
      (file) => file.path.startsWith('First card/') && !['duplicate', 'unsupported'].includes(file.outcome),
    );
    const inLibrary = await hashesUnder(library, await projectFiles(library));
    const wanted = taken.map((file) => sources.get(file.path)).sort();
    expect([...inLibrary.values()].sort()).toEqual(wanted);
    const photos = new Set(taken.filter((file) => file.thumbnail === 'ready').map((file) => file.photo));
    expect(await derivativeFiles(library)).toHaveLength(photos.size * 2);
    await expect.poll(() => picturesShown(app)).toBeGreaterThan(10);
    await takePicture(app, '5-the-grid');
  });

  test('the second card completes a photo, adds one, and repeats one', async () => {
    const dialog = await dropPhotos(app, [card(1)]);
    await takePicture(app, '6-second-card');
    expect(await outcomeTitle(dialog, 'imported')).toBe('1 new photo');
    expect(await outcomeTitle(dialog, 'completion')).toBe('1 format completion');
    expect(await outcomeTitle(dialog, 'duplicate')).toBe('1 duplicate');
    await dialog.getByTestId('drop-confirm').click();
    await dialog.waitFor({ state: 'detached' });
    expect(await waitForEnd(await firstTaskRow(app))).toBe('completed');
    await expect.poll(toasts).toHaveLength(2);
    expect((await toasts())[1]).toContain('Upload processing completed');
  });

  test('the originals were only read, and nothing complained', async () => {
    expect(await hashesUnder(samples.folder)).toEqual(sources);
    expect(app.pageErrors()).toEqual([]);
    expect(glibComplaints(app.stderr())).toEqual([]);
  });
});
