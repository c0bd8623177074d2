import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Sharp } from 'sharp';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Colour, Darkroom } from './pictures.ts';
import { BLUE, corners, difference, GREEN, openDarkroom, quarters, RED, WHITE } from './pictures.ts';

let room: Darkroom;
beforeAll(() => {
  room = openDarkroom();
});
afterAll(() => room.close());

const UPRIGHT = [RED, GREEN, BLUE, WHITE];

/** How a camera stores the upright picture for each orientation: what undoes the turn that a viewer makes. */
const STORED: Record<number, (picture: Sharp) => Sharp> = {
  1: (p) => p,
  2: (p) => p.flop(),
  3: (p) => p.rotate(180),
  4: (p) => p.flip(),
  5: (p) => p.rotate(90).flop(),
  6: (p) => p.rotate(270),
  7: (p) => p.rotate(270).flop(),
  8: (p) => p.rotate(90),
};

async function stored(orientation: number): Promise<Sharp> {
  const upright = await quarters(320, 240).png().toBuffer();
  // sharp mirrors before it turns, so each step gets a pipeline of its own.
  if (orientation === 5 || orientation === 7) {
    const turned = await sharp(upright)
      .rotate(orientation === 5 ? 90 : 270)
      .png()
      .toBuffer();
    return sharp(await sharp(turned).flop().png().toBuffer());
  }
  return sharp(await (STORED[orientation] ?? ((p: Sharp) => p))(sharp(upright)).png().toBuffer());
}

describe('orientation is applied exactly once', () => {
  const formats = ['jpg', 'webp', 'png', 'tif'];
  const cases = formats.flatMap((format) => [1, 2, 3, 4, 5, 6, 7, 8].map((o) => [format, o] as const));

  test.each(cases)('%s, %i', async (format, orientation) => {
    const file = room.at(`o${orientation}.${format}`);
    await (await stored(orientation)).withMetadata({ orientation }).toFile(file);
    const result = await room.render(file);
    expect([result.width, result.height]).toEqual([320, 240]);
    expect(result.preview).toMatchObject({ width: 320, height: 240 });
    expect(difference(await corners(result.previewFile), UPRIGHT)).toBeLessThan(40);
    expect(difference(await corners(result.thumbnailFile), UPRIGHT)).toBeLessThan(40);
  });

  test.each([2, 3, 4, 5, 6, 7, 8])('the fallback for a picture that states none, %i', async (orientation) => {
    const file = room.at(`f${orientation}.jpg`);
    await (await stored(orientation)).jpeg().toFile(file);
    const result = await room.render(file, { fallbackOrientation: orientation });
    expect([result.width, result.height]).toEqual([320, 240]);
    expect(difference(await corners(result.previewFile), UPRIGHT)).toBeLessThan(40);
  });

  test('what the picture states goes before the fallback', async () => {
    const file = room.at('own.jpg');
    await (await stored(6)).withMetadata({ orientation: 6 }).toFile(file);
    const result = await room.render(file, { fallbackOrientation: 3 });
    expect(difference(await corners(result.previewFile), UPRIGHT)).toBeLessThan(40);
  });
});

describe('sizes', () => {
  test('large pictures are made smaller, to the long edge and in proportion', async () => {
    const file = room.at('large.jpg');
    await quarters(4800, 3200).jpeg().toFile(file);
    const result = await room.render(file);
    expect(result).toMatchObject({
      width: 4800,
      height: 3200,
      preview: { width: 2048, height: 1365 },
      thumbnail: { width: 400, height: 267 },
      damage: null,
    });
    expect(statSync(result.previewFile).size).toBe(result.preview.bytes);
  });

  test('small ones are never made larger', async () => {
    const file = room.at('small.png');
    await quarters(60, 40).png().toFile(file);
    expect(await room.render(file)).toMatchObject({ preview: { width: 60 }, thumbnail: { width: 60 } });
  });

  test('of an animation or a stack of pages the first is taken', async () => {
    const frames = await Promise.all(
      ['#c00', '#00c'].map((background) =>
        sharp({ create: { width: 80, height: 60, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const file = room.at('moving.gif');
    await sharp(frames, { join: { animated: true } })
      .gif({ delay: [100, 100] })
      .toFile(file);
    const result = await room.render(file);
    expect([result.width, result.height]).toEqual([80, 60]);
    expect(difference(await corners(result.previewFile), [[204, 0, 0]])).toBeLessThan(20);
  });

  test('too many pixels are refused before they are decoded', async () => {
    const file = room.at('bomb.png');
    await sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: '#000' } })
      .png({ palette: true, colours: 2 })
      .toFile(file);
    const start = performance.now();
    await expect(room.render(file)).rejects.toMatchObject({ code: 'too_many_pixels', retry: 'never' });
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('colours arrive as sRGB', () => {
  const wanted: readonly Colour[] = UPRIGHT;
  // No ink prints the green and the blue as bright as they are. What goes wrong with CMYK is worse: it comes inverted.
  const variants: [string, (picture: Sharp) => Sharp, string, number][] = [
    ['Display P3', (p) => p.withIccProfile('p3').jpeg({ quality: 95 }), 'p3.jpg', 25],
    ['CMYK', (p) => p.toColourspace('cmyk').withIccProfile('cmyk').jpeg({ quality: 95 }), 'cmyk.jpg', 110],
    ['16 bit', (p) => p.toColourspace('rgb16').png(), '16.png', 12],
    ['16 bit TIFF', (p) => p.toColourspace('rgb16').tiff(), '16.tif', 12],
    ['palette', (p) => p.png({ palette: true }), 'palette.png', 12],
  ];
  test.each(variants)('%s', async (_name, encode, name, tolerance) => {
    for (const size of [320, 3000]) {
      const file = room.at(`${size}-${name}`);
      await encode(
        sharp(
          await quarters(size, (size / 4) * 3)
            .png()
            .toBuffer(),
        ),
      ).toFile(file);
      const result = await room.render(file);
      expect(difference(await corners(result.previewFile), wanted)).toBeLessThan(tolerance);
    }
  });

  test('grey stays grey', async () => {
    const file = room.at('grey.jpg');
    await sharp(await quarters(320, 240).png().toBuffer())
      .greyscale()
      .jpeg()
      .toFile(file);
    const [[r, g, b] = [0, 0, 0]] = await corners((await room.render(file)).previewFile);
    expect(Math.max(Math.abs(r - g), Math.abs(g - b))).toBeLessThan(4);
  });

  test('the outputs carry neither metadata nor profile', async () => {
    const file = room.at('tagged.jpg');
    await quarters(320, 240)
      .withExif({ IFD0: { Make: 'Acme', Artist: 'someone' }, IFD3: { GPSLatitudeRef: 'N' } })
      .withIccProfile('p3')
      .jpeg()
      .toFile(file);
    const result = await room.render(file);
    for (const output of [result.previewFile, result.thumbnailFile]) {
      const { exif, icc, xmp, iptc } = await sharp(output).metadata();
      expect({ exif, icc, xmp, iptc }).toEqual({
        exif: undefined,
        icc: undefined,
        xmp: undefined,
        iptc: undefined,
      });
    }
  });
});

describe('transparency', () => {
  const make = async (): Promise<string> => {
    const file = room.at('clear.png');
    await sharp({
      create: { width: 200, height: 100, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toFile(file);
    return file;
  };

  test('stays in WebP', async () => {
    const { previewFile } = await room.render(await make());
    expect((await sharp(previewFile).metadata()).hasAlpha).toBe(true);
  });

  test('becomes paper in JPEG', async () => {
    const output = room.at('clear.jpg');
    await room.render(await make(), {
      preview: { path: output, recipe: { longEdge: 2048, format: 'jpeg', quality: 82 } },
    });
    expect(await sharp(output).metadata()).toMatchObject({ format: 'jpeg', width: 200 });
    expect(difference(await corners(output), [[255, 255, 255]])).toBeLessThan(3);
  });
});

describe('damage', () => {
  async function photo(name: string): Promise<string> {
    const file = room.at(name);
    const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
    await sharp({ create: { width: 1200, height: 800, channels: 3, background: '#000', noise } })
      .jpeg()
      .toFile(file);
    return file;
  }

  test('a JPEG that was cut is shown as far as it goes, and says so', async () => {
    const file = await photo('cut.jpg');
    truncateSync(file, Math.floor(statSync(file).size * 0.6));
    const result = await room.render(file);
    expect(result.damage).toMatchObject({ code: 'truncated' });
    expect(result.preview).toMatchObject({ width: 1200, height: 800 });
    const top = await sharp(result.previewFile)
      .extract({ left: 0, top: 0, width: 1200, height: 200 })
      .stats();
    expect(top.channels[0]?.stdev).toBeGreaterThan(20);
  });

  test('a JPEG of which no picture is left is an error, not a grey picture', async () => {
    const file = await photo('head.jpg');
    const scan = readFileSync(file).indexOf(Buffer.of(0xff, 0xda));
    truncateSync(file, scan + 14);
    await expect(room.render(file)).rejects.toMatchObject({ code: 'truncated', retry: 'never' });
  });

  test('a hole in the middle is damage too', async () => {
    const file = await photo('hole.jpg');
    const content = readFileSync(file);
    const middle = Math.floor(content.length / 2);
    content.fill(0, middle, middle + 2000);
    writeFileSync(file, content);
    expect((await room.render(file)).damage).not.toBeNull();
  });

  test.each([
    ['empty.jpg', Buffer.alloc(0), 'empty_file'],
    [
      'noise.jpg',
      Buffer.concat([Buffer.of(0xff, 0xd8, 0xff), Buffer.alloc(500, 0xa5)]),
      /corrupt_data|truncated/,
    ],
    ['page.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'unsupported_format'],
    ['box.heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), /corrupt_data|truncated/],
  ])('%s', async (name, content, code) => {
    writeFileSync(room.at(name), content);
    const error = await room.render(room.at(name)).catch((reason: unknown) => reason as { code: string });
    expect((error as { code: string }).code).toMatch(code);
  });

  test('a file that is not there', async () => {
    const content = { kind: 'image', format: 'jpeg' } as const;
    const error = await room.host
      .run('render', {
        path: room.at('gone.jpg'),
        content,
        thumbnail: { path: room.at('g.t'), recipe: { longEdge: 400, format: 'webp', quality: 80 } },
        preview: { path: room.at('g.p'), recipe: { longEdge: 2048, format: 'webp', quality: 82 } },
        maxPixels: 1e8,
        temporaryFolder: room.folder,
      })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'file_missing' });
  });
});

describe('output files', () => {
  test('a folder that is not there is said, and the other output is not left half', async () => {
    const file = room.at('plain.jpg');
    await quarters(320, 240).jpeg().toFile(file);
    const missing = path.join(room.folder, 'no', 'such', 't.webp');
    const recipe = { longEdge: 400, format: 'webp', quality: 80 } as const;
    await expect(room.render(file, { thumbnail: { path: missing, recipe } })).rejects.toMatchObject({
      code: 'file_missing',
    });
    expect(readdirSync(room.folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('a thread that is ended in the middle leaves nothing, and the next photo is drawn', async () => {
    const file = room.at('slow.png');
    await sharp({ create: { width: 9000, height: 9000, channels: 3, background: '#a52' } })
      .png()
      .toFile(file);
    const recipe = { longEdge: 2048, format: 'webp', quality: 82 } as const;
    const run = room.host.run(
      'render',
      {
        path: file,
        content: { kind: 'image', format: 'png' },
        thumbnail: { path: room.at('slow.t.webp'), recipe },
        preview: { path: room.at('slow.p.webp'), recipe },
        maxPixels: 1e8,
        temporaryFolder: room.folder,
      },
      { timeoutMs: 20 },
    );
    await expect(run).rejects.toMatchObject({ code: 'worker_timeout', retry: 'now' });
    expect(readdirSync(room.folder).filter((name) => name.startsWith('slow.'))).toEqual(['slow.png']);
    const next = room.at('next.jpg');
    await quarters(320, 240).jpeg().toFile(next);
    expect(await room.render(next)).toMatchObject({ width: 320 });
  });

  test('rendering again replaces what was there', async () => {
    const file = room.at('again.jpg');
    await quarters(320, 240).jpeg().toFile(file);
    mkdirSync(room.at('again'));
    const recipe = { longEdge: 400, format: 'webp', quality: 80 } as const;
    const target = { path: room.at('again/t.webp'), recipe };
    writeFileSync(target.path, 'cut of');
    const result = await room.render(file, { thumbnail: target });
    expect(existsSync(target.path)).toBe(true);
    expect((await sharp(target.path).metadata()).width).toBe(result.thumbnail.width);
  });
});
