import { Noise } from '../noise.ts';
import { Gradient, hex } from '../palette.ts';
import { seeded } from '../random.ts';
import type { Scene } from '../scene.ts';
import { bell, smoothstep } from '../shaping.ts';

const WATER = new Gradient([0, '#0a4f70'], [0.35, '#0f8aa0'], [0.7, '#45c8c0'], [1, '#b8ece0']);
const SAND = new Gradient([0, '#b08a62'], [0.35, '#d8b888'], [1, '#f6e2bc']);
const SHADES = [hex('#e8483c'), hex('#f4b83a'), hex('#ffffff'), hex('#3a8ac8'), hex('#f08a9a')] as const;

/** Surf on a beach, straight from above. */
export const beachFromAbove: Scene = {
  name: 'beach-from-above',
  aspect: 1,
  paint(canvas) {
    const noise = new Noise(66);
    const random = seeded(20);
    /** Distance from the water's edge: below 0 is sea. */
    const inland = (u: number, v: number) =>
      u * 0.86 + v * 0.42 - 0.78 + noise.fractal(u * 1.6, v * 1.6 + 7, 4) * 0.22;
    canvas.shade((pixel, u, v) => {
      const away = inland(u, v);
      if (away < 0.015) {
        const bar = noise.fractal(u * 3 + 4, v * 3, 4) * 0.3;
        pixel.sample(WATER, 1 + away * 1.7 + bar);
        const net = noise.ridged(u * 16, v * 16, 3);
        pixel.add([0.8, 1, 0.95], smoothstep(0.62, 0.86, net) * 0.16 * smoothstep(-0.6, -0.05, away));
        for (const [line, width] of [
          [-0.006, 0.02],
          [-0.085, 0.032],
          [-0.19, 0.02],
        ] as const) {
          const front = away - line + noise.fractal(u * 7 + line * 90, v * 7, 4) * 0.05;
          const lace = noise.ridged(u * 34 + line * 40, v * 34, 4);
          const trail = front > 0 ? bell(front, width * 0.28) : Math.exp(front / width);
          pixel.mix(
            [1, 1, 1],
            smoothstep(0.98 - trail * 0.95, 1.25 - trail * 0.8, lace + trail * 0.35) * 0.95,
          );
        }
        return;
      }
      const wet = smoothstep(0.09, 0.03, away + noise.fractal(u * 6, v * 6, 3) * 0.04);
      const grain = noise.at(u * 210, v * 210) * 0.09 + noise.fractal(u * 12, v * 12, 4) * 0.24;
      pixel.sample(SAND, 0.78 + grain - wet * 0.62);
      pixel.mix([0.72, 0.78, 0.74], wet * 0.2);
      pixel.mix([1, 1, 0.98], bell(away - 0.016, 0.006) * 0.7);
    });
    for (let index = 0; index < 46; index++) {
      const u = random();
      const v = random();
      const away = inland(u, v);
      if (away < 0.13) continue;
      const color = random.pick(SHADES);
      const radius = random.between(0.014, 0.021);
      canvas.spot(u + 0.017, v + 0.013, radius * 1.05, (pixel, _x, _y, distance) => {
        pixel.scale(1 - smoothstep(1, 0.8, distance) * 0.5);
      });
      canvas.spot(u, v, radius, (pixel, x, y, distance) => {
        const inside = smoothstep(1, 0.9, distance);
        const rib = Math.floor(((Math.atan2(y, x) + Math.PI) / (Math.PI * 2)) * 8) % 2;
        pixel.mix(rib === 0 ? color : [0.97, 0.95, 0.9], inside).scale(1 - inside * (x + y) * 0.16);
      });
    }
  },
};
