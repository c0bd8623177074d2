import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { projectRoot } from '../../scripts/project-root.ts';
import { makeCard } from '../fixtures/photos/index.ts';
import { takePicture } from './actions/artifacts.ts';
import {
  answerWith,
  clickTray,
  closeWindow,
  isWindowShown,
  notifications,
  questions,
  quit,
  trayLabels,
  watchDesktop,
} from './actions/desktop.ts';
import { projectFiles } from './actions/disk.ts';
import { firstTaskRow, importPhotos } from './actions/import-photos.ts';
import { waitForEnd, waitForPictures } from './actions/watch-import.ts';
import { startTestApp, type TestApp } from './harness/app.ts';

const PHOTOS = 150;
const SOON = { timeout: 10_000 };
const KEEP = 'Keep Safelight open';

let folder: string;
let card: string;
let app: TestApp;
/** A library of each test's own, which outlives the app that is quit in it. */
let library: string;
let libraries = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safelight-e2e-tray-'));
  card = join(folder, 'card');
  await makeCard(card, PHOTOS);
});
afterEach(() => app.close());
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));

/** An app before a person, on a desktop with a tray or without. */
async function start(tray: 'yes' | 'no', options: { library?: string; answer?: string } = {}): Promise<void> {
  libraries += 1;
  library = options.library ?? join(folder, `library-${libraries}`);
  app = await startTestApp({
    library,
    env: { SAFELIGHT_TRAY: tray, XDG_CONFIG_HOME: join(folder, `config-${libraries}`) },
  });
  await watchDesktop(app, options.answer ?? KEEP);
}

/** Resolves when the process is gone. */
async function ended(): Promise<number | null> {
  const child = app.electron.process();
  if (child.exitCode === null) await once(child, 'exit');
  return child.exitCode;
}

const photosThere = async () => (await projectFiles(library)).length;

async function importUnderWay(): Promise<void> {
  await importPhotos(app, [card]);
  await waitForPictures(app, 4);
}

describe('closing the window with work running', () => {
  test('the work goes on in the tray, and the window comes back from there', async () => {
    await start('yes', { answer: 'Keep running' });
    await importUnderWay();
    await takePicture(app, 'tray-1-before-closing');
    const before = await photosThere();
    expect(before).toBeLessThan(PHOTOS);
    await closeWindow(app);
    await expect.poll(() => isWindowShown(app), SOON).toBe(false);
    expect(await questions(app)).toMatchObject([{ message: 'Safelight goes on in the tray' }]);

    await expect.poll(() => photosThere(), SOON).toBeGreaterThan(before);
    await expect
      .poll(() => trayLabels(app), SOON)
      .toContainEqual(expect.stringMatching(new RegExp(`: \\d+ of ${PHOTOS}`)));
    expect(await trayLabels(app)).toEqual(
      expect.arrayContaining(['Open Safelight', 'Pause all work', 'Run maintenance', 'Quit Safelight']),
    );
    await clickTray(app, 'Open Safelight');
    await expect.poll(() => isWindowShown(app), SOON).toBe(true);
    await takePicture(app, 'tray-2-opened-from-the-tray');
    expect(await notifications(app)).toEqual([]);

    // The second time nothing is said any more.
    await closeWindow(app);
    await expect.poll(() => isWindowShown(app), SOON).toBe(false);
    expect(await questions(app)).toHaveLength(1);

    await expect.poll(() => notifications(app), { timeout: 60_000 }).toHaveLength(1);
    expect(await notifications(app)).toMatchObject([
      {
        title: 'Upload processing completed',
        body: expect.stringMatching(new RegExp(`^${PHOTOS} items done in `)),
      },
    ]);
    await expect.poll(() => trayLabels(app), SOON).toContain(`Nothing to do in ${library.split('/').at(-1)}`);
    await clickTray(app, 'Open Safelight');
    const row = await firstTaskRow(app);
    expect(await waitForEnd(row)).toBe('completed');
    await takePicture(app, 'tray-3-finished');
    expect(await photosThere()).toBe(PHOTOS);
    expect(await notifications(app)).toHaveLength(1);
  });

  test('everything can be paused, resumed and tidied from the tray', async () => {
    await start('yes');
    await importUnderWay();
    await expect.poll(() => trayLabels(app), SOON).toContain('Pause all work');
    await clickTray(app, 'Pause all work');
    await expect.poll(() => trayLabels(app), SOON).toContain('All work is paused');
    await clickTray(app, 'Resume all work');
    await expect.poll(() => trayLabels(app), SOON).toContain('Pause all work');
    expect(await waitForEnd(await firstTaskRow(app))).toBe('completed');
    await clickTray(app, 'Run maintenance');
    await app.page.getByText('Show maintenance').click();
    // Not the one that the schedule starts.
    const asked = { hasText: 'Maintenance', hasNotText: 'asked for by' };
    await app.page.getByTestId('task-row').filter(asked).first().waitFor();
  });

  test('where there is no tray, it asks as quitting does, without offering the tray', async () => {
    await start('no');
    await importUnderWay();
    await closeWindow(app);
    await expect.poll(() => questions(app), SOON).toHaveLength(1);
    const [question] = await questions(app);
    expect(question?.message).toMatch(/is not finished/);
    expect(question?.buttons).toEqual(['Pause and quit', 'Stop and quit', KEEP]);
    expect(await isWindowShown(app)).toBe(true);
    expect(await waitForEnd(await firstTaskRow(app))).toBe('completed');
    // Nothing is lost by it now, so nothing is asked.
    await closeWindow(app).catch(() => {}); // It may be gone before it has answered.
    expect(await ended()).toBe(0);
  });
});

describe('quitting with work running', () => {
  test('"Keep Safelight open" keeps it; "Finish in the tray" quits when all is done', async () => {
    await start('yes');
    await importUnderWay();
    await quit(app);
    await expect.poll(() => questions(app), SOON).toHaveLength(1);
    expect((await questions(app))[0]?.buttons).toEqual([
      'Finish in the tray',
      'Pause and quit',
      'Stop and quit',
      KEEP,
    ]);
    expect(await isWindowShown(app)).toBe(true);
    await answerWith(app, 'Finish in the tray');
    await quit(app);
    expect(await ended()).toBe(0);
    expect(await photosThere()).toBe(PHOTOS);
  });

  test('"Pause and quit" quits at once, and the work goes on at the next start', async () => {
    await start('yes', { answer: 'Pause and quit' });
    await importUnderWay();
    await quit(app);
    expect(await ended()).toBe(0);
    expect(await photosThere()).toBeLessThan(PHOTOS);
    await app.close();
    await start('yes', { library });
    expect(await waitForEnd(await firstTaskRow(app))).toBe('completed');
    expect(await photosThere()).toBe(PHOTOS);
  });

  test('"Stop and quit" cancels what is left: the next start finds it canceled, and what was done there', async () => {
    await start('yes', { answer: 'Stop and quit' });
    await importUnderWay();
    await quit(app);
    expect(await ended()).toBe(0);
    const left = await photosThere();
    expect(left).toBeLessThan(PHOTOS);
    await app.close();
    await start('yes', { library });
    expect(await (await firstTaskRow(app)).getAttribute('data-state')).toBe('canceled');
    expect(await photosThere()).toBe(left);
    await takePicture(app, 'tray-4-after-stop-and-quit');
  });

  test('the end of the session is not held up by a question', async () => {
    await start('yes');
    await importUnderWay();
    app.electron.process().kill('SIGTERM');
    expect(await ended()).toBe(0);
  });
});

describe('the app on the desktop', () => {
  test('a second start brings the window of the first, wherever it is', async () => {
    await start('yes', { answer: 'Keep running' });
    await closeWindow(app);
    await expect.poll(() => isWindowShown(app), SOON).toBe(false);
    const { executable, args, env } = inject('electron');
    const userData = await app.electron.evaluate(({ app: electronApp }) => electronApp.getPath('userData'));
    const second = spawn(executable, [...args, projectRoot], {
      env: { ...env, SAFELIGHT_USER_DATA: userData },
      stdio: 'ignore',
    });
    expect(await once(second, 'exit')).toEqual([0, null]);
    await expect.poll(() => isWindowShown(app), SOON).toBe(true);
  });

  test('started at login it opens the last library without a window, which comes when it is asked for', async () => {
    await start('yes');
    const userData = join(folder, 'login');
    const { executable, args, env } = inject('electron');
    const startAgain = (...appArguments: string[]) =>
      _electron.launch({
        executablePath: executable,
        args: [...args, projectRoot, ...appArguments],
        env: { ...env, SAFELIGHT_TRAY: 'yes', SAFELIGHT_USER_DATA: userData, SAFELIGHT_UNATTENDED: '1' },
      });
    const last = join(folder, 'last-library');
    const first = await startAgain('--library', last);
    await (await first.firstWindow()).getByTestId('settings').waitFor();
    await first.close();

    const atLogin = await startAgain('--background');
    try {
      // There only while a database is open.
      const wal = join(last, '.safelight', 'library.db-wal');
      await expect
        .poll(
          () =>
            access(wal).then(
              () => true,
              () => false,
            ),
          SOON,
        )
        .toBe(true);
      expect(atLogin.windows()).toEqual([]);
      await atLogin.evaluate(({ app: electronApp }) => electronApp.emit('activate'));
      await (await atLogin.firstWindow()).getByTestId('settings').waitFor();
    } finally {
      await atLogin.close();
    }
  });

  test('start at login is off until it is switched on, and leaves nothing behind when it is switched off', async () => {
    await start('yes');
    const file = join(folder, `config-${libraries}`, 'autostart', 'safelight.desktop');
    const entry = app.page.getByRole('menuitemcheckbox', { name: 'Start at login' });
    await app.page.getByTestId('settings').click();
    expect(await entry.getAttribute('aria-checked')).toBe('false');
    await entry.click();
    await expect.poll(() => entry.getAttribute('aria-checked'), SOON).toBe('true');
    await takePicture(app, 'tray-5-settings');
    expect(await readFile(file, 'utf8')).toMatch(/^Exec=.*"--background"$/m);
    await entry.click();
    await expect.poll(() => entry.getAttribute('aria-checked'), SOON).toBe('false');
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('without "Keep running in the tray", closing the window quits', async () => {
    await start('yes');
    await app.page.getByTestId('settings').click();
    const entry = app.page.getByRole('menuitemcheckbox', { name: /Keep running in the tray/ });
    await entry.click();
    await expect.poll(() => entry.getAttribute('aria-checked'), SOON).toBe('false');
    await closeWindow(app).catch(() => {});
    expect(await ended()).toBe(0);
  });
});
