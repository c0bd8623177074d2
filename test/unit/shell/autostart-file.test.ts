import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  addToAutostart,
  autostartEntry,
  autostartFolder,
  isInAutostart,
  removeFromAutostart,
} from '../../../src-main/shell/autostart-file.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('autostart');
const command = ['/opt/Safelight/safelight', '--background'];

test('an entry is made, found, made again and removed, and nothing is left behind', async () => {
  const own = join(folder, 'config', 'autostart');
  expect(await isInAutostart(own)).toBe(false);
  await addToAutostart(own, command);
  await addToAutostart(own, command);
  expect(await isInAutostart(own)).toBe(true);
  expect(await readdir(own)).toEqual(['safelight.desktop']);
  expect(await readFile(join(own, 'safelight.desktop'), 'utf8')).toBe(autostartEntry(command));
  await removeFromAutostart(own);
  await removeFromAutostart(own);
  expect(await isInAutostart(own)).toBe(false);
  expect(await readdir(own)).toEqual([]);
});

test.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])(
  'one that was switched off elsewhere counts as off: %s',
  async (off) => {
    const own = join(folder, off);
    await addToAutostart(own, command);
    await writeFile(join(own, 'safelight.desktop'), `[Desktop Entry]\nExec=x\n${off}\n`);
    expect(await isInAutostart(own)).toBe(false);
  },
);

test('other entries are left alone', async () => {
  const own = join(folder, 'others');
  await addToAutostart(own, command);
  await writeFile(join(own, 'other.desktop'), 'theirs');
  await removeFromAutostart(own);
  expect(await readdir(own)).toEqual(['other.desktop']);
});

/** Read the way a desktop reads it: first the escapes of the file, then the quotes of the command line, then `%`. */
function argumentsOf(entry: string): string[] {
  const line = /^Exec=(.*)$/m.exec(entry)?.[1] ?? '';
  const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', s: ' ', '\\': '\\' };
  const unescaped = line.replace(/\\(.)/g, (whole, letter: string) => escapes[letter] ?? whole);
  return [...unescaped.matchAll(/"((?:\\[\s\S]|[^"\\])*)"/g)].map(([, inside = '']) =>
    inside.replace(/\\(["`$\\])/g, '$1').replaceAll('%%', '%'),
  );
}

test.each([
  ['spaces', '/home/me/My Apps/Safelight.AppImage'],
  ['quotes and backslashes', '/home/a"b\\c'],
  ['what a shell or a desktop would expand', '/home/$HOME/`x`/100%f'],
  ['a newline', '/home/a\nb\tc'],
])('a program whose path has %s is started as it is', (_case, path) => {
  const entry = autostartEntry([path, '--background']);
  expect(argumentsOf(entry)).toEqual([path, '--background']);
  expect(entry.split('\n').filter((line) => line.startsWith('Exec='))).toHaveLength(1);
});

test('the folder is where the desktop looks', () => {
  expect(autostartFolder({}, '/home/me')).toBe('/home/me/.config/autostart');
  expect(autostartFolder({ XDG_CONFIG_HOME: '/cfg' }, '/home/me')).toBe('/cfg/autostart');
  expect(autostartFolder({ XDG_CONFIG_HOME: 'relative' }, '/home/me')).toBe('/home/me/.config/autostart');
});
