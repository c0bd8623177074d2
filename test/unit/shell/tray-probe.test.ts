import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isTrayAvailable } from '../../../src-main/shell/tray-probe.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('tray-probe');
const bus = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };

/** A folder with tools that answer as the real ones do. */
async function toolsThat(name: string, tools: Record<string, string>): Promise<string> {
  const bin = join(folder, name);
  await mkdir(bin);
  for (const [tool, script] of Object.entries(tools)) {
    await writeFile(join(bin, tool), `#!/bin/sh\n${script}\n`);
    await chmod(join(bin, tool), 0o755);
  }
  return bin;
}

describe('on Linux the desktop is asked', () => {
  test.each<[string, Record<string, string>, boolean]>([
    ['one with a tray, by gdbus', { gdbus: 'echo "(<true>,)"' }, true],
    ['one with a tray, by busctl', { busctl: 'echo "b true"' }, true],
    ['one with a tray, by dbus-send', { 'dbus-send': 'echo "   variant       boolean true"' }, true],
    ['one whose tray is not shown', { gdbus: 'echo "(<false>,)"' }, false],
    [
      'one that knows of no tray',
      { gdbus: 'echo "Error: ServiceUnknown" >&2; exit 1', busctl: 'echo b true' },
      false,
    ],
    ['one without any of the tools', {}, false],
  ])('%s', async (name, tools, expected) => {
    const PATH = await toolsThat(name, tools);
    expect(await isTrayAvailable('linux', { ...bus, PATH })).toBe(expected);
  });

  test('and nobody where there is no session bus: the tools would start one', async () => {
    const PATH = await toolsThat('no bus', { gdbus: 'echo "(<true>,)"' });
    expect(await isTrayAvailable('linux', { PATH })).toBe(false);
  });
});

test('Windows and macOS always have one', async () => {
  expect(await isTrayAvailable('win32', {})).toBe(true);
  expect(await isTrayAvailable('darwin', {})).toBe(true);
});

test('a person who knows better is believed', async () => {
  expect(await isTrayAvailable('linux', { SAFELIGHT_TRAY: 'yes' })).toBe(true);
  expect(await isTrayAvailable('win32', { SAFELIGHT_TRAY: 'no' })).toBe(false);
});
