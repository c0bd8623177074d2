import type { RawTags } from './exif-tool-session.ts';

export interface TakenAt {
  /** `YYYY-MM-DDTHH:mm:ss[.S…]`, as the camera wrote it. */
  takenAt: string | null;
  takenOffsetMinutes: number | null;
  takenOffsetSource: 'tag' | 'gps' | null;
}

/** A time tag, and the tags that belong to it: its fraction of a second and its own offset. */
interface TimeSource {
  time: string;
  /** IPTC keeps the day and the time of day apart. */
  clock?: string;
  fraction?: string;
  offset?: string;
}

/**
 * In the order of trust. `OffsetTime` is not in it: it belongs to `ModifyDate`, which is when a program last wrote
 * the file, often in another time zone than the one it was taken in.
 */
const SOURCES: readonly TimeSource[] = [
  { time: 'EXIF:DateTimeOriginal', fraction: 'EXIF:SubSecTimeOriginal', offset: 'EXIF:OffsetTimeOriginal' },
  { time: 'EXIF:CreateDate', fraction: 'EXIF:SubSecTimeDigitized', offset: 'EXIF:OffsetTimeDigitized' },
  { time: 'XMP:DateTimeOriginal' },
  { time: 'QuickTime:CreationDate' },
  { time: 'QuickTime:DateTimeOriginal' },
  { time: 'RIFF:DateTimeOriginal' },
  { time: 'XMP:DateTimeDigitized' },
  { time: 'XMP:DateCreated' },
  { time: 'IPTC:DateCreated', clock: 'IPTC:TimeCreated' },
  { time: 'XMP:CreateDate' },
  { time: 'PNG:CreationTime' },
  { time: 'QuickTime:CreateDate' },
  { time: 'MakerNotes:DateTimeOriginal' }, // CRW, which has no EXIF
];

export const TAKEN_AT_TAGS: readonly string[] = [
  ...SOURCES.flatMap(({ time, clock, fraction, offset }) =>
    [time, clock, fraction, offset].filter((tag) => tag !== undefined),
  ),
  'EXIF:ModifyDate',
  'EXIF:OffsetTime',
  'EXIF:GPSDateStamp',
  'EXIF:GPSTimeStamp',
  'XMP:GPSDateTime',
];

export function takenAtOf(tags: RawTags): TakenAt {
  for (const source of SOURCES) {
    const time = parseTime(textOf(tags, source));
    if (time === null) continue;
    const fraction = time.fraction ?? (source.fraction === undefined ? null : digits(tags[source.fraction]));
    const takenAt = fraction === null ? time.local : `${time.local}.${fraction}`;
    return { takenAt, ...offsetOf(tags, source, time) };
  }
  return { takenAt: null, takenOffsetMinutes: null, takenOffsetSource: null };
}

function textOf(tags: RawTags, { time, clock }: TimeSource): unknown {
  return clock === undefined ? tags[time] : `${String(tags[time])} ${String(tags[clock])}`;
}

interface ParsedTime {
  /** Without fraction and offset. */
  local: string;
  fraction: string | null;
  offsetMinutes: number | null;
}

const TIME = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?\s*(Z|[+-]\d\d:?\d\d)?$/;

/** Photographs exist since 1826; what claims to be older is a camera that lost its clock. */
const FIRST_YEAR = 1826;

/** Null for what no calendar knows: year 0000, a thirteenth month, 30 February, hour 24. */
export function parseTime(value: unknown): ParsedTime | null {
  const match = typeof value === 'string' ? TIME.exec(value.trim()) : null;
  if (match === null) return null;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '00', fraction, zone] = match;
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const real =
    Number(year) >= FIRST_YEAR &&
    inRange(month, 1, 12) &&
    inRange(day, 1, days) &&
    inRange(hour, 0, 23) &&
    inRange(minute, 0, 59) &&
    inRange(second, 0, 59);
  if (!real) return null;
  return {
    local: `${year}-${month}-${day}T${hour}:${minute}:${second}`,
    fraction: fraction ?? null,
    offsetMinutes: parseOffset(zone),
  };
}

/** Minutes east of Greenwich, within the -12 to +14 hours that are in use. */
export function parseOffset(value: unknown): number | null {
  if (value === 'Z') return 0;
  const match = typeof value === 'string' ? /^([+-])(\d\d):?(\d\d)$/.exec(value.trim()) : null;
  if (match === null) return null;
  const minutes = (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
  return isOffset(minutes) && Number(match[3]) < 60 ? minutes : null;
}

type Offset = Pick<TakenAt, 'takenOffsetMinutes' | 'takenOffsetSource'>;

function offsetOf(tags: RawTags, source: TimeSource, time: ParsedTime): Offset {
  const tagged =
    (source.offset === undefined ? null : parseOffset(tags[source.offset])) ?? time.offsetMinutes;
  const own = tagged ?? offsetOfModifyDate(tags, time);
  if (own !== null) return { takenOffsetMinutes: own, takenOffsetSource: 'tag' };
  const gps = gpsTimeOf(tags);
  const measured = gps === null ? null : offsetFromGps(time.local, gps.local);
  return { takenOffsetMinutes: measured, takenOffsetSource: measured === null ? null : 'gps' };
}

/** UTC by definition. Some phones leave out the date, and then it could be any day's. */
function gpsTimeOf(tags: RawTags): ParsedTime | null {
  return (
    parseTime(`${String(tags['EXIF:GPSDateStamp'])} ${String(tags['EXIF:GPSTimeStamp'])}`) ??
    parseTime(tags['XMP:GPSDateTime'])
  );
}

/** Where the file was never written again, `ModifyDate` is the very moment it was taken, and its offset holds. */
function offsetOfModifyDate(tags: RawTags, time: ParsedTime): number | null {
  const modified = parseTime(tags['EXIF:ModifyDate']);
  return modified?.local === time.local ? parseOffset(tags['EXIF:OffsetTime']) : null;
}

const QUARTER = 15;
/** How far the GPS fix may lie from the photo. Past half of a quarter hour it could mean the next one. */
const GPS_TOLERANCE_MINUTES = 5;

/** The offset that turns the GPS time, which is UTC, into the local time; null where the two do not fit. */
export function offsetFromGps(local: string, utc: string): number | null {
  const minutes = (Date.parse(`${local}Z`) - Date.parse(`${utc}Z`)) / 60_000;
  const rounded = Math.round(minutes / QUARTER) * QUARTER;
  return Math.abs(minutes - rounded) <= GPS_TOLERANCE_MINUTES && isOffset(rounded) ? rounded + 0 : null;
}

function isOffset(minutes: number): boolean {
  return minutes >= -12 * 60 && minutes <= 14 * 60;
}

function inRange(text: string, low: number, high: number): boolean {
  return Number(text) >= low && Number(text) <= high;
}

function digits(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  return /^\d{1,9}$/.test(text) ? text : null;
}
