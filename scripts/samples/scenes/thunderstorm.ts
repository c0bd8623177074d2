import { Noise } from '../noise.ts';
import { Gradient } from '../palette.ts';
import { seeded } from '../random.ts';
import type { Scene } from '../scene.ts';
import { bell, smoothstep } from '../shaping.ts';

const CLOUD = new Gradient([0, '#0a0a18'], [0.4, '#2a2a4c'], [0.7, '#5f5a8a'], [1, '#d8c8ec']);

/** Lightning over the plain. */
export const thunderstorm: Scene = {
  name: 'thunderstorm',
  aspect: 1.5,
  async paint(canvas) {
    const noise = new Noise(13);
    const random = seeded(7007);
    const horizon = 0.8;
    const strike = 0.94;
    canvas.shade(
      (pixel, u, v) => {
        const warp = noise.fractal(u * 1.4, v * 2.2, 3) * 0.6;
        const mass = noise.fractal(u * 1.5 + warp, v * 3.4 + warp, 6);
        const belly = noise.ridged(u * 2.6 + warp, v * 5.5, 4);
        const flash = bell(Math.hypot(u - strike, (v - 0.2) * 1.5), 0.42);
        pixel.sample(
          CLOUD,
          0.26 + mass * 0.42 + (belly - 0.55) * 0.26 + flash * (0.42 + mass * 0.5) + v * 0.12,
        );
        pixel.mix([0.86, 0.5, 0.42], smoothstep(0.52, horizon, v) * 0.42);
        const rain = noise.at(u * 60 + v * 14, v * 2.2) * 0.5 + 0.5;
        pixel.mix([0.32, 0.28, 0.42], smoothstep(0.3, 0.7, v) * bell(u - 0.45, 0.24) * rain * 0.6);
      },
      0,
      horizon,
    );
    const strokes: string[] = [];
    bolt(strike * 1000, 150, 1000, 802, 7, 0);
    const path = `<g fill="none" stroke-linecap="round" stroke-linejoin="round">${strokes.join('')}</g>`;
    await canvas.vector(path.replaceAll('#fff', '#9a7cff'), { blur: 16, opacity: 0.9 });
    await canvas.vector(path.replaceAll('#fff', '#c8b8ff'), { blur: 4, opacity: 0.9 });
    await canvas.vector(path, { blur: 0.5 });
    const trees = canvas.profile((u) => horizon - Math.max(0, noise.fractal(u * 9, 2, 4)) * 0.05);
    canvas.shade((pixel, u, v) => {
      const inside = smoothstep(trees(u) - canvas.pixel, trees(u) + canvas.pixel, v);
      if (inside === 0) return;
      const field =
        0.06 + smoothstep(horizon, 1, v) * 0.05 + noise.fractal(u * 30, (v - horizon) * 160, 3) * 0.05;
      const lit =
        bell(Math.hypot(u - 1, (v - horizon) * 3), 0.4) * 0.14 * smoothstep(horizon, horizon + 0.03, v);
      pixel.mix([field + lit * 0.8, field * 0.95 + lit * 0.75, field * 0.85 + lit * 1.2], inside);
    }, horizon - 0.08);

    /** From one point to another in ragged steps, with side branches that die out. */
    function bolt(x: number, y: number, toX: number, toY: number, width: number, level: number): void {
      const steps = level === 0 ? 26 : 9;
      const points: string[] = [`M${x.toFixed(1)} ${y.toFixed(1)}`];
      let atX = x;
      for (let step = 1; step <= steps; step++) {
        const t = step / steps;
        const jitter = (1 - t) * 46 * random.between(-1, 1) + random.between(-9, 9);
        atX = x + (toX - x) * t + jitter;
        const atY = y + (toY - y) * t;
        points.push(`L${atX.toFixed(1)} ${atY.toFixed(1)}`);
        if (level < 2 && random() < 0.26) {
          const aside = random.between(-1, 1) < 0 ? -1 : 1;
          bolt(
            atX,
            atY,
            atX + aside * random.between(60, 210),
            atY + random.between(50, 190),
            width * 0.42,
            level + 1,
          );
        }
      }
      strokes.push(`<path d="${points.join(' ')}" stroke="#fff" stroke-width="${width.toFixed(1)}"/>`);
    }
  },
};
