import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import pino from 'pino';
import { expect, test } from 'vitest';
import { createRouter } from '../../../src-main/api/router.ts';
import { createApp } from '../../../src-main/engine/app.ts';
import { openSettings } from '../../../src-main/engine/settings.ts';
import type { ShellServices } from '../../../src-main/engine/shell-services.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('desktop-settings');

/** A desktop that keeps what it is told, as a system does. */
function aDesktop(more: Partial<ShellServices> = {}): ShellServices {
  let atLogin = false;
  return {
    chooseFolder: async () => null,
    reveal: async () => {},
    versions: { electron: 'none' },
    places: () => ({ suggestedLibrary: folder, samples: null }),
    trayAvailable: async () => true,
    startsAtLogin: async () => atLogin,
    setStartAtLogin: async (on) => {
      atLogin = on;
    },
    localApi: {
      status: () => ({ on: false, url: null, token: null, problem: null }),
      set: async (on) => ({ on, url: null, token: null, problem: null }),
      copy: () => false,
    },
    ...more,
  };
}

async function clientOf(shell: ShellServices | null, settingsFile: string | null) {
  const app = await createApp({
    settingsFile,
    resourcesDir: join(import.meta.dirname, '..', '..', '..', 'resources'),
    log: pino({ level: 'silent' }),
    shell,
  });
  return { client: createRouterClient(createRouter(app), { context: {} }), app };
}

test('the app stays in the tray and is not started at login, until the person says otherwise', async () => {
  const file = join(folder, 'settings.json');
  const desktop = aDesktop();
  const { client, app } = await clientOf(desktop, file);
  expect(await client.system.desktop()).toEqual({
    keepInTray: true,
    startAtLogin: false,
    trayAvailable: true,
  });
  await client.system.setDesktop({ startAtLogin: true });
  expect(await client.system.setDesktop({ keepInTray: false })).toMatchObject({
    keepInTray: false,
    startAtLogin: true,
  });
  await app.close();
  const again = await clientOf(desktop, file);
  expect(await again.client.system.desktop()).toMatchObject({ keepInTray: false, startAtLogin: true });
  await again.app.close();
});

test('a system that refuses is told of, and nothing is pretended', async () => {
  const refuses = async () => {
    throw Object.assign(new Error('EROFS'), { code: 'EROFS' });
  };
  const { client, app } = await clientOf(aDesktop({ setStartAtLogin: refuses }), null);
  await expect(client.system.setDesktop({ startAtLogin: true })).rejects.toMatchObject({
    code: 'SETTINGS_INVALID',
  });
  expect(await client.system.desktop()).toMatchObject({ startAtLogin: false });
  await app.close();
});

test('without a desktop there is nothing to set', async () => {
  const { client, app } = await clientOf(null, null);
  await expect(client.system.desktop()).rejects.toMatchObject({ code: 'NO_WINDOW' });
  await app.close();
});

test('that the person was told of the tray is remembered beside the libraries, and neither costs the other', async () => {
  const file = join(folder, 'both.json');
  const settings = openSettings(file);
  settings.opened({ root: '/photos', name: 'Photos' }, 1);
  settings.setDesktop({ toldOfTray: true });
  expect(openSettings(file).desktop()).toEqual({ keepInTray: true, toldOfTray: true, localApi: false });
  expect(openSettings(file).recent()).toHaveLength(1);
  const stored = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...stored, recentLibraries: 'nonsense' }));
  expect(openSettings(file).recent()).toEqual([]);
  expect(openSettings(file).desktop().toldOfTray).toBe(true);
});
