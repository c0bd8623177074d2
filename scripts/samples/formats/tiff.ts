/** Tag number and what it holds: bytes, or a pointer to directories or to a block that lies elsewhere in the file. */
export type TiffEntry =
  | { tag: number; type: number; count: number; data: Buffer }
  | { tag: number; directories: readonly TiffEntry[][] }
  | { tag: number; block: Buffer };

const BYTE = 1;
const ASCII = 2;
const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
const UNDEFINED = 7;
const SIGNED_RATIONAL = 10;

export const bytes = (tag: number, ...values: number[]): TiffEntry => ({
  tag,
  type: BYTE,
  count: values.length,
  data: Buffer.from(values),
});

export const undefinedBytes = (tag: number, data: Buffer): TiffEntry => ({
  tag,
  type: UNDEFINED,
  count: data.length,
  data,
});

export function ascii(tag: number, text: string): TiffEntry {
  const data = Buffer.from(`${text}\0`, 'utf8');
  return { tag, type: ASCII, count: data.length, data };
}

export function shorts(tag: number, ...values: number[]): TiffEntry {
  const data = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) data.writeUInt16LE(value, index * 2);
  return { tag, type: SHORT, count: values.length, data };
}

export function longs(tag: number, ...values: number[]): TiffEntry {
  const data = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) data.writeUInt32LE(value, index * 4);
  return { tag, type: LONG, count: values.length, data };
}

/** Fractions; `denominator` is the same for all. */
export function rationals(tag: number, denominator: number, ...values: number[]): TiffEntry {
  return fractions(tag, RATIONAL, denominator, values);
}
export function signedRationals(tag: number, denominator: number, ...values: number[]): TiffEntry {
  return fractions(tag, SIGNED_RATIONAL, denominator, values);
}

function fractions(tag: number, type: number, denominator: number, values: readonly number[]): TiffEntry {
  const data = Buffer.alloc(values.length * 8);
  for (const [index, value] of values.entries()) {
    const numerator = Math.round(value * denominator);
    if (type === RATIONAL) data.writeUInt32LE(numerator, index * 8);
    else data.writeInt32LE(numerator, index * 8);
    data.writeInt32LE(denominator, index * 8 + 4);
  }
  return { tag, type, count: values.length, data };
}

/** A little-endian TIFF: what DNG is, and what the EXIF block of a JPEG holds. */
export function encodeTiff(root: readonly TiffEntry[]): Buffer {
  const parts: { at: number; data: Buffer }[] = [];
  const header = Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0]);
  let end = header.length;
  place(root);
  const file = Buffer.alloc(end);
  header.copy(file);
  for (const part of parts) part.data.copy(file, part.at);
  return file;

  /** Puts a block at the end, at an even offset as the format asks, and says where. */
  function append(data: Buffer): number {
    const at = end;
    parts.push({ at, data });
    end += data.length + (data.length % 2);
    return at;
  }

  function place(directory: readonly TiffEntry[]): number {
    const entries = [...directory].sort((a, b) => a.tag - b.tag);
    const table = Buffer.alloc(2 + entries.length * 12 + 4);
    const at = append(table);
    table.writeUInt16LE(entries.length, 0);
    for (const [index, entry] of entries.entries()) {
      const field = pointed(entry);
      const slot = 2 + index * 12;
      table.writeUInt16LE(entry.tag, slot);
      table.writeUInt16LE(field.type, slot + 2);
      table.writeUInt32LE(field.count, slot + 4);
      if (field.data.length <= 4) field.data.copy(table, slot + 8);
      else table.writeUInt32LE(append(field.data), slot + 8);
    }
    return at;
  }

  function pointed(entry: TiffEntry): { type: number; count: number; data: Buffer } {
    if ('data' in entry) return entry;
    const offsets =
      'block' in entry ? [append(entry.block)] : entry.directories.map((directory) => place(directory));
    const data = Buffer.alloc(offsets.length * 4);
    for (const [index, offset] of offsets.entries()) data.writeUInt32LE(offset, index * 4);
    return { type: LONG, count: offsets.length, data };
  }
}
