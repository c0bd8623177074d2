import { Noise } from '../noise.ts';
import { Gradient, hex } from '../palette.ts';
import { seeded } from '../random.ts';
import type { Scene } from '../scene.ts';
import { bell, lerp, smoothstep } from '../shaping.ts';

const SKY = new Gradient([0, '#7fb0d0'], [0.6, '#f0dcb4'], [1, '#ffe9bc']);
const FIELDS = [
  new Gradient([0, '#3a4a1c'], [0.5, '#7a9a3a'], [1, '#d0d870']),
  new Gradient([0, '#5a4a1c'], [0.5, '#c09a42'], [1, '#f6d88a']),
  new Gradient([0, '#24401e'], [0.5, '#4f7f3a'], [1, '#a8c868']),
] as const;
const HAZE = hex('#f6dfb4');

/** Rolling fields with cypresses, early in the morning. */
export const hillCountry: Scene = {
  name: 'hill-country',
  aspect: 16 / 9,
  async paint(canvas) {
    const noise = new Noise(83);
    const random = seeded(42);
    canvas.shade((pixel, u, v) => {
      pixel.sample(SKY, v * 2.1 + noise.fractal(u * 1.3, v * 6, 4) * 0.16);
      pixel.add([1, 0.85, 0.55], bell(Math.hypot(u - 1.4, v - 0.3), 0.3) * 0.4);
    });
    const hills = 7;
    for (let index = 0; index < hills; index++) {
      const near = index / (hills - 1);
      const size = lerp(0.06, 0.26, near);
      const crest = canvas.profile(
        (u) =>
          lerp(0.4, 0.92, near ** 1.2) -
          (noise.at(u / (size * 4.6) + index * 5.7, index * 2.3) + 0.5) * size * 0.75,
      );
      const field = FIELDS[(index * 2 + 1) % 3] ?? FIELDS[0];
      const other = FIELDS[index % 3] ?? FIELDS[0];
      canvas.shade((pixel, u, v) => {
        const top = crest(u);
        const inside = smoothstep(top - canvas.pixel, top + canvas.pixel, v);
        if (inside === 0) return;
        const depth = (v - top) / size;
        const slope = (crest(Math.min(canvas.aspect - 0.01, u + 0.01)) - top) / 0.01;
        const row = Math.sin(
          (u * lerp(260, 90, near) + depth * lerp(30, 55, near)) * 0.9 + noise.at(u * 3, depth) * 6,
        );
        const tone = 0.5 + slope * 0.75 - depth * 0.28 + row * 0.07 + noise.fractal(u * 30, v * 50, 3) * 0.16;
        const seam = smoothstep(
          -0.01,
          0.01,
          noise.at((u * 1.9) / (0.35 + near) + index * 8, depth * 0.9 + index),
        );
        pixel.blend(field, tone, inside).blend(other, tone, inside * seam);
        pixel.mix(HAZE, inside * ((1 - near) ** 1.6 * 0.72 + smoothstep(0.5, 1.4, depth) * 0.16));
      }, 0.2);
      const trees: string[] = [];
      const count = index === 0 || index === hills - 1 ? 0 : random.int(2, 7);
      const start = random.between(0.1, canvas.aspect - 0.3);
      for (let tree = 0; tree < count; tree++) {
        const u = start + tree * lerp(0.012, 0.05, near) + random.between(-0.004, 0.004);
        const height = lerp(16, 92, near) * random.between(0.75, 1.15);
        const foot = crest(Math.min(u, canvas.aspect - 0.01)) * 1000 + height * 0.06;
        const width = height * 0.105;
        trees.push(
          `<path d="M${(u * 1000).toFixed(1)} ${(foot - height).toFixed(1)} q${width.toFixed(1)} ${(height * 0.6).toFixed(1)} ${(width * 0.5).toFixed(1)} ${height.toFixed(1)} h${(-width).toFixed(1)} q${(-width * 0.5).toFixed(1)} ${(-height * 0.4).toFixed(1)} ${(width * 0.5).toFixed(1)} ${(-height).toFixed(1)}Z"/>`,
        );
      }
      const dark = FIELDS[2]
        .at(0)
        .map((part, channel) => Math.round(lerp(HAZE[channel] ?? 0, part, 0.35 + near * 0.6) * 255));
      if (trees.length > 0)
        await canvas.vector(`<g fill="rgb(${dark.join(',')})">${trees.join('')}</g>`, { blur: 0.8 });
    }
  },
};
