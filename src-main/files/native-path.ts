/**
 * File names are bytes; JavaScript strings, SQLite TEXT and JSON are not. Nearly all names are UTF-8 and pass
 * through unchanged. A byte that is not part of valid UTF-8 travels as one character of U+EF80…U+EFFF (byte 0x80 is
 * U+EF80), and so does each byte of a name that really holds such a character: the mapping is exact both ways.
 *
 * Without it Node replaces such bytes by U+FFFD, and the file can never be opened again under the name we noted.
 * Lone surrogates (Python's way) would not survive SQLite, which stores UTF-8.
 */
const FIRST = 0xef80;
const LAST = 0xefff;
const ESCAPED = /[\uef80-\uefff]/;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The string for a name or path as the file system gave it. */
export function fromNative(bytes: Uint8Array): string {
  try {
    const text = strictUtf8.decode(bytes);
    if (!ESCAPED.test(text)) return text;
  } catch {
    // Not UTF-8 as a whole: taken apart below, byte by byte where needed.
  }
  let out = '';
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceLength(bytes[i] ?? 0);
    const text = decodeOrNull(bytes.subarray(i, i + length), length);
    if (text === null || ESCAPED.test(text)) {
      out += String.fromCharCode(FIRST + (bytes[i] ?? 0) - 0x80);
      i += 1;
    } else {
      out += text;
      i += length;
    }
  }
  return out;
}

/** What to hand to `node:fs`: the string itself where it is plain, else its exact bytes. */
export function toNative(path: string): string | Buffer {
  if (!ESCAPED.test(path)) return path;
  const parts: Buffer[] = [];
  let plain = '';
  for (const character of path) {
    const code = character.codePointAt(0) ?? 0;
    if (code < FIRST || code > LAST) {
      plain += character;
      continue;
    }
    parts.push(Buffer.from(plain), Buffer.of(code - FIRST + 0x80));
    plain = '';
  }
  parts.push(Buffer.from(plain));
  return Buffer.concat(parts);
}

/** True where the name is not UTF-8, so that programs that take text cannot be given it. */
export function hasOddBytes(path: string): boolean {
  return ESCAPED.test(path);
}

/** Length of a name in the unit that file systems limit (255 on nearly all). */
export function nativeByteLength(name: string): number {
  const native = toNative(name);
  return typeof native === 'string' ? Buffer.byteLength(native) : native.length;
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xf0) return 4;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc0 ? 2 : 1;
}

function decodeOrNull(bytes: Uint8Array, length: number): string | null {
  if (bytes.length < length) return null;
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return null; // This byte begins no character; the caller escapes it.
  }
}
