import type { ContentSource } from './content-source.ts';

export interface TiffOrder {
  littleEndian: boolean;
  /** BigTIFF, which no camera writes. */
  big: boolean;
  firstDirectory: number;
}

/** Null where the bytes are no TIFF header. */
export function tiffByteOrder(head: Uint8Array): TiffOrder | null {
  if (head.length < 8) return null;
  const mark = String.fromCharCode(head[0] ?? 0, head[1] ?? 0);
  if (mark !== 'II' && mark !== 'MM') return null;
  const littleEndian = mark === 'II';
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const version = view.getUint16(2, littleEndian);
  if (version !== 42 && version !== 43) return null;
  return { littleEndian, big: version === 43, firstDirectory: view.getUint32(4, littleEndian) };
}

/** The values of one directory that matter for telling formats apart. */
export interface TiffDirectory {
  has(tag: number): boolean;
  /** Empty where the tag is missing or is no number. */
  numbers(tag: number): number[];
  /** Empty where the tag is missing or is no text. */
  text(tag: number): string;
}

const ENTRY_BYTES = 12;
/** Real directories have fewer than 100 entries; a larger count is a damaged or a hostile file. */
const MAX_ENTRIES = 512;
const MAX_VALUE_BYTES = 256;
const BYTES_PER_TYPE: Record<number, number> = { 1: 1, 2: 1, 3: 2, 4: 4, 7: 1, 13: 4 };
const ASCII = 2;

/** One directory of a (classic) TIFF; null where there is none at that place. */
export function readTiffDirectory(
  source: Pick<ContentSource, 'read'>,
  { littleEndian }: TiffOrder,
  offset: number,
): TiffDirectory | null {
  const countBytes = source.read(offset, 2);
  if (offset < 8 || countBytes.length < 2) return null;
  const count = viewOf(countBytes).getUint16(0, littleEndian);
  if (count === 0 || count > MAX_ENTRIES) return null;
  const table = source.read(offset + 2, count * ENTRY_BYTES);
  const view = viewOf(table);
  const entries = new Map<number, number>();
  for (let at = 0; at + ENTRY_BYTES <= table.length; at += ENTRY_BYTES) {
    entries.set(view.getUint16(at, littleEndian), at);
  }
  if (entries.size === 0) return null;

  const entryOf = (tag: number): { type: number; bytes: Uint8Array } | null => {
    const at = entries.get(tag);
    if (at === undefined) return null;
    const type = view.getUint16(at + 2, littleEndian);
    const size = (BYTES_PER_TYPE[type] ?? 0) * view.getUint32(at + 4, littleEndian);
    // Up to four bytes stand in the entry itself.
    if (size <= 4) return { type, bytes: table.subarray(at + 8, at + 8 + size) };
    return {
      type,
      bytes: source.read(view.getUint32(at + 8, littleEndian), Math.min(size, MAX_VALUE_BYTES)),
    };
  };

  return {
    has: (tag) => entries.has(tag),
    numbers: (tag) => {
      const value = entryOf(tag);
      return value === null ? [] : numbersIn(value.type, value.bytes, littleEndian);
    },
    text: (tag) => {
      const value = entryOf(tag);
      if (value?.type !== ASCII) return '';
      return new TextDecoder('latin1').decode(value.bytes).split('\0', 1)[0]?.trim() ?? '';
    },
  };
}

function numbersIn(type: number, bytes: Uint8Array, littleEndian: boolean): number[] {
  const size = BYTES_PER_TYPE[type] ?? 0;
  if (size < 2) return [];
  const view = viewOf(bytes);
  const numbers: number[] = [];
  for (let at = 0; at + size <= bytes.length; at += size) {
    numbers.push(size === 2 ? view.getUint16(at, littleEndian) : view.getUint32(at, littleEndian));
  }
  return numbers;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
