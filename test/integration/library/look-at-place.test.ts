import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lookAtPlace } from '../../../src-main/library/look-at-place.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'safelight-place-')));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function aLibrary(name: string): Promise<string> {
  const root = join(folder, name);
  await mkdir(join(root, '.safelight'), { recursive: true });
  await writeFile(join(root, '.safelight', 'library.db'), '');
  return root;
}

describe('a folder that is chosen for a library', () => {
  test('may be one already', async () => {
    expect(await lookAtPlace(await aLibrary('L'))).toEqual({ kind: 'library' });
  });

  test('is vacant while it is empty, or not there, or empty to the eye; and stays so', async () => {
    const empty = join(folder, 'empty');
    await mkdir(empty);
    expect(await lookAtPlace(empty)).toEqual({ kind: 'vacant' });
    expect(await lookAtPlace(join(folder, 'new', 'deeper'))).toEqual({ kind: 'vacant' });
    await writeFile(join(empty, '.DS_Store'), '');
    expect(await lookAtPlace(empty)).toEqual({ kind: 'vacant' });
    expect(await readdir(folder)).toEqual(['empty']);
  });

  test('is occupied by whatever else is in it', async () => {
    await writeFile(join(folder, 'thesis.odt'), '');
    await mkdir(join(folder, 'Holidays'));
    expect(await lookAtPlace(folder)).toEqual({ kind: 'occupied', entries: 2 });
  });

  test('may lie inside a library, at any depth, there already or not', async () => {
    const root = await aLibrary('L');
    await mkdir(join(root, 'Shoot', 'Selects'), { recursive: true });
    expect(await lookAtPlace(join(root, 'Shoot', 'Selects'))).toEqual({ kind: 'inside', root });
    expect(await lookAtPlace(join(root, 'Other'))).toEqual({ kind: 'inside', root });
  });

  test('may be none', async () => {
    await writeFile(join(folder, 'photo.jpg'), '');
    expect(await lookAtPlace(join(folder, 'photo.jpg'))).toEqual({ kind: 'other' });
    expect(await lookAtPlace('relative')).toEqual({ kind: 'other' });
  });
});
