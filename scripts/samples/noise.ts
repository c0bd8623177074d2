import { seeded } from './random.ts';

/** Gradient noise on a lattice that repeats only every 256 units. Values lie in about -1…1. */
export class Noise {
  readonly #order = new Uint8Array(512);
  readonly #gradientX = new Float64Array(256);
  readonly #gradientY = new Float64Array(256);

  constructor(seed: number) {
    const random = seeded(seed);
    for (let i = 0; i < 256; i++) {
      const angle = random() * Math.PI * 2;
      this.#gradientX[i] = Math.cos(angle) * 1.5;
      this.#gradientY[i] = Math.sin(angle) * 1.5;
      this.#order[i] = i;
    }
    for (let i = 255; i > 0; i--) {
      const j = random.int(0, i);
      const held = this.#order[i] ?? 0;
      this.#order[i] = this.#order[j] ?? 0;
      this.#order[j] = held;
    }
    this.#order.copyWithin(256, 0, 256);
  }

  at(x: number, y: number): number {
    const floorX = Math.floor(x);
    const floorY = Math.floor(y);
    const fx = x - floorX;
    const fy = y - floorY;
    const left = floorX & 255;
    const top = floorY & 255;
    const a = this.#corner(left, top, fx, fy);
    const b = this.#corner(left + 1, top, fx - 1, fy);
    const c = this.#corner(left, top + 1, fx, fy - 1);
    const d = this.#corner(left + 1, top + 1, fx - 1, fy - 1);
    const easeX = fx * fx * fx * (fx * (fx * 6 - 15) + 10);
    const easeY = fy * fy * fy * (fy * (fy * 6 - 15) + 10);
    const upper = a + (b - a) * easeX;
    const lower = c + (d - c) * easeX;
    return upper + (lower - upper) * easeY;
  }

  /** Clouds, ground, stone: each octave twice as fine and half as strong as the one before. */
  fractal(x: number, y: number, octaves: number): number {
    let sum = 0;
    let strength = 0.5;
    for (let octave = 0; octave < octaves; octave++) {
      sum += this.at(x, y) * strength;
      // Turned a little each time, or the lattice shows as a cross-hatch.
      const turned = x * 1.6 - y * 1.2;
      y = x * 1.2 + y * 1.6 + 17.3;
      x = turned + 31.7;
      strength *= 0.5;
    }
    return sum;
  }

  /** 0…1, with sharp crests at 1: mountain flanks, water caustics, foam. */
  ridged(x: number, y: number, octaves: number): number {
    let sum = 0;
    let strength = 0.5;
    for (let octave = 0; octave < octaves; octave++) {
      const fold = 1 - Math.abs(this.at(x, y));
      sum += fold * fold * strength;
      const turned = x * 1.6 - y * 1.2;
      y = x * 1.2 + y * 1.6 + 11.1;
      x = turned + 7.9;
      strength *= 0.5;
    }
    return sum;
  }

  #corner(x: number, y: number, dx: number, dy: number): number {
    const order = this.#order;
    const index = order[(order[x & 255] ?? 0) + (y & 255)] ?? 0;
    return (this.#gradientX[index] ?? 0) * dx + (this.#gradientY[index] ?? 0) * dy;
  }
}
