import type { Pixels } from './decode-picture.ts';

/** Levels by which one flat tone may differ from itself after a colour profile and a resize. */
const TOLERANCE = 2;

/** True where all pixels are the same. A real picture differs within its first few rows, so this costs nothing. */
export function isUniform({ data, channels }: Pick<Pixels, 'data' | 'channels'>): boolean {
  for (let i = channels; i < data.length; i += 1) {
    if (Math.abs((data[i] ?? 0) - (data[i % channels] ?? 0)) > TOLERANCE) return false;
  }
  return true;
}
