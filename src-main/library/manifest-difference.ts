/** What a row says of its file. */
export interface Noted {
  bytes: number;
  mtime_ms: number;
  missing_at: number | null;
}

/** missing: it is not there · returned: it is there again · changed: its size or time is another one. */
export type Difference = 'missing' | 'returned' | 'changed';

/** How a row differs from what the disk has under its name; null where it does not. */
export function differenceOf(
  noted: Noted,
  seen: { bytes: number; mtimeMs: number } | null,
): Difference | null {
  if (seen === null) return noted.missing_at === null ? 'missing' : null;
  if (noted.missing_at !== null) return 'returned';
  return noted.bytes === seen.bytes && noted.mtime_ms === seen.mtimeMs ? null : 'changed';
}

/** So many may always vanish: in a small library one photo is one percent. */
const ALWAYS_ALLOWED = 10;

/** True where so much has vanished at once that a person should be asked before it is believed. */
export function isMassLoss(input: { missing: number; total: number; percent: number }): boolean {
  return input.missing > ALWAYS_ALLOWED && input.missing > (input.total * input.percent) / 100;
}

/**
 * Of the files that are gone, those for which nothing of their size has turned up: a file that was renamed by hand has
 * not vanished.
 */
export function withoutSuccessor<File extends { bytes: number }>(
  gone: readonly File[],
  turnedUp: readonly number[],
): File[] {
  const room = new Map<number, number>();
  for (const bytes of turnedUp) room.set(bytes, (room.get(bytes) ?? 0) + 1);
  return gone.filter(({ bytes }) => {
    const left = room.get(bytes) ?? 0;
    if (left > 0) room.set(bytes, left - 1);
    return left === 0;
  });
}
