import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { choose } from '../../../src-main/workers/exif/extract-preview.ts';
import { jpegSize } from '../../../src-main/workers/exif/jpeg-size.ts';

const sizes = (...edges: number[]) => edges.map((edge) => ({ width: edge, height: Math.round(edge / 1.5) }));

test.each([
  ['the smallest that is large enough', sizes(160, 6000, 2048, 3000), 2048, 2048],
  ['else the largest', sizes(160, 1620, 570), 2048, 1620],
  ['the only one', sizes(160), 2048, 160],
  ['none', [], 2048, null],
])('of several previews: %s', (_name, found, wanted, expected) => {
  expect(choose(found, wanted)?.width ?? null).toBe(expected);
});

test('a tall preview counts by its height', () => {
  const tall = { width: 1400, height: 2100 };
  expect(choose([...sizes(6000), tall], 2048)).toBe(tall);
});

describe('the size of a JPEG', () => {
  const make = (progressive: boolean): Promise<Buffer> =>
    sharp({ create: { width: 123, height: 45, channels: 3, background: '#777' } })
      .withExif({ IFD0: { Make: 'Acme' } })
      .jpeg({ progressive })
      .toBuffer();

  test.each([false, true])('progressive: %s', async (progressive) => {
    expect(jpegSize(await make(progressive))).toEqual({ width: 123, height: 45 });
  });

  test('sensor data in a JPEG coat are no picture', async () => {
    const jpeg = await make(false);
    jpeg[jpeg.indexOf(Buffer.of(0xff, 0xc0)) + 1] = 0xc3;
    expect(jpegSize(jpeg)).toBeNull();
  });

  test('nothing, something else, and every cut of a real one give no exception', async () => {
    expect(jpegSize(Buffer.alloc(0))).toBeNull();
    expect(jpegSize(Buffer.from('not a JPEG at all'))).toBeNull();
    const jpeg = await make(false);
    const frame = jpeg.indexOf(Buffer.of(0xff, 0xc0));
    for (let length = 0; length < frame; length += 1) expect(jpegSize(jpeg.subarray(0, length))).toBeNull();
  });
});
