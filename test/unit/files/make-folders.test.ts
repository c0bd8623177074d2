import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolders, makeFoldersBelow } from '../../../src-main/files/make-folders.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safelight-folders-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('makes a folder with those above it, and is content with one that is there', async () => {
  const deep = join(folder, 'a', 'b', 'c');
  await makeFolders(deep);
  await makeFolders(deep);
  expect((await stat(deep)).isDirectory()).toBe(true);
});

test('a file in the way is an error', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(makeFolders(join(folder, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeFolders(join(folder, 'file', 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

test.runIf(process.platform === 'linux')(
  'where nothing can be made it fails, instead of looping for ever',
  async () => {
    await expect(makeFolders('/proc/safelight-test/deeper')).rejects.toMatchObject({ code: 'ENOENT' });
  },
);

test('many may make the same folders at the same moment', async () => {
  const deep = join(folder, 'x', 'y', 'z');
  await Promise.all(Array.from({ length: 32 }, () => makeFolders(deep)));
  expect((await stat(deep)).isDirectory()).toBe(true);
});

test('below a folder that is not there, nothing is made', async () => {
  const project = join(folder, 'moved away');
  await expect(makeFoldersBelow(project, join(project, '.trash', 'task'))).rejects.toMatchObject({
    code: 'ENOENT',
  });
  await expect(stat(project)).rejects.toMatchObject({ code: 'ENOENT' });
  await makeFoldersBelow(folder, join(folder, '.trash', 'task'));
  expect((await stat(join(folder, '.trash', 'task'))).isDirectory()).toBe(true);
});
