import { Noise } from '../noise.ts';
import { Gradient, hex } from '../palette.ts';
import type { Scene } from '../scene.ts';
import { bell, lerp, smoothstep } from '../shaping.ts';

const SKY = new Gradient([0, '#2b2a4c'], [0.35, '#7a4a6b'], [0.7, '#e08a5a'], [1, '#ffd9a0']);
const LIT = new Gradient([0, '#5d2c26'], [0.5, '#c8713a'], [1, '#ffc27a']);
const SHADE = hex('#2a1830');
const HAZE = hex('#e9a274');

/** Dunes at dusk: each has one crest that parts its lit side from its shadow. */
export const dunes: Scene = {
  name: 'dunes',
  aspect: 1.5,
  paint(canvas) {
    const noise = new Noise(11);
    const horizon = 0.47;
    canvas.shade((pixel, u, v) => {
      pixel.sample(SKY, v / horizon + noise.fractal(u * 1.4, v * 9, 4) * 0.12);
      pixel.add([1, 0.62, 0.3], bell(Math.hypot(u - 1.06, (v - horizon) * 1.3), 0.32) * 0.55);
      pixel.add([1, 0.9, 0.7], smoothstep(0.043, 0.038, Math.hypot(u - 1.06, v - horizon + 0.03)) * 0.9);
    });
    const dunes = 6;
    const sizes = Array.from({ length: dunes }, (_, index) => lerp(0.05, 0.34, index / (dunes - 1)));
    const crests = sizes.map((size, index) => {
      const base = lerp(horizon + 0.005, 0.9, (index / (dunes - 1)) ** 1.35);
      return canvas.profile(
        (u) => base - size * (noise.at(u / (size * 4.2) + index * 7.3, index * 3.1) * 0.5 + 0.5),
      );
    });
    for (const [index, crest] of crests.entries()) {
      const near = index / (dunes - 1);
      const size = sizes[index] ?? 0;
      const nearer = crests.slice(index + 1);
      canvas.shade((pixel, u, v) => {
        const top = crest(u);
        const inside = smoothstep(top - canvas.pixel, top + canvas.pixel, v);
        if (inside === 0 || nearer.some((other) => v > other(u) + canvas.pixel)) return;
        const depth = (v - top) / size;
        // The wind side: a line that wanders down from the crest, ragged by the noise.
        const wander = noise.fractal(depth * 1.6 + index * 4, index * 2.7, 2) * 0.5;
        const spine =
          noise.at(u / (size * 2.3) + 40 + index * 5 - depth * 0.5 + wander, index * 1.7) +
          depth * 0.1 -
          0.04;
        const sunlit = smoothstep(-0.02, 0.03 + depth * 0.16, spine);
        const ripple = Math.sin((v * 240 + noise.fractal(u * 5, v * 14, 3) * 16) / (0.35 + near)) * near;
        const tone = 0.86 - depth * 0.35 + ripple * 0.09 + noise.fractal(u * 70, v * 90, 2) * 0.14;
        const sand: [number, number, number] = [LIT.red(tone), LIT.green(tone), LIT.blue(tone)];
        const dark = SHADE.map((part, channel) => part + (sand[channel] ?? 0) * 0.24) as typeof sand;
        pixel.mix(dark, inside);
        pixel.mix(sand, inside * sunlit);
        pixel.mix(HAZE, inside * (1 - near) ** 2 * 0.62);
      }, horizon - 0.06);
    }
  },
};
