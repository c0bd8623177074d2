import { Noise } from '../noise.ts';
import { Gradient, hex } from '../palette.ts';
import { seeded } from '../random.ts';
import type { Scene } from '../scene.ts';
import { bell, lerp, smoothstep } from '../shaping.ts';

const MIST = new Gradient([0, '#dfe6c8'], [0.4, '#c6d6b8'], [0.75, '#8fae94'], [1, '#3f5a48']);
const BARK = hex('#141d17');
const FERN = new Gradient([0, '#15261a'], [0.5, '#3d6a35'], [1, '#a8c860']);

/** Trunks fading into mist, with the sun somewhere behind them. */
export const mistyForest: Scene = {
  name: 'misty-forest',
  aspect: 4 / 3,
  paint(canvas) {
    const noise = new Noise(8);
    const random = seeded(19);
    canvas.shade((pixel, u, v) => {
      pixel.sample(MIST, v + noise.fractal(u * 2, v * 3, 4) * 0.2);
      pixel.add([1, 0.95, 0.7], bell(Math.hypot(u - 0.82, v - 0.2), 0.42) * 0.35);
    });
    const layers = 7;
    for (let layer = 0; layer < layers; layer++) {
      const near = layer / (layers - 1);
      const ground = lerp(0.66, 1.05, near);
      for (let tree = 0; tree < lerp(26, 4, near); tree++) {
        const foot = random() * canvas.aspect * 1.1 - 0.05;
        const lean = random.between(-0.035, 0.035);
        const girth = lerp(0.006, 0.042, near ** 1.3) * random.between(0.7, 1.25);
        const seed = random() * 90;
        canvas.box(foot - girth - 0.05, 0, foot + girth + 0.05, Math.min(1, ground), (pixel, u, v) => {
          const middle = foot + lean * (ground - v) + noise.at(v * 1.3 + seed, seed) * girth * 0.45;
          const half = girth * (0.55 + 0.45 * v) * (1 + bell(ground - v, 0.03) * 0.9);
          const x = (u - middle) / half;
          if (x > 1.2 || x < -1.2) return;
          const inside = smoothstep(1 + canvas.pixel / half, 1 - canvas.pixel / half, Math.abs(x));
          if (inside === 0) return;
          const bark = noise.fractal(u * 55 + seed, v * 9, 3) * 0.35 * near;
          const rim = smoothstep(0.2, 1, -x) * 0.22 * near;
          pixel.mix(
            [BARK[0] + (bark + rim) * 0.5, BARK[1] + (bark + rim) * 0.5, BARK[2] + (bark + rim) * 0.36],
            inside * lerp(0.22, 0.97, near),
          );
        });
      }
      const undergrowth = canvas.profile(
        (u) => ground - 0.03 - noise.fractal(u * lerp(14, 5, near) + layer * 9, layer, 4) * 0.09,
      );
      canvas.shade((pixel, u, v) => {
        const top = undergrowth(u);
        const inside = smoothstep(top - 0.004, top + 0.01, v);
        if (inside === 0) return;
        const leaf = 0.32 + noise.fractal(u * 42, v * 60 + layer * 5, 4) * 0.75;
        pixel.blend(FERN, leaf, inside * lerp(0.2, 0.92, near));
      }, ground - 0.16);
      if (layer % 2 === 0) {
        canvas.shade((pixel, u, v) => {
          const drift = smoothstep(0.05, 0.6, noise.fractal(u * 2 + layer * 5, v * 4, 3) + 0.28);
          pixel.mix([0.86, 0.9, 0.78], drift * 0.3 * (1 - near) * smoothstep(0.1, 0.6, v));
        }, 0.1);
      }
    }
    canvas.shade((pixel, u, v) => {
      const angle = Math.atan2(u - 0.82, v + 0.25);
      const ray = smoothstep(0.08, 0.55, noise.at(angle * 9, 2) + noise.at(angle * 23, 7) * 0.4);
      pixel.add([1, 0.95, 0.65], ray * 0.2 * bell(v - 0.25, 0.5));
    });
  },
};
