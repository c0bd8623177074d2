import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCard } from '../fixtures/photos/index.ts';
import { hashesUnder, projectFiles } from './actions/disk.ts';
import { importPhotos } from './actions/import-photos.ts';
import { waitForEnd, waitForPictures } from './actions/watch-import.ts';
import { glibComplaints, startTestApp, type TestApp } from './harness/app.ts';

const PHOTOS = 200;

describe('canceling an import', () => {
  let folder: string;
  let app: TestApp;
  let sources: Map<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safelight-e2e-cancel-'));
    await makeCard(join(folder, 'card'), PHOTOS, { size: 'small' });
    sources = await hashesUnder(join(folder, 'card'));
    app = await startTestApp();
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('keeps what is done, touches nothing else, and ends as canceled', async () => {
    const row = await importPhotos(app, [join(folder, 'card')]);
    await waitForPictures(app, 5);
    await row.getByRole('button', { name: 'Cancel' }).click();
    expect(await waitForEnd(row)).toBe('canceled');

    const [, done = '0'] = /([\d,]+) done/.exec((await row.textContent()) ?? '') ?? [];
    const files = await projectFiles(app.library);
    expect(files.length).toBe(Number(done.replaceAll(',', '')));
    expect(files.length).toBeGreaterThanOrEqual(5);
    expect(files.length).toBeLessThan(PHOTOS);
  });

  test('every file in the library is a whole original, with no leftovers beside them', async () => {
    const files = await projectFiles(app.library);
    const originals = new Set(sources.values());
    for (const [path, hash] of await hashesUnder(app.library, files)) expect(originals, path).toContain(hash);
  });

  test('the sources are as they were', async () => {
    expect(await hashesUnder(join(folder, 'card'))).toEqual(sources);
    expect(glibComplaints(app.stderr())).toEqual([]);
  });

  test('importing again brings the rest, and only the rest', async () => {
    const before = (await projectFiles(app.library)).length;
    const row = await importPhotos(app, [join(folder, 'card')]);
    expect(await waitForEnd(row)).toBe('completed');
    const after = await projectFiles(app.library);
    expect(after.length).toBe(PHOTOS);
    expect(before).toBeLessThan(PHOTOS);
  });
});
