import type { Pixels } from './pixels.ts';

/** Levels by which one flat tone may differ from itself after a colour profile and a resize. */
const TOLERANCE = 2;
/** Share of pixels that may differ: the few blocks a decoder makes of the last bytes before the cut. */
const STRAYS = 0.001;

/** True where all of a picture but a few strays has the tone of its last pixel, which is where nothing was decoded. */
export function isUniform({ data, channels }: Pick<Pixels, 'data' | 'channels'>): boolean {
  const allowed = (data.length / channels) * STRAYS;
  const last = data.length - channels;
  let strays = 0;
  for (let at = 0; at < data.length; at += channels) {
    if (!isNear(data, at, last, channels)) {
      strays += 1;
      if (strays > allowed) return false;
    }
  }
  return true;
}

function isNear(data: Buffer, at: number, other: number, channels: number): boolean {
  for (let i = 0; i < channels; i += 1) {
    if (Math.abs((data[at + i] ?? 0) - (data[other + i] ?? 0)) > TOLERANCE) return false;
  }
  return true;
}
