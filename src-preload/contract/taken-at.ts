/** What reading files takes for a time (workers/exif/taken-at.ts): photographs exist since 1826. */
const FIRST_YEAR = 1826;
/** Minutes east of Greenwich that are in use. */
const [WEST, EAST] = [-12 * 60, 14 * 60];
/** Digits of a second, of which files have room for nine. */
const TOO_FINE = /\.\d{10}/;

/** @param local `2025-06-01T12:00:00` */
export function isYearTaken(local: string): boolean {
  return /^\d{4}-/.test(local) && Number(local.slice(0, 4)) >= FIRST_YEAR;
}

/**
 * True for a time that a file can say, and is read back as it was said: what is stored here is to be written there.
 * @param text `2025-06-01T12:00:00.05+02:00`, by its form
 */
export function isTimeTaken(text: string): boolean {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(text) ?? [];
  const size = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  const offset = sign === '-' ? -size : size;
  return isYearTaken(text) && offset >= WEST && offset <= EAST && !TOO_FINE.test(text);
}
