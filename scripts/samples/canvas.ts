import sharp from 'sharp';
import { Pixel } from './palette.ts';
import { clamp } from './shaping.ts';

/** Called for each pixel with what is there. `u` runs over 0…aspect, `v` over 0 (top) to 1, so shapes stay round. */
export type Painter = (pixel: Pixel, u: number, v: number) => void;
/** As `Painter`, with the place relative to a centre, in radii; `distance` is at most 1. */
export type SpotPainter = (pixel: Pixel, x: number, y: number, distance: number) => void;

/** A picture in floating point: light may be added beyond white and is rolled off once, at the end. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly aspect: number;
  /** Size of a pixel in the units of `u` and `v`: edges are softened over it. */
  readonly pixel: number;
  readonly #data: Float32Array;
  readonly #brush = new Pixel();

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.aspect = width / height;
    this.pixel = 1 / height;
    this.#data = new Float32Array(width * height * 3);
  }

  /** Paints the rows from `top` to `bottom` (0…1). */
  shade(paint: Painter, top = 0, bottom = 1): void {
    this.#area(0, this.width, Math.floor(top * this.height), Math.ceil(bottom * this.height), paint);
  }

  /** Paints a disc, and only its pixels: thousands of stars or windows cost little. */
  spot(u: number, v: number, radius: number, paint: SpotPainter): void {
    const scale = this.height;
    this.#area(
      Math.floor((u - radius) * scale),
      Math.ceil((u + radius) * scale) + 1,
      Math.floor((v - radius) * scale),
      Math.ceil((v + radius) * scale) + 1,
      (pixel, pu, pv) => {
        const x = (pu - u) / radius;
        const y = (pv - v) / radius;
        const distance = Math.sqrt(x * x + y * y);
        if (distance <= 1) paint(pixel, x, y, distance);
      },
    );
  }

  /** Paints a rectangle given by its edges. */
  box(left: number, top: number, right: number, bottom: number, paint: Painter): void {
    const scale = this.height;
    this.#area(
      Math.round(left * scale),
      Math.round(right * scale),
      Math.round(top * scale),
      Math.round(bottom * scale),
      paint,
    );
  }

  /** `line` worked out once per column instead of once per pixel: skylines are most of what a landscape costs. */
  profile(line: (u: number) => number): (u: number) => number {
    const heights = Float64Array.from({ length: this.width }, (_, x) => line(x * this.pixel));
    return (u) => heights[Math.round(u * this.height)] ?? line(u);
  }

  /** What is there now, the edge repeated outwards: for reflections. */
  read(u: number, v: number, into: Pixel): Pixel {
    const x = clamp(Math.round(u * this.height), 0, this.width - 1);
    const y = clamp(Math.round(v * this.height), 0, this.height - 1);
    const at = (y * this.width + x) * 3;
    into.r = this.#data[at] ?? 0;
    into.g = this.#data[at + 1] ?? 0;
    into.b = this.#data[at + 2] ?? 0;
    return into;
  }

  /**
   * Lays vector shapes on top. `body` is SVG content in units of a thousandth of the picture's height.
   * `blur` is in the same units.
   */
  async vector(body: string, options: { blur?: number; opacity?: number } = {}): Promise<void> {
    const svg =
      `<svg xmlns="http://www.w3.org/2000/svg" width="${this.width}" height="${this.height}" ` +
      `viewBox="0 0 ${this.aspect * 1000} 1000">${body}</svg>`;
    let image = sharp(Buffer.from(svg), { unlimited: true }).ensureAlpha();
    const sigma = ((options.blur ?? 0) * this.height) / 1000;
    if (sigma > 0.3) image = image.blur(sigma);
    const layer = await image.raw().toBuffer();
    const opacity = (options.opacity ?? 1) / 255;
    for (let at = 0, from = 0; at < this.#data.length; at += 3, from += 4) {
      const alpha = (layer[from + 3] ?? 0) * opacity;
      if (alpha === 0) continue;
      for (let channel = 0; channel < 3; channel++) {
        const below = this.#data[at + channel] ?? 0;
        this.#data[at + channel] = below + ((layer[from + channel] ?? 0) / 255 - below) * alpha;
      }
    }
  }

  /** The picture as 8-bit RGB: bright light rolled off as film does, and a dark edge as lenses have it. */
  develop(vignette = 0.22): Buffer {
    const out = Buffer.allocUnsafe(this.width * this.height * 3);
    const middleU = this.aspect / 2;
    const reach = 1 / (middleU * middleU + 0.25);
    for (let y = 0, at = 0; y < this.height; y++) {
      const dv = y / this.height - 0.5;
      for (let x = 0; x < this.width; x++) {
        const du = x / this.height - middleU;
        const far = (du * du + dv * dv) * reach;
        const dim = (1 - vignette * far * far) * 255;
        for (let channel = 0; channel < 3; channel++, at++) {
          const value = this.#data[at] ?? 0;
          // Straight up to 0.8, then bent so that 1.6 is all but white.
          const soft = value < 0.8 ? value : 0.8 + 0.2 * (1 - Math.exp((0.8 - value) * 4));
          out[at] = clamp(soft * dim + 0.5, 0, 255);
        }
      }
    }
    return out;
  }

  #area(left: number, right: number, top: number, bottom: number, paint: Painter): void {
    const fromX = Math.max(0, left);
    const toX = Math.min(this.width, right);
    const toY = Math.min(this.height, bottom);
    const data = this.#data;
    const brush = this.#brush;
    for (let y = Math.max(0, top); y < toY; y++) {
      const v = y * this.pixel;
      let at = (y * this.width + fromX) * 3;
      for (let x = fromX; x < toX; x++, at += 3) {
        brush.r = data[at] ?? 0;
        brush.g = data[at + 1] ?? 0;
        brush.b = data[at + 2] ?? 0;
        paint(brush, x * this.pixel, v);
        data[at] = brush.r;
        data[at + 1] = brush.g;
        data[at + 2] = brush.b;
      }
    }
  }
}
