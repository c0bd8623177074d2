export function clamp(value: number, low = 0, high = 1): number {
  return value < low ? low : Math.min(value, high);
}

export function lerp(from: number, to: number, t: number): number {
  return from + (to - from) * t;
}

/** 0 below `low`, 1 above `high`, an S between. With `low > high` it falls instead of rising. */
export function smoothstep(low: number, high: number, value: number): number {
  const t = clamp((value - low) / (high - low));
  return t * t * (3 - 2 * t);
}

/** A soft bump of height 1 around 0 that has faded to 0.37 at `width`. */
export function bell(distance: number, width: number): number {
  const x = distance / width;
  return Math.exp(-x * x);
}

export function fraction(value: number): number {
  return value - Math.floor(value);
}
