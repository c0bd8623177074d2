import { Noise } from '../noise.ts';
import { hex, type Rgb } from '../palette.ts';
import type { Scene } from '../scene.ts';
import { bell, fraction, smoothstep } from '../shaping.ts';

const GLASS: readonly Rgb[] = [
  hex('#c81e3a'),
  hex('#1f48c0'),
  hex('#f0b428'),
  hex('#14807a'),
  hex('#6a2aa0'),
  hex('#e8622a'),
  hex('#2a9ae0'),
];

/** Stained glass, seen from a dark nave. */
export const roseWindow: Scene = {
  name: 'rose-window',
  aspect: 3 / 4,
  paint(canvas) {
    const noise = new Noise(97);
    const middle = { u: 0.375, v: 0.4 };
    const rings = [0.05, 0.125, 0.2, 0.265, 0.318];
    const petals = [1, 8, 16, 24, 32];
    canvas.shade((pixel, u, v) => {
      const x = u - middle.u;
      const y = v - middle.v;
      const distance = Math.hypot(x, y);
      const stone = noise.fractal(u * 16, v * 16, 5) * 0.05;
      const row = fraction(v * 13);
      const joint =
        Math.min(row, 1 - row) < 0.025 ||
        Math.abs(fraction(u * 7 + (Math.floor(v * 13) % 2) * 0.5) - 0.5) > 0.488;
      const wall = 0.055 + stone + bell(distance - 0.34, 0.1) * 0.12 - (joint ? 0.018 : 0);
      pixel.set([wall * 1.12, wall, wall * 0.92]);
      // What the window throws on the wall below it.
      const spill = smoothstep(0.7, 0.95, v);
      const tint = GLASS[Math.floor(Math.abs(noise.at(u * 9, v * 5)) * 19) % GLASS.length] ?? GLASS[0];
      if (tint !== undefined)
        pixel.add(tint, spill * bell(x, 0.24) * (0.12 + noise.fractal(u * 8, v * 8, 3) * 0.16));
      const ring = rings.findIndex((radius) => distance < radius);
      if (ring < 0) {
        pixel.add([1, 0.9, 0.75], bell(distance - 0.325, 0.008) * 0.14);
        return;
      }
      const inner = rings[ring - 1] ?? 0;
      const outer = rings[ring] ?? 1;
      const count = petals[ring] ?? 1;
      const turn = ((Math.atan2(y, x) / (Math.PI * 2) + 1) % 1) * count + (ring % 2) * 0.5;
      const across = (distance - inner) / (outer - inner);
      const spoke = (0.5 - Math.abs(fraction(turn) - 0.5)) * ((distance * Math.PI * 2) / count);
      const rim = Math.min(distance - inner, outer - distance);
      const arch = count > 1 ? bell(Math.hypot(fraction(turn) - 0.5, (across - 0.5) * 1.1) - 0.36, 0.045) : 0;
      const lead = Math.max(
        count > 1 ? smoothstep(0.0062, 0.0036, spoke) : 0,
        smoothstep(0.0072, 0.0046, rim),
        arch > 0.5 ? 1 : 0,
      );
      const inside = count > 1 && Math.hypot(fraction(turn) - 0.5, (across - 0.5) * 1.1) < 0.36 ? 3 : 0;
      const pane = Math.floor(turn) % count;
      const color = GLASS[(pane * 2 + ring * 3 + inside + (pane % 3)) % GLASS.length] ?? [1, 1, 1];
      const glow =
        0.72 +
        noise.fractal(u * 26 + pane * 5, v * 26, 4) * 0.5 +
        bell(Math.hypot(x + 0.09, y + 0.12), 0.3) * 0.5;
      pixel
        .set(color)
        .scale(glow)
        .add([1, 1, 0.9], 0.07 * glow);
      pixel.mix([0.018, 0.016, 0.02], lead);
    });
  },
};
