import type { RawTags } from './exif-tool-session.ts';
import { numberOf } from './tag-values.ts';

export interface Position {
  latitude: number;
  longitude: number;
}

/**
 * Both or none, in degrees, south and west negative. The point where equator and Greenwich meet is a place like any
 * other here; who reads it as "unset" may.
 */
export function positionOf(tags: RawTags): Position | null {
  return (
    both(tags['Composite:GPSLatitude'], tags['Composite:GPSLongitude']) ??
    both(
      signed(tags['EXIF:GPSLatitude'], tags['EXIF:GPSLatitudeRef'], 'S'),
      signed(tags['EXIF:GPSLongitude'], tags['EXIF:GPSLongitudeRef'], 'W'),
    ) ??
    both(tags['XMP:GPSLatitude'], tags['XMP:GPSLongitude'])
  );
}

function both(latitude: unknown, longitude: unknown): Position | null {
  // A zero denominator comes as a word: `undef`, `inf` or nothing.
  const [north, east] = [numberOf(latitude), numberOf(longitude)];
  if (north === null || east === null) return null;
  return Math.abs(north) <= 90 && Math.abs(east) <= 180 ? { latitude: north, longitude: east } : null;
}

/** EXIF has no negative numbers: the hemisphere is a tag of its own, and without it nobody knows which it is. */
function signed(value: unknown, hemisphere: unknown, negative: 'S' | 'W'): number | null {
  const degrees = numberOf(value);
  if (degrees === null || typeof hemisphere !== 'string' || hemisphere === '') return null;
  return hemisphere.toUpperCase().startsWith(negative) && degrees !== 0 ? -degrees : degrees;
}
