import { Noise } from '../noise.ts';
import { Gradient, hex, Pixel } from '../palette.ts';
import { seeded } from '../random.ts';
import type { Scene } from '../scene.ts';
import { bell, smoothstep } from '../shaping.ts';

const NIGHT = new Gradient([0, '#05060f'], [0.5, '#141230'], [0.62, '#2a1a3c'], [1, '#07070f']);
const NEON = [
  hex('#ff2f8a'),
  hex('#22d8ff'),
  hex('#ffb02e'),
  hex('#8a4cff'),
  hex('#ff5a3c'),
  hex('#3cffb0'),
] as const;

/** City lights through a wet window. */
export const neonRain: Scene = {
  name: 'neon-rain',
  aspect: 1.5,
  paint(canvas) {
    const noise = new Noise(29);
    const random = seeded(1984);
    canvas.shade((pixel, u, v) => {
      pixel.sample(NIGHT, v + noise.fractal(u * 2, v * 2, 3) * 0.14);
    });
    for (let index = 0; index < 120; index++) {
      const u = random() * canvas.aspect;
      const v = 0.56 - Math.abs(random() + random() - 1) * 0.5;
      const color = random.pick(NEON);
      const radius = random.between(0.02, 0.075);
      const power = random.between(0.16, 0.5);
      canvas.spot(u, v, radius, (pixel, _x, _y, distance) => {
        pixel.add(color, smoothstep(1, 0.93, distance) * power * (0.62 + 0.55 * distance ** 4));
      });
      // The street is wet: every light runs down it.
      const length = random.between(0.1, 0.36);
      canvas.box(u - radius, 0.66, u + radius, 1, (pixel, pu, pv) => {
        const x = (pu - u + noise.at(pv * 22, index) * 0.012) / radius;
        const broken = 0.7 + noise.at(pu * 9, pv * 70) * 0.75;
        pixel.add(
          color,
          bell(x, 0.5) *
            Math.exp(-(pv - 0.66) / length) *
            smoothstep(0.66, 0.75, pv) *
            power *
            0.6 *
            Math.max(0, broken),
        );
      });
    }
    const behind = new Pixel();
    const drops = Array.from({ length: 420 }, () => ({
      u: random() * canvas.aspect,
      v: random(),
      radius: 0.003 + random() ** 6 * 0.026,
    }));
    for (const drop of drops) {
      canvas.spot(drop.u, drop.v, drop.radius, (pixel, x, y, distance) => {
        // A drop is a lens: it shows what is far around it, upside down.
        canvas.read(drop.u - x * 0.22, drop.v - y * 0.3, behind);
        const inside = smoothstep(1, 0.86, distance);
        const rim = 1 - smoothstep(0.55, 1, distance) * 0.75;
        pixel.mix([behind.r * 1.15 * rim, behind.g * 1.15 * rim, behind.b * 1.15 * rim], inside);
        pixel.add(
          [1, 1, 1],
          bell(Math.hypot(x + 0.32, y + 0.42), 0.2) * 0.55 + bell(Math.hypot(x - 0.3, y - 0.55), 0.28) * 0.14,
        );
      });
    }
  },
};
