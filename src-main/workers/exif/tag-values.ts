import { asMeant } from './text-of-old.ts';

/** Longest text kept of one tag, in UTF-16 units: enough for a page, too little for a bomb. */
const MAX_TEXT = 20_000;

/** What a person wrote, whatever it is made of: `?` and `***` are titles, `True` and `007` keywords. */
export function wordsOf(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return null;
  const text = String(value).split('\0', 1)[0]?.trim().slice(0, MAX_TEXT) ?? '';
  return text === '' ? null : text;
}

/** What a camera wrote: it fills fixed fields with NULs and blanks, and a field of nothing else says nothing. */
export function cleanText(value: unknown): string | null {
  const text = typeof value === 'string' ? wordsOf(value) : null;
  return text === null || /^[-?*.\s]+$/.test(text) ? null : text;
}

/** EXIF orientation, 1…8. */
export function orientationOf(value: unknown): number | null {
  const number = numberOf(value);
  return number !== null && Number.isInteger(number) && number >= 1 && number <= 8 ? number : null;
}

/** From `Composite:ImageSize`, as ExifTool gives it with and without `-n`, else from a width and a height. */
export function sizeOf(
  value: unknown,
  plainWidth?: unknown,
  plainHeight?: unknown,
): { width: number; height: number } | null {
  const match = typeof value === 'string' ? /^(\d+)[ x](\d+)$/.exec(value) : null;
  const [width, height] =
    match === null ? [plainWidth, plainHeight].map(Number) : [match[1], match[2]].map(Number);
  if (width === undefined || height === undefined) return null;
  return width > 0 && height > 0 ? { width, height } : null;
}

/** A finite number; some writers store numbers as text. */
export function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** The first of some tags that says something. A camera named by a number alone comes as a number. */
export function firstText(tags: Record<string, unknown>, names: readonly string[]): string | null {
  for (const name of names) {
    const value = name.startsWith('EXIF:') ? asMeant(tags[name]) : tags[name];
    const text = cleanText(typeof value === 'number' ? String(value) : value);
    if (text !== null) return text;
  }
  return null;
}
