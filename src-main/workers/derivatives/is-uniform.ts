import type { Pixels } from './decode-picture.ts';

/** True where all pixels are the same. A real picture differs within its first few pixels, so this costs nothing. */
export function isUniform({ data, channels }: Pick<Pixels, 'data' | 'channels'>): boolean {
  for (let i = channels; i < data.length; i += 1) {
    if (data[i] !== data[i - channels]) return false;
  }
  return true;
}
