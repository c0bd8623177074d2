import { isUtf8 } from 'node:buffer';
import type { RawTags } from './exif-tool-session.ts';

/** By which IPTC says that its text is UTF-8. */
const DECLARED = new Set(['\x1b%G', 'UTF8']);
const latin = new TextDecoder('windows-1252');
/** What ExifTool takes IPTC for that names no character set, and the byte that it was. EXIF never names one. */
const BYTES = new Map(
  Array.from({ length: 256 }, (_, byte) => [latin.decode(Uint8Array.of(byte)), byte] as const),
);

/** A text of IPTC or EXIF as it was meant: many programs write UTF-8, and do not say so. */
export function asMeant(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asMeant);
  if (typeof value !== 'string') return value;
  const bytes = bytesOf(value);
  return bytes === null ? value : bytes.toString();
}

/**
 * True where texts of a file would be spoilt if its IPTC were said to be UTF-8, as it is when we write into it: they stand
 * there in another character set.
 * @param texts what is not written anew anyway
 */
export function isOtherThanUtf8(tags: RawTags, texts: readonly string[]): boolean {
  const declared = tags['IPTC:CodedCharacterSet'];
  if (DECLARED.has(String(declared))) return false;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is not ASCII is what is asked for.
  const isAscii = (text: string) => /^[\x00-\x7f]*$/.test(text);
  return texts.some((text) => !isAscii(text) && (declared !== undefined || bytesOf(text) === null));
}

/** The bytes of a text that was taken for Latin 1, where those are UTF-8; null where they are not. */
function bytesOf(text: string): Buffer | null {
  const bytes: number[] = [];
  for (const mark of text) {
    const byte = BYTES.get(mark);
    if (byte === undefined) return null;
    bytes.push(byte);
  }
  const buffer = Buffer.from(bytes);
  return isUtf8(buffer) ? buffer : null;
}
