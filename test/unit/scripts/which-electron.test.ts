import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cacheFolder } from '../../../scripts/electron/cache-folder.ts';
import { executableName, overrideElectron } from '../../../scripts/electron/override-electron.ts';
import { registryElectronFits } from '../../../scripts/electron/registry-electron.ts';
import { needsOwnSqliteBinding } from '../../../scripts/electron/sqlite-binding.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'safelight-which-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('ELECTRON_OVERRIDE_DIST_PATH', () => {
  it('decides nothing where it is not set', async () => {
    expect(await overrideElectron({})).toBeNull();
    expect(await overrideElectron({ ELECTRON_OVERRIDE_DIST_PATH: '' })).toBeNull();
  });

  it.skipIf(process.platform === 'darwin')('names the folder of a distribution', async () => {
    writeFileSync(join(folder, executableName()), '');
    writeFileSync(join(folder, 'version'), 'v45.4.1\n');
    expect(await overrideElectron({ ELECTRON_OVERRIDE_DIST_PATH: folder })).toEqual({
      executable: join(folder, executableName()),
      version: '45.4.1',
      origin: 'override',
    });
  });

  it('is not silently ignored where it names nothing', async () => {
    await expect(overrideElectron({ ELECTRON_OVERRIDE_DIST_PATH: folder })).rejects.toThrow(
      /ELECTRON_OVERRIDE_DIST_PATH/,
    );
  });
});

describe('what an Electron needs', () => {
  it.each([
    ['33.2.1', true],
    ['35.0.0', true],
    ['36.0.0', false],
    ['45.4.1', false],
    ['100.0.0', false],
  ])('Electron %s needs a better-sqlite3 of its own: %s', (version, needs) => {
    expect(needsOwnSqliteBinding(version)).toBe(needs);
  });

  it('can be made from the npm registry on Linux x64 only', () => {
    expect(registryElectronFits('linux', 'x64')).toBe(true);
    expect(registryElectronFits('linux', 'arm64')).toBe(false);
    expect(registryElectronFits('darwin', 'x64')).toBe(false);
  });
});

describe('the cache', () => {
  it('lies where the person says, else where the system keeps caches', () => {
    expect(cacheFolder({ SAFELIGHT_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe(join('/a', 'safelight'));
    expect(cacheFolder({ XDG_CACHE_HOME: '/b' })).toBe(join('/b', 'safelight'));
    expect(cacheFolder({})).toBe(join(homedir(), '.cache', 'safelight'));
  });
});
