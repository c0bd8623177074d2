import { Noise } from '../noise.ts';
import { Gradient, Pixel } from '../palette.ts';
import { seeded } from '../random.ts';
import type { Scene } from '../scene.ts';
import { bell, lerp, smoothstep } from '../shaping.ts';

const SKY = new Gradient([0, '#3f78b5'], [0.6, '#a8cbe2'], [1, '#f5dccb']);
const FLANK = new Gradient([0, '#2f3b52'], [0.4, '#66738a'], [0.6, '#c9a08c'], [1, '#fff1e4']);
const WOODS = new Gradient([0, '#0d2420'], [0.6, '#25503a'], [1, '#6f9a4c']);
const STONE = new Gradient([0, '#2a2f34'], [0.5, '#6f7474'], [1, '#c9c2b4']);

/** First light on the peaks, twice. */
export const alpineLake: Scene = {
  name: 'alpine-lake',
  aspect: 1.5,
  paint(canvas) {
    const noise = new Noise(54);
    const random = seeded(6);
    const shore = 0.6;
    canvas.shade(
      (pixel, u, v) => {
        pixel.sample(SKY, v / shore);
        pixel.mix([1, 0.94, 0.9], smoothstep(0.1, 0.5, noise.fractal(u * 1.7, v * 8, 5)) * 0.6);
      },
      0,
      shore,
    );
    const range = canvas.profile(
      (u) => shore - 0.04 - bell(u - 0.86, 0.52) * 0.3 - (noise.ridged(u * 2.1 + 6, 1.5, 5) - 0.45) * 0.34,
    );
    canvas.shade(
      (pixel, u, v) => {
        const top = range(u);
        const inside = smoothstep(top - canvas.pixel, top + canvas.pixel, v);
        if (inside === 0) return;
        // Light from the left: how the flank rises towards it.
        const here = noise.ridged(u * 4.2, v * 5.2, 5);
        const slope = (noise.ridged(u * 4.2 - 0.035, v * 5.2 - 0.012, 5) - here) * 5;
        const height = smoothstep(shore, 0.2, v);
        pixel.blend(FLANK, 0.42 + slope * 0.55 + height * 0.28, inside);
        pixel.mix([0.66, 0.72, 0.82], inside * smoothstep(0.3, shore, v) * 0.5);
      },
      0.05,
      shore,
    );
    const firs = canvas.profile(
      (u) =>
        shore -
        0.03 -
        Math.abs(noise.at(u * 85, 2)) * 0.036 -
        noise.fractal(u * 3, 7, 2) * 0.05 -
        bell(u - 0.05, 0.3) * 0.08,
    );
    canvas.shade(
      (pixel, u, v) => {
        const top = firs(u);
        const inside = smoothstep(top - canvas.pixel, top + canvas.pixel, v);
        pixel.blend(WOODS, 0.35 + noise.fractal(u * 40, v * 30, 3) * 0.7 + (shore - v) * 1.5, inside);
      },
      0.4,
      shore,
    );
    const mirrored = new Pixel();
    canvas.shade((pixel, u, v) => {
      const depth = v - shore;
      const ripple = noise.fractal(u * 3, v * 50, 3) * depth * 0.16;
      canvas.read(u + ripple * 0.4, shore - 0.003 - depth + ripple, mirrored);
      pixel.r = lerp(mirrored.r * 0.84, 0.06, depth * 0.9);
      pixel.g = lerp(mirrored.g * 0.88, 0.22, depth * 0.9);
      pixel.b = lerp(mirrored.b * 0.9, 0.26, depth * 0.8);
      pixel.add([1, 1, 1], bell(depth, 0.004) * 0.3);
    }, shore);
    for (let index = 0; index < 90; index++) {
      const near = random() ** 0.7;
      const v = lerp(0.86, 1.03, near);
      const u = random() * canvas.aspect;
      const size = lerp(0.012, 0.07, near) * random.between(0.5, 1.1);
      const seed = random() * 200;
      canvas.spot(u, v, size, (pixel, x, y) => {
        const lump = Math.hypot(x, y * 1.7) + noise.fractal(x * 1.6 + seed, y * 1.6, 3) * 0.3;
        const inside = smoothstep(0.94, 0.88, lump);
        const tone = 0.5 - y * 0.75 - x * 0.22 + noise.fractal(x * 7 + seed, y * 7, 4) * 0.4;
        pixel.blend(STONE, tone, inside * 0.96);
      });
    }
  },
};
