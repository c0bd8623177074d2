import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nativeByteLength } from '../../../src-main/files/native-path.ts';
import {
  candidateBases,
  numberedBase,
  renameToBase,
  roleByName,
  splitName,
  unnumberedBase,
} from '../../../src-main/library/file-names.ts';

test.each([
  ['IMG_1.JPG', 'IMG_1', 'JPG'],
  ['photo.jpg.jpg', 'photo.jpg', 'jpg'],
  ['.hidden.jpg', '.hidden', 'jpg'],
  ['.hidden', '.hidden', ''],
  ['..double.jpg', '..double', 'jpg'],
  ['trailing.dot.', 'trailing.dot', ''],
  ['-', '-', ''],
  ['no extension', 'no extension', ''],
])('%j is %j and %j', (name, base, extension) => {
  expect(splitName(name)).toEqual({ base, extension });
});

test.each([
  ['a.CR3', 'raw'],
  ['a.JPEG', 'image'],
  ['a.HIF', 'image'],
  ['a.mov', 'video'],
  ['a.XMP', 'sidecar'],
  ['a.wav', 'other'],
  ['a', 'other'],
])('%s promises %s', (name, role) => {
  expect(roleByName(name)).toBe(role);
});

test('a sidecar may belong to the photo or to the very file it names', () => {
  expect(candidateBases('IMG_1.CR3.xmp')).toEqual(['IMG_1', 'IMG_1.CR3']);
  expect(candidateBases('IMG_1.xmp')).toEqual(['IMG_1']);
  expect(candidateBases('my.trip.xmp')).toEqual(['my.trip']);
});

test('renaming keeps what follows the base, so sidecars still name their photo', () => {
  expect(renameToBase('IMG_1.CR3.xmp', 'IMG_1', 'IMG_1 (2)')).toBe('IMG_1 (2).CR3.xmp');
});

test('numbered names fit in 255 bytes, whatever they are made of, and can be told from the original', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 250 }),
      fc.integer({ min: 1, max: 99_999 }),
      fc.constantFrom('.jpg', '.CR3.xmp', ''),
      (base, index, suffix) => {
        const name = numberedBase(base, index, suffix);
        expect(nativeByteLength(name + suffix)).toBeLessThanOrEqual(
          Math.max(255, nativeByteLength(base.slice(0, 2)) + 30),
        );
        expect(name.endsWith(` (${index + 1})`)).toBe(true);
      },
    ),
  );
  expect(numberedBase('IMG_1', 0, '.jpg')).toBe('IMG_1');
  expect(unnumberedBase('IMG_1 (2)')).toBe('IMG_1');
});
