import { Noise } from '../noise.ts';
import { Gradient, hex } from '../palette.ts';
import { seeded } from '../random.ts';
import type { Scene } from '../scene.ts';
import { bell, clamp, smoothstep } from '../shaping.ts';

const GARDEN = new Gradient([0, '#0f2414'], [0.5, '#2f5a2c'], [1, '#8fb04a']);
const PETAL = new Gradient([0, '#8a3a04'], [0.4, '#e89a0c'], [0.8, '#ffd028'], [1, '#fff0a0']);
const SEED = new Gradient([0, '#120803'], [0.5, '#5a300e'], [1, '#d8a03a']);
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** A sunflower filling the frame. */
export const sunflower: Scene = {
  name: 'sunflower',
  aspect: 1,
  paint(canvas) {
    const noise = new Noise(35);
    const random = seeded(16);
    canvas.shade((pixel, u, v) => {
      pixel.sample(GARDEN, 0.5 - v * 0.3 + noise.fractal(u * 3, v * 3, 3) * 0.8);
    });
    for (let index = 0; index < 40; index++) {
      canvas.spot(random(), random(), random.between(0.03, 0.08), (pixel, _x, _y, distance) => {
        pixel.add(hex('#d8e880'), smoothstep(1, 0.85, distance) * 0.07);
      });
    }
    const petals = [
      { count: 21, from: 0.16, to: 0.5, width: 0.16, dark: 0.72, turn: 0.09 },
      { count: 21, from: 0.16, to: 0.455, width: 0.155, dark: 0.88, turn: 0.24 },
      { count: 17, from: 0.15, to: 0.39, width: 0.15, dark: 1, turn: 0 },
    ];
    for (const ring of petals) {
      for (let index = 0; index < ring.count; index++) {
        const angle = ((index + random.between(-0.22, 0.22)) / ring.count) * Math.PI * 2 + ring.turn;
        const tip = ring.to * random.between(0.9, 1.06);
        const curl = random.between(-0.3, 0.3);
        const middle = (ring.from + tip) / 2;
        const cos = Math.cos(angle);
        const sin = Math.sin(angle);
        canvas.spot(0.5 + cos * middle, 0.5 + sin * middle, (tip - ring.from) / 2 + 0.03, (pixel, x, y) => {
          const size = (tip - ring.from) / 2 + 0.03;
          const along = ((x * cos + y * sin) * size + middle - ring.from) / (tip - ring.from);
          if (along < 0 || along > 1) return;
          const bend = Math.sin(along * Math.PI) * curl * 0.05;
          const across =
            ((y * cos - x * sin) * size - bend) /
            (ring.width * 0.5 * Math.sin(Math.PI * along ** 0.8) ** 0.8 + 0.0001) /
            0.55;
          const inside = smoothstep(1.03, 0.95, Math.abs(across));
          if (inside === 0) return;
          const vein =
            noise.at(across * 6 + index * 9, along * 1.5 + index) * 0.14 +
            noise.at(across * 17 + index, along * 2) * 0.08;
          const tone = 0.34 + along * 0.46 + vein - across * 0.14 - bell(across, 0.12) * 0.06;
          const edge = 1 - smoothstep(0.7, 1, Math.abs(across)) * 0.3;
          pixel.mix(
            [
              PETAL.red(tone) * ring.dark * edge,
              PETAL.green(tone) * ring.dark * edge,
              PETAL.blue(tone) * ring.dark * edge,
            ],
            inside,
          );
        });
      }
    }
    const heart = 0.2;
    canvas.spot(0.5, 0.5, heart * 1.06, (pixel, _x, _y, distance) => {
      pixel.mix([0.07, 0.035, 0.012], smoothstep(1, 0.94, distance) * 0.95);
    });
    const seeds = 900;
    for (let index = seeds; index > 0; index--) {
      const share = index / seeds;
      const away = heart * Math.sqrt(share);
      const angle = index * GOLDEN;
      const u = 0.5 + Math.cos(angle) * away;
      const v = 0.5 + Math.sin(angle) * away;
      const bloom = smoothstep(0.6, 0.95, share) * 0.4 + smoothstep(0.12, 0, share) * 0.25;
      const size = 0.0052 + share * 0.0034;
      canvas.spot(u, v, size, (pixel, x, y, distance) => {
        const dome = Math.sqrt(Math.max(0, 1 - distance * distance));
        const light = clamp(-x * 0.4 - y * 0.5 + dome * 0.6);
        pixel.blend(
          SEED,
          light * 0.62 + bloom + noise.at(u * 60, v * 60) * 0.1,
          smoothstep(1, 0.75, distance),
        );
      });
    }
  },
};
