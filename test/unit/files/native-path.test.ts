import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromNative, hasOddBytes, nativeByteLength, toNative } from '../../../src-main/files/native-path.ts';

const bytesOf = (native: string | Buffer) => (typeof native === 'string' ? Buffer.from(native) : native);

test('any bytes come back as they were', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      expect(bytesOf(toNative(fromNative(bytes)))).toEqual(Buffer.from(bytes));
    }),
    { numRuns: 2000 },
  );
});

test('any text comes back as it was, even one that holds the escape characters themselves', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 32 }), (text) => {
      const bytes = Buffer.from(text);
      expect(bytesOf(toNative(fromNative(bytes)))).toEqual(bytes);
    }),
  );
  const sneaky = Buffer.from('a\uef80b');
  expect(hasOddBytes(fromNative(sneaky))).toBe(true);
  expect(bytesOf(toNative(fromNative(sneaky)))).toEqual(sneaky);
});

test('two different names never become the same string', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 8 }), fc.uint8Array({ maxLength: 8 }), (a, b) => {
      if (Buffer.compare(a, b) !== 0) expect(fromNative(a)).not.toBe(fromNative(b));
    }),
  );
});

test('ordinary names stay ordinary strings, composed and decomposed ones apart', () => {
  const names = [
    'IMG_1.JPG',
    'Köln.jpg'.normalize('NFC'),
    'Köln.jpg'.normalize('NFD'),
    '写真 📷.jpg',
    'new\nline',
  ];
  for (const name of names) {
    expect(fromNative(Buffer.from(name))).toBe(name);
    expect(toNative(name)).toBe(name);
  }
});

test('the length that counts is that of the bytes on disk', () => {
  expect(nativeByteLength('é'.repeat(100))).toBe(200);
  expect(nativeByteLength(fromNative(Buffer.from([0x63, 0xe9])))).toBe(2);
});
