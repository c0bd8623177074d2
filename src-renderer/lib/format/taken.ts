import { isTimeTaken } from '../../../src-preload/contract/taken-at.ts';

/**
 * The time of a shot as people type it. Always the local time as the camera had it, and beside it the offset where that is
 * known: nothing here goes through the zone of the machine.
 */
export interface TakenTime {
  /** `2025-06-01T12:00:00`, with a fraction where there is one. */
  local: string;
  offsetMinutes: number | null;
}

const STORED = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:\d\d)?$/;

/** A time in the form of the contract; null for anything else. */
export function timeOf(text: string): TakenTime | null {
  const [, local, offset] = STORED.exec(text) ?? [];
  return local === undefined ? null : { local, offsetMinutes: minutesOf(offset) };
}

/** In the form of the contract: `2025-06-01T12:00:00+02:00`. */
export function storedTime({ local, offsetMinutes }: TakenTime): string {
  return offsetMinutes === null ? local : `${local}${offsetSign(offsetMinutes)}`;
}

/** As it stands in a field to type in: `2025-06-01 12:00:00 +02:00`. */
export function typedTime({ local, offsetMinutes }: TakenTime): string {
  const offset = offsetMinutes === null ? '' : ` ${offsetSign(offsetMinutes)}`;
  return `${local.replace('T', ' ').replace(/\.0+$/, '')}${offset}`;
}

const TYPED =
  /^(\d{4})[-./:](\d{1,2})[-./:](\d{1,2})[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?\s*(Z|UTC|(?:UTC)?[+\-−]\d{1,2}(?::?\d{2})?)?$/i;

/** Reads what was typed or pasted; null where it is no time, or none that there was. */
export function readTime(text: string): TakenTime | null {
  const match = TYPED.exec(text.trim());
  if (match === null) return null;
  const [, year, month, day, hours, minutes, seconds = '00', fraction = '', offset] = match;
  const two = (part: string | undefined) => (part ?? '').padStart(2, '0');
  const whole = `${year}-${two(month)}-${two(day)}T${two(hours)}:${minutes}:${seconds}`;
  // 31 February would become a day of March.
  const real = new Date(`${whole}Z`);
  if (Number.isNaN(real.getTime()) || real.toISOString().slice(0, 19) !== whole) return null;
  const offsetMinutes = minutesOf(offset);
  const time = { local: whole + fraction, offsetMinutes };
  return isTimeTaken(storedTime(time)) ? time : null;
}

/** @param local as it is stored */
export function shiftedTime(local: string, seconds: number): string {
  const [whole = local, fraction] = local.split('.');
  const shifted = new Date(Date.parse(`${whole}Z`) + seconds * 1000).toISOString().slice(0, 19);
  return fraction === undefined ? shifted : `${shifted}.${fraction}`;
}

const SHIFT = /^([+\-−]?)\s*(\d{1,6}):(\d{2})(?::(\d{2}))?$/;
const SPELLED = /^([+\-−]?)\s*(?:(\d+)\s*h)?\s*(?:(\d+)\s*m(?:in)?)?\s*(?:(\d+)\s*s)?$/i;

/** `1:30`, `-0:00:45`, `+1h 30min`: by how many seconds; null where it is none of that. */
export function readShift(text: string): number | null {
  const typed = text.trim();
  const match = SHIFT.exec(typed) ?? SPELLED.exec(typed);
  if (match === null || !/\d/.test(typed)) return null;
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match;
  const all = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return sign === '-' || sign === '−' ? -all : all;
}

/** `1 h 30 min later`, `45 s earlier`. */
export function shiftText(seconds: number): string {
  const size = Math.abs(seconds);
  const parts = [
    [Math.floor(size / 3600), 'h'],
    [Math.floor(size / 60) % 60, 'min'],
    [size % 60, 's'],
  ].flatMap(([value, unit]) => (value === 0 ? [] : [`${value} ${unit}`]));
  return `${parts.join(' ')} ${seconds < 0 ? 'earlier' : 'later'}`;
}

/** @param text `+02:00`, `-5`, `UTC+0530` or `Z` */
function minutesOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const [, sign, hours = '0', minutes = '0'] = /([+\-−])(\d{1,2}):?(\d{2})?/.exec(text) ?? [];
  const size = Number(hours) * 60 + Number(minutes);
  return sign === undefined || size === 0 ? 0 : sign === '+' ? size : -size;
}

function offsetSign(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
