import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { FolderFlush } from '../../../src-main/files/folder-flush.ts';
import { isTemporaryName, temporaryName } from '../../../src-main/files/journal.ts';
import { putBack, type ReplaceTools, replaceFile } from '../../../src-main/files/replace-file.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('replace-file');

async function files(name: string) {
  const root = join(folder, name);
  const [target, temporary] = [join(root, 'IMG.JPG'), join(root, temporaryName(1, '12345678'))];
  const kept = join(root, '.trash', 'task', 'IMG.JPG');
  await mkdir(root);
  await writeFile(target, 'old');
  await writeFile(temporary, 'new');
  const { size, mtimeMs } = await stat(target);
  return { root, target, temporary, kept, before: { bytes: size, mtimeMs, sha256: 'of old' } };
}
const noCopy = () => Promise.reject(new Error('there are links here'));

test('the old content is on the disk under its second name before the new one takes its place', async () => {
  const replacement = await files('order');
  const flushed: [folder: string, content: string][] = [];
  class Watched extends FolderFlush {
    override async flush(path: string): Promise<void> {
      flushed.push([path, await readFile(replacement.target, 'utf8')]);
      await super.flush(path);
    }
  }
  const tools: ReplaceTools = { folders: new Watched(), copy: noCopy };
  await replaceFile(replacement, tools);
  expect(flushed).toEqual([
    [dirname(replacement.kept), 'old'],
    [replacement.root, 'new'],
  ]);
  expect(await readFile(replacement.kept, 'utf8')).toBe('old');
});

test('where the swap itself fails the second name stays: a network disk may have done it all the same', async () => {
  const replacement = await files('unsure');
  await rm(replacement.temporary);
  const tools: ReplaceTools = { folders: new FolderFlush(), copy: noCopy };
  await expect(replaceFile(replacement, tools)).rejects.toThrow('file_missing');
  expect(await readFile(replacement.target, 'utf8')).toBe('old');
  expect(await readFile(replacement.kept, 'utf8')).toBe('old');
});

test('what lies there by now is not what was found to be ours: it stays', async () => {
  const { target, temporary, kept } = await files('changed');
  await mkdir(dirname(kept), { recursive: true });
  await link(temporary, kept);
  const seen = await stat(target);
  await writeFile(target, 'of somebody else');
  const tools: ReplaceTools = { folders: new FolderFlush(), copy: noCopy };
  await expect(putBack({ kept, target, temporary, mtimeMs: 0, seen }, tools)).rejects.toThrow('file_changed');
  expect(await readFile(target, 'utf8')).toBe('of somebody else');
});

test('every name that something of ours has until it is whole is known as one', () => {
  expect([temporaryName(7, 'copy'), temporaryName(7, '0123abcd')].map(isTemporaryName)).toEqual([true, true]);
});
