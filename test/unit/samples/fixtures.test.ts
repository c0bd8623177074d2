import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nativeByteLength, toNative } from '../../../src-main/files/native-path.ts';
import {
  drawJpeg,
  drawNumbered,
  makeCard,
  makeCorrupt,
  makeOddNames,
  makePair,
  NUMBERED_SIZE,
} from '../../fixtures/photos/index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safelight-fixtures-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('photos for tests', () => {
  test('seeds make different pictures, the same seed the same one', async () => {
    const [one, same, other] = await Promise.all([
      drawJpeg({ seed: 1 }),
      drawJpeg({ seed: 1 }),
      drawJpeg({ seed: 2 }),
    ]);
    expect(one.equals(same)).toBe(true);
    expect(one.equals(other)).toBe(false);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'the picture of orientation %i is upright once oriented',
    async (orientation) => {
      const jpeg = await drawNumbered(orientation);
      expect((await sharp(jpeg).metadata()).orientation).toBe(orientation);
      const { data, info } = await sharp(jpeg).autoOrient().raw().toBuffer({ resolveWithObject: true });
      expect({ width: info.width, height: info.height }).toEqual(NUMBERED_SIZE);
      const at = (x: number, y: number) => [
        ...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3),
      ];
      const [red = 0, green = 0] = at(info.width / 2, 8);
      expect(red).toBeGreaterThan(green + 80);
      const [left = 0, leftGreen = 0] = at(8, info.height / 2);
      expect(leftGreen).toBeGreaterThan(left + 80);
    },
  );

  test('a pair is two files of one base name', async () => {
    const pair = await makePair(folder, 'IMG_1');
    expect((await readdir(folder)).sort()).toEqual(['IMG_1.DNG', 'IMG_1.JPG']);
    expect((await readFile(pair.dng)).subarray(0, 4)).toEqual(Buffer.from([0x49, 0x49, 42, 0]));
  });

  test('a card holds as many different files as asked for', async () => {
    const paths = await makeCard(folder, 250, { size: 'tiny' });
    const contents = new Set(
      await Promise.all(paths.map(async (path) => (await readFile(path)).toString('base64'))),
    );
    expect(contents.size).toBe(250);
    expect((await stat(paths[0] ?? '')).size).toBeLessThan(2500);
  });

  test('odd names are really on the disk, byte for byte, each with a picture of its own', async () => {
    const odd = await makeOddNames(folder);
    const entries = await readdir(folder, { encoding: 'buffer' });
    expect(entries.length).toBe(odd.length);
    for (const { path, what } of odd) {
      expect((await sharp(await readFile(toNative(path))).metadata()).format, what).toBe('jpeg');
    }
    expect(Math.max(...odd.map(({ name }) => nativeByteLength(name)))).toBe(255);
  });

  test('the bomb is a valid PNG that says how large it is', async () => {
    const files = await makeCorrupt(folder);
    const bomb = files.find((file) => file.path.endsWith('bomb.png'));
    const { width, height, format } = await sharp(bomb?.path ?? '', { limitInputPixels: false }).metadata();
    expect({ width, height, format }).toEqual({ width: 50_000, height: 50_000, format: 'png' });
    expect((await stat(bomb?.path ?? '')).size).toBeLessThan(500_000);
    const region = await sharp(bomb?.path ?? '', { limitInputPixels: false })
      .extract({ left: 49_000, top: 600, width: 8, height: 8 })
      .raw()
      .toBuffer();
    expect(region.every((value) => value === 0)).toBe(true);
  });
});
