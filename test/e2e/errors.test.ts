import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerFolderDialog } from './actions/answer-folder-dialog.ts';
import { takePicture } from './actions/artifacts.ts';
import { startTestApp, type TestApp } from './harness/app.ts';

describe('a library that cannot be opened is explained on the screen', () => {
  let folder: string;
  let app: TestApp;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safelight-e2e-errors-'));
    app = await startTestApp({ openLibrary: false });
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Chooses a folder on the welcome page, and waits until it says that of it: what it said before stands until then. */
  async function expectComplaint(path: string, wanted: RegExp): Promise<string> {
    await answerFolderDialog(app, path);
    await app.page.getByTestId('library-open').click();
    const said = async () => (await app.page.getByRole('alert').textContent()) ?? '';
    await expect.poll(said).toMatch(wanted);
    return said();
  }

  test('another process holds it: who, and since when', async () => {
    const holder = await startTestApp();
    try {
      const text = await expectComplaint(holder.library, /open elsewhere/);
      await takePicture(app, 'error-locked');
      expect(text).toContain(String(holder.electron.process().pid));
    } finally {
      await holder.close();
    }
  });

  test('once the other process has closed it, it opens', async () => {
    const holder = await startTestApp();
    await holder.electron.close();
    await answerFolderDialog(app, holder.library);
    await app.page.getByTestId('library-open').click();
    await app.page.getByTestId('library-open').waitFor({ state: 'detached' });
    await holder.close();
    await app.close();
    app = await startTestApp({ openLibrary: false });
  });

  test('it is a file', async () => {
    const file = join(folder, 'photo.jpg');
    await writeFile(file, 'not a folder');
    await expectComplaint(file, /is a file/);
  });

  test('its database is garbage: the photos are said to be safe, and nothing is overwritten', async () => {
    const library = join(folder, 'garbage');
    await mkdir(join(library, '.safelight'), { recursive: true });
    await writeFile(join(library, '.safelight', 'library.db'), 'This is not a database. '.repeat(400));
    const text = await expectComplaint(library, /damaged/);
    await takePicture(app, 'error-garbage');
    expect(text).toMatch(/photos are untouched/);
  });

  test('a folder inside a file system that cannot be written to', async () => {
    // /proc refuses new entries even to root, who is above permission bits.
    if (process.platform !== 'linux') return console.log('skipped: needs Linux');
    await expectComplaint('/proc/safelight-test', /may not write|cannot be used|reported an error/);
  });

  test('the page itself stays whole: no error that nobody caught', () => {
    expect(app.pageErrors()).toEqual([]);
  });
});
