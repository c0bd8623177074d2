export interface Position {
  latitude: number;
  longitude: number;
}

/** For people: `64.14598° N, 21.94221° W`. Five digits are a metre. */
export function positionText({ latitude, longitude }: Position): string {
  return `${degrees(latitude, 'N', 'S')}, ${degrees(longitude, 'E', 'W')}`;
}

function degrees(value: number, plus: string, minus: string): string {
  return `${Number(Math.abs(value).toFixed(5))}° ${value < 0 ? minus : plus}`;
}

/** As it stands in a field to type in: `64.145981, -21.942211`. */
export function typedPosition({ latitude, longitude }: Position): string {
  return [latitude, longitude].map((value) => Number(value.toFixed(6))).join(', ');
}

const SIGNED = /^([+\-−]?\d+(?:\.\d+)?)°?(?:\s*[,;]\s*|\s+)([+\-−]?\d+(?:\.\d+)?)°?$/;
/** Degrees alone, or with minutes and seconds, and the side of the world: `64°08'45.5"N`. */
const PART =
  /(\d+(?:\.\d+)?)°?\s*(?:(\d+(?:\.\d+)?)\s*['′’]\s*)?(?:(\d+(?:\.\d+)?)\s*["″”]\s*)?\s*([NSEW])/iy;

/** Reads what was typed, or pasted from a map; null where it is no place on Earth. */
export function readPosition(text: string): Position | null {
  const typed = text.trim();
  const [, first, second] = SIGNED.exec(typed) ?? [];
  const position =
    first !== undefined && second !== undefined
      ? { latitude: signed(first), longitude: signed(second) }
      : spelled(typed);
  if (position === null || Math.abs(position.latitude) > 90 || Math.abs(position.longitude) > 180)
    return null;
  return position;
}

const signed = (text: string) => Number(text.replace('−', '-'));

function spelled(text: string): Position | null {
  const parts: { value: number; side: string }[] = [];
  PART.lastIndex = 0;
  let rest = text;
  while (rest !== '') {
    PART.lastIndex = 0;
    const match = PART.exec(rest);
    if (match === null) return null;
    const [whole, degree, minute = '0', second = '0', side = ''] = match;
    const value = Number(degree) + Number(minute) / 60 + Number(second) / 3600;
    parts.push({ value: /[sw]/i.test(side) ? -value : value, side: side.toUpperCase() });
    rest = rest.slice(whole.length).replace(/^[\s,;]+/, '');
  }
  const [latitude, longitude] = parts;
  if (parts.length !== 2 || latitude === undefined || longitude === undefined) return null;
  if (!/[NS]/.test(latitude.side) || !/[EW]/.test(longitude.side)) return null;
  return { latitude: latitude.value, longitude: longitude.value };
}
