import type { Eta } from '../../../src-preload/contract/tasks.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Rounded {
  value: number;
  unit: 's' | 'min' | 'h';
}

function round(ms: number, direction: (value: number) => number): Rounded {
  if (ms < MINUTE) return { value: Math.max(5, direction(ms / 5000) * 5), unit: 's' };
  if (ms < 90 * MINUTE) return { value: Math.max(1, direction(ms / MINUTE)), unit: 'min' };
  return { value: direction(ms / HOUR), unit: 'h' };
}

/** `about 2–4 min left`. Coarse on purpose: digits that change every second say nothing. */
export function etaText(eta: Eta): string {
  const low = round(eta.lowMs, Math.floor);
  const high = round(eta.highMs, Math.ceil);
  if (high.unit === 's' && high.value <= 5) return 'a few seconds left';
  if (low.unit === high.unit) {
    if (low.value === high.value) return `about ${high.value} ${high.unit} left`;
    return `about ${low.value}–${high.value} ${high.unit} left`;
  }
  return `about ${low.value} ${low.unit} to ${high.value} ${high.unit} left`;
}

/** `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(ms: number): string {
  // Never "0.0 s": whatever was done took some time.
  if (ms < 10_000) return `${(Math.max(100, ms) / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** `just now`, `5 min ago`, `3 h ago`, then the date. */
export function ago(at: number, now: number): string {
  const age = Math.max(0, now - at);
  if (age < MINUTE) return 'just now';
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`;
  return new Date(at).toLocaleDateString('en', { day: 'numeric', month: 'short', year: 'numeric' });
}

/** `14:03:22` today, with the date before it otherwise. */
export function clockTime(at: number, now = Date.now()): string {
  return withDay(at, now, new Date(at).toLocaleTimeString('en-GB'));
}

/** The same without seconds, for what a person did or will see happen: `14:03`, `24 Nov 14:03`. */
export function shortTime(at: number, now = Date.now()): string {
  return withDay(at, now, new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' }));
}

function withDay(at: number, now: number, time: string): string {
  const date = new Date(at);
  if (date.toDateString() === new Date(now).toDateString()) return time;
  return `${date.getDate()} ${MONTHS[date.getMonth()]} ${time}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The day alone, for what lasts for days: `today`, `yesterday`, `12 May`, `12 May 2025` in another year. */
export function dateText(at: number, now = Date.now()): string {
  const date = new Date(at);
  const today = new Date(now);
  if (date.toDateString() === today.toDateString()) return 'today';
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (date.toDateString() === yesterday.toDateString()) return 'yesterday';
  const day = `${date.getDate()} ${MONTHS[date.getMonth()]}`;
  return date.getFullYear() === today.getFullYear() ? day : `${day} ${date.getFullYear()}`;
}

/** A day as statistics name it, `2026-11-24`, for people: `24 Nov`. */
export function dayText(day: string): string {
  const [, month, date] = day.split('-').map(Number);
  return month === undefined || date === undefined ? day : `${date} ${MONTHS[month - 1]}`;
}

/**
 * The camera's own local time as it wrote it. It never goes through `Date`, which would shift it by the zone of the
 * machine that happens to show it.
 */
export function takenText(takenAt: string, offsetMinutes: number | null): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2})(:\d{2})?/.exec(takenAt);
  if (match === null) return takenAt;
  const [, year, month, day, time, seconds] = match;
  const name = MONTHS[Number(month) - 1];
  if (name === undefined) return takenAt;
  return `${Number(day)} ${name} ${year}, ${time}${seconds ?? ''}${offsetMinutes === null ? '' : ` ${offsetText(offsetMinutes)}`}`;
}

function offsetText(minutes: number): string {
  const sign = minutes < 0 ? '−' : '+';
  const hours = String(Math.floor(Math.abs(minutes) / 60)).padStart(2, '0');
  return `UTC${sign}${hours}:${String(Math.abs(minutes) % 60).padStart(2, '0')}`;
}
