import { clamp } from './shaping.ts';

/** Red, green and blue as shown on screen, 0…1. Above 1 is light that the finish rolls off. */
export type Rgb = readonly [number, number, number];

export function hex(code: string): Rgb {
  const value = Number.parseInt(code.slice(1), 16);
  return [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

const STEPS = 1024;

/** Colours along a line from 0 to 1, worked out once: looking one up costs three array reads. */
export class Gradient {
  readonly #table = new Float64Array((STEPS + 1) * 3);

  /** `stops`: position and colour, in rising order. */
  constructor(...stops: readonly (readonly [number, string])[]) {
    const points = stops.map(([at, code]) => ({ at, color: hex(code) }));
    for (let i = 0; i <= STEPS; i++) {
      const t = i / STEPS;
      const above = points.find((point) => point.at >= t) ?? points.at(-1);
      const below = points.findLast((point) => point.at <= t) ?? points[0];
      if (above === undefined || below === undefined) throw new Error('A gradient needs at least one stop');
      const share = above.at === below.at ? 0 : (t - below.at) / (above.at - below.at);
      for (let channel = 0; channel < 3; channel++) {
        const from = below.color[channel] ?? 0;
        this.#table[i * 3 + channel] = from + ((above.color[channel] ?? 0) - from) * share;
      }
    }
  }

  red(t: number): number {
    return this.#table[Math.round(clamp(t) * STEPS) * 3] ?? 0;
  }
  green(t: number): number {
    return this.#table[Math.round(clamp(t) * STEPS) * 3 + 1] ?? 0;
  }
  blue(t: number): number {
    return this.#table[Math.round(clamp(t) * STEPS) * 3 + 2] ?? 0;
  }
  at(t: number): Rgb {
    return [this.red(t), this.green(t), this.blue(t)];
  }
}

/** The one pixel that a painter works on. Changed in place: an object per pixel would be most of the time spent. */
export class Pixel {
  r = 0;
  g = 0;
  b = 0;

  set(color: Rgb): this {
    this.r = color[0];
    this.g = color[1];
    this.b = color[2];
    return this;
  }

  sample(gradient: Gradient, t: number): this {
    this.r = gradient.red(t);
    this.g = gradient.green(t);
    this.b = gradient.blue(t);
    return this;
  }

  /** `amount` 0 keeps what is there, 1 replaces it. */
  mix(color: Rgb, amount: number): this {
    this.r += (color[0] - this.r) * amount;
    this.g += (color[1] - this.g) * amount;
    this.b += (color[2] - this.b) * amount;
    return this;
  }

  blend(gradient: Gradient, t: number, amount: number): this {
    this.r += (gradient.red(t) - this.r) * amount;
    this.g += (gradient.green(t) - this.g) * amount;
    this.b += (gradient.blue(t) - this.b) * amount;
    return this;
  }

  /** Adds light. */
  add(color: Rgb, amount: number): this {
    this.r += color[0] * amount;
    this.g += color[1] * amount;
    this.b += color[2] * amount;
    return this;
  }

  scale(factor: number): this {
    this.r *= factor;
    this.g *= factor;
    this.b *= factor;
    return this;
  }
}
