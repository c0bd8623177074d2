import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { jpegRemainder } from '../../../src-main/workers/files/jpeg-remainder.ts';
import { TaskControl } from '../../../src-main/workers/task-control.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('jpeg-remainder');
const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
const jpeg = await sharp({ create: { width: 96, height: 64, channels: 3, background: '#000', noise } })
  .jpeg()
  .toBuffer();

function remainder(...parts: (Uint8Array | string)[]) {
  const file = join(folder, 'photo.jpg');
  writeFileSync(file, Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array))));
  return jpegRemainder(file, new TaskControl());
}

const segment = (marker: number, body: string | Uint8Array): Buffer => {
  const content = typeof body === 'string' ? Buffer.from(body, 'latin1') : body;
  const length = content.length + 2;
  return Buffer.concat([Buffer.of(0xff, marker, length >> 8, length & 0xff), content]);
};
/** The JPEG with segments before all of its own. */
const withSegments = (...segments: Buffer[]) =>
  Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);

const plain = remainder(jpeg);

describe('what says something of the picture does not count', () => {
  test.each([
    ['EXIF, little-endian', segment(0xe1, 'Exif\0\0II*\0rest')],
    ['EXIF, big-endian', segment(0xe1, 'Exif\0\0MM\0*rest')],
    ['XMP', segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0<x/>')],
    ['more XMP', segment(0xe1, 'http://ns.adobe.com/xmp/extension/\0<x/>')],
    ['IPTC', segment(0xed, 'Photoshop 3.0\x008BIM')],
    ['a byte that fills up', Buffer.of(0xff)],
  ])('%s', (_, added) => {
    expect(remainder(withSegments(added))).toEqual(plain);
  });
});

describe('everything else counts', () => {
  test.each([
    ['what only calls itself EXIF', segment(0xe1, 'Exif\0\0second')],
    ['a colour profile', segment(0xe2, 'ICC_PROFILE\0\x01\x01profile')],
    ['a comment', segment(0xfe, 'by hand')],
    ['what a maker put there', segment(0xe7, 'own')],
  ])('%s', (_, added) => {
    const found = remainder(withSegments(added));
    expect(found?.picture).not.toBe(plain?.picture);
    expect(found?.trailer).toBe(plain?.trailer);
  });

  test('any byte of the picture, and only it', () => {
    const scan = jpeg.indexOf(Buffer.of(0xff, 0xda));
    fc.assert(
      fc.property(
        fc.integer({ min: scan + 14, max: jpeg.length - 3 }),
        fc.integer({ min: 0, max: 0xfe }),
        (at, byte) => {
          fc.pre(byte !== jpeg[at] && jpeg[at] !== 0xff && jpeg[at - 1] !== 0xff);
          const changed = Buffer.from(jpeg);
          changed[at] = byte;
          const found = remainder(changed);
          expect(found?.picture).not.toBe(plain?.picture);
          expect(found?.trailer).toBe(plain?.trailer);
        },
      ),
    );
  });

  test('what follows the picture, for itself', () => {
    const found = remainder(jpeg, 'the movie of a live photo');
    expect(found?.picture).toBe(plain?.picture);
    expect(found?.trailer).not.toBe(plain?.trailer);
    // A second picture has an end of its own, which is not that of the first.
    expect(remainder(jpeg, jpeg)?.picture).toBe(plain?.picture);
    expect(remainder(jpeg, jpeg)?.trailer).not.toBe(remainder(jpeg, jpeg, jpeg)?.trailer);
  });
});

test('the end of the picture is found wherever the blocks that are read begin', () => {
  const block = 1024 * 1024;
  const head = jpeg.subarray(0, jpeg.indexOf(Buffer.of(0xff, 0xda)));
  // The scan is read in blocks from its own beginning: its end lies before, across and after the first seam.
  for (const length of [block - 2, block - 1, block, block + 1]) {
    const scan = Buffer.concat([
      Buffer.of(0xff, 0xda),
      Buffer.alloc(length - 2, 0x11),
      Buffer.of(0xff, 0xd9),
    ]);
    const [one, other] = [remainder(head, scan, 'one'), remainder(head, scan, 'other')];
    expect(one?.picture).toBe(other?.picture);
    expect(one?.trailer).not.toBe(other?.trailer);
    expect(one?.picture).not.toBe(
      remainder(head, scan.subarray(0, -3), Buffer.of(0xff, 0xd9), 'one')?.picture,
    );
  }
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['another format', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
  ['the beginning alone', jpeg.subarray(0, 2)],
  ['cut in its head', jpeg.subarray(0, 30)],
  ['without its end', jpeg.subarray(0, -2)],
  ['an end before any scan', Buffer.of(0xff, 0xd8, 0xff, 0xd9)],
  ['a segment that is longer than the file', Buffer.of(0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff, 1, 2)],
  ['a segment of no length', Buffer.of(0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xda)],
])('%s is not taken for a JPEG that is whole', (_, content) => {
  expect(remainder(content)).toBeNull();
});
