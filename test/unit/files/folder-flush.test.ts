import { mkdir, mkdtemp, readdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FolderFlush } from '../../../src-main/files/folder-flush.ts';
import { moveFile } from '../../../src-main/files/move-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safelight-flush-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Empty folders of the trash are cleared away by whoever finds them empty, also in the middle of a move. */
class FlushLate extends FolderFlush {
  override async flushIfThere(path: string): Promise<void> {
    await rmdir(path);
    await super.flushIfThere(path);
  }
}

test('a folder that is gone is flushed in the one above it; where nothing is to be there, only an error says so', async () => {
  const folders = new FolderFlush();
  await folders.flushIfThere(join(folder, 'gone', 'deeper'));
  await expect(folders.flush(join(folder, 'gone'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a file comes out of the trash whose folder is cleared away in that moment', async () => {
  const [source, target] = [join(folder, '.trash', 'commit', 'IMG.JPG'), join(folder, 'IMG.JPG')];
  await mkdir(dirname(source), { recursive: true });
  await writeFile(source, 'picture');
  const { mtimeMs } = await stat(source);
  const never = () => Promise.reject(new Error('nothing has to be read'));
  await moveFile(
    { source, target, bytes: 7, mtimeMs, sha256: '', ownFolder: false, root: folder },
    { folders: new FlushLate(), hash: never, copy: never },
  );
  expect(await readdir(folder)).toEqual(['.trash', 'IMG.JPG']);
});
