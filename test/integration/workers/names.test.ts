import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ExifTool } from 'exiftool-vendored';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromNative, toNative } from '../../../src-main/files/native-path.ts';
import { withToolPath } from '../../../src-main/workers/tool-path.ts';
import type { Darkroom } from './pictures.ts';
import { BLUE, corners, difference, GREEN, openDarkroom, quarters, RED, WHITE } from './pictures.ts';

let room: Darkroom;
let photo: Buffer;

beforeAll(async () => {
  room = openDarkroom();
  const file = room.at('plain.jpg');
  await quarters(320, 240).jpeg().toFile(file);
  const tool = new ExifTool({ maxProcs: 1 });
  await tool.write(file, { 'XMP:Title': 'A name is no matter' } as object, {
    writeArgs: ['-overwrite_original'],
  });
  await tool.end();
  photo = readFileSync(file);
});
afterAll(() => room.close());

const NAMES = [
  'two words.jpg',
  ' leading and trailing .jpg ',
  '-leading-dash.jpg',
  '#hash?query=1&b=2.jpg',
  '@argfile.jpg',
  '[0].jpg',
  'a[page=1].jpg',
  'a.jpg[n=-1]',
  'png:colon.jpg',
  'percent%20%d%n%t.jpg',
  'new\nline.jpg',
  'cr\rhere.jpg',
  'tab\there.jpg',
  '\n-execute\n.jpg',
  '$(id)`id`;true|&.jpg',
  `quotes'"\\.jpg`,
  '*.jpg',
  '..double.jpg',
  'Köln_Café_Å.jpg',
  '📷👨‍👩‍👧‍👦.jpg',
  `${'é'.repeat(125)}.jpg`,
  `latin1-caf${fromNative(Buffer.of(0xe9))}.jpg`,
  `bytes-${fromNative(Buffer.of(0xff, 0xfe, 0x80))}[1].jpg`,
];

describe.each(NAMES)('%j', (name) => {
  test('is read, drawn and told by ExifTool', async () => {
    const file = room.at(name);
    writeFileSync(toNative(file), photo);
    const result = await room.render(file);
    expect(difference(await corners(result.previewFile), [RED, GREEN, BLUE, WHITE])).toBeLessThan(40);
    const exif = await room.host.run('exif', { path: file, content: { kind: 'image', format: 'jpeg' } });
    expect(exif).toMatchObject({ said: { title: 'A name is no matter' }, width: 320, height: 240 });
  });
});

test('a folder with such a name, for the photo and for all that is made of it', async () => {
  const folder = room.at(`od%d\n[1]${fromNative(Buffer.of(0xe9))}`);
  mkdirSync(toNative(folder));
  const file = path.join(folder, 'photo.jpg');
  writeFileSync(toNative(file), photo);
  const recipe = { longEdge: 100, format: 'webp', quality: 80 } as const;
  await room.render(file, {
    temporaryFolder: folder,
    preview: { path: path.join(folder, 'p.webp'), recipe },
    thumbnail: { path: path.join(folder, 't.webp'), recipe },
  });
  const extracted = await room.host.run('extractPreview', {
    path: file,
    content: { kind: 'image', format: 'jpeg' },
    output: path.join(folder, 'x.jpg'),
    wantedLongEdge: 100,
  });
  expect(extracted).toEqual({ preview: null, orientation: null, size: { width: 320, height: 240 } });
  expect(readdirSync(toNative(folder)).sort()).toEqual(['p.webp', 'photo.jpg', 't.webp']);
});

test('a path of more than a thousand bytes', async () => {
  const folder = room.at(Array.from({ length: 20 }, (_, i) => `${i}-${'x'.repeat(100)}`).join('/'));
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'deep.jpg');
  expect(Buffer.byteLength(file)).toBeGreaterThan(2000);
  writeFileSync(file, photo);
  const result = await room.render(file);
  expect(result.width).toBe(320);
  const exif = await room.host.run('exif', { path: file, content: { kind: 'image', format: 'jpeg' } });
  expect(exif.said.title).toBe('A name is no matter');
});

describe('the alias', () => {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'safelight-alias-'));
  afterAll(() => rmSync(scratch, { recursive: true }));

  test('a plain path is used as it is', async () => {
    expect(await withToolPath('/photos/IMG_0001 (1).JPG', scratch, async (safe) => safe)).toBe(
      '/photos/IMG_0001 (1).JPG',
    );
  });

  test.each([
    '/a/b\nc.jpg',
    '/a/x[1].jpg',
    '/a/50%.jpg',
    '/a/b.jpg ',
    'relative.jpg',
    `/${'x'.repeat(1200)}`,
  ])('%j is not', async (file) => {
    expect(await withToolPath(file, scratch, async (safe) => safe)).toMatch(/^\/[\w./-]+$/);
  });

  test('is gone afterwards, also after a failure', async () => {
    const failure = withToolPath('/a/x[1].jpg', scratch, async () => {
      expect(readdirSync(scratch)).toHaveLength(1);
      throw new Error('tool failed');
    });
    await expect(failure).rejects.toThrow('tool failed');
    expect(readdirSync(scratch)).toEqual([]);
  });
});
