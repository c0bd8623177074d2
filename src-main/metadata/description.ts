/** What people write about a photo. */
export interface Description {
  /** 0 where there is none; -1 for rejected. */
  rating: number;
  title: string | null;
  caption: string | null;
  /** Local time, with its offset where the file names one: `2026-06-01T10:00:00.05+02:00`. */
  takenAt: string | null;
  /** Latitude and longitude in degrees, to six decimals: `64.145981,-21.942211`. */
  position: string | null;
  /** Flat keywords that are no part of a hierarchical one. Sorted. */
  subjects: string[];
  /** Keywords with their ancestors, `places|iceland`. Sorted. */
  hierarchical: string[];
  /** Names of people in the picture. Sorted. */
  people: string[];
}

export const NOTHING: Description = {
  rating: 0,
  title: null,
  caption: null,
  takenAt: null,
  position: null,
  subjects: [],
  hierarchical: [],
  people: [],
};

export type Field = keyof Description;
export const SCALARS = ['rating', 'title', 'caption', 'takenAt', 'position'] as const satisfies Field[];
export type ScalarField = (typeof SCALARS)[number];
export const LISTS = ['subjects', 'hierarchical', 'people'] as const satisfies Field[];
export type ListField = (typeof LISTS)[number];

/**
 * One form for the same meaning, so that comparing tells of changes and not of manners: programs write each level of a
 * hierarchical keyword as a flat one too, or its last only, or none.
 */
export function normalized(description: Description): Description {
  const hierarchical = unique(description.hierarchical.map(cleanPath).filter((path) => path.includes('|')));
  const covered = new Set(hierarchical.flatMap((path) => path.split('|')));
  const flat = [
    ...description.subjects,
    // A path of one level is a flat keyword.
    ...description.hierarchical.map(cleanPath).filter((path) => !path.includes('|')),
  ];
  return {
    ...description,
    title: textOf(description.title),
    caption: textOf(description.caption),
    subjects: unique(flat).filter((name) => !covered.has(name)),
    hierarchical,
    people: unique(description.people),
  };
}

export function isSame(field: Field, a: Description, b: Description): boolean {
  return JSON.stringify(a[field]) === JSON.stringify(b[field]);
}

/** True where a description says nothing at all of a field. */
export function isEmpty(field: Field, description: Description): boolean {
  return isSame(field, description, NOTHING);
}

/** @param degrees as the library has it; both or none */
export function positionText(latitude: number | null, longitude: number | null): string | null {
  if (latitude === null || longitude === null) return null;
  // Adding 0 makes of -0 a plain 0: both are the same place.
  return [latitude, longitude].map((degrees) => Number(degrees.toFixed(6)) + 0).join(',');
}

export function positionOf(text: string | null): { latitude: number; longitude: number } | null {
  const [latitude, longitude] = (text ?? '').split(',').map(Number);
  return text === null || latitude === undefined || longitude === undefined ? null : { latitude, longitude };
}

/** @param offsetMinutes only one that somebody wrote down: what was worked out from GPS is no statement */
export function timeText(local: string | null, offsetMinutes: number | null): string | null {
  if (local === null || offsetMinutes === null) return local;
  const minutes = Math.abs(offsetMinutes);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${local}${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(?:([+-])(\d\d):(\d\d))?$/;

/** Null for what is no time in the form of `timeText`. */
export function timeOf(text: string | null): { local: string; offsetMinutes: number | null } | null {
  const match = TIME.exec(text ?? '');
  if (match === null) return null;
  const [, local = '', sign, hours, minutes] = match;
  const offset = sign === undefined ? null : Number(hours) * 60 + Number(minutes);
  return { local, offsetMinutes: offset === null ? null : sign === '-' ? -offset : offset };
}

function cleanPath(path: string): string {
  return path
    .split('|')
    .flatMap((part) => textOf(part) ?? [])
    .join('|');
}

/** XML knows no control characters but these two, nor what is no character, and has one kind of line end. */
function textOf(text: string | null): string | null {
  const plain = (text ?? '')
    .replaceAll('\r\n', '\n')
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (mark) => (mark === '\n' || mark === '\t' ? mark : ''))
    .trim();
  return plain === '' ? null : plain;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names.flatMap((name) => textOf(name) ?? []))].sort();
}
