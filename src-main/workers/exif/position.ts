import type { RawTags } from './exif-tool-session.ts';

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
  // A zero denominator comes as text: `undef`, `inf` or nothing.
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return null;
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}

/** EXIF has no negative numbers: the hemisphere is a tag of its own, and without it nobody knows which it is. */
function signed(value: unknown, hemisphere: unknown, negative: 'S' | 'W'): number | null {
  if (typeof value !== 'number' || typeof hemisphere !== 'string' || hemisphere === '') return null;
  return hemisphere.toUpperCase().startsWith(negative) && value !== 0 ? -value : value;
}
