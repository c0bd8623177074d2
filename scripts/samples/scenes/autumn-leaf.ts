import { Noise } from '../noise.ts';
import { Gradient, hex } from '../palette.ts';
import { seeded } from '../random.ts';
import type { Scene } from '../scene.ts';
import { clamp, smoothstep } from '../shaping.ts';

const BACKDROP = new Gradient([0, '#1d2a16'], [0.35, '#6d5a1e'], [0.6, '#c4701c'], [1, '#f6c04a']);
const LIGHTS = [hex('#ffcf5a'), hex('#ff9a32'), hex('#f4e08a'), hex('#e8622a'), hex('#b8c860')] as const;
const LEAF = new Gradient([0, '#5a0f0c'], [0.4, '#b3261a'], [0.75, '#e8562a'], [1, '#ffb04a']);

/** Directions of the five lobes of a maple leaf and how far each reaches. */
const LOBES = [
  [0, 1],
  [0.95, 0.86],
  [-0.95, 0.86],
  [1.95, 0.56],
  [-1.95, 0.56],
] as const;

/** A maple leaf against an avenue out of focus. */
export const autumnLeaf: Scene = {
  name: 'autumn-leaf',
  aspect: 1,
  async paint(canvas) {
    const noise = new Noise(44);
    const random = seeded(2);
    canvas.shade((pixel, u, v) => {
      pixel.sample(BACKDROP, 0.72 - v * 0.5 + noise.fractal(u * 2.2, v * 2.2, 3) * 0.7);
    });
    for (let index = 0; index < 130; index++) {
      const light = random.pick(LIGHTS);
      const power = random.between(0.1, 0.34);
      const edge = random.between(0.04, 0.1);
      canvas.spot(
        random() * 1.05,
        random() ** 1.3 * 0.95,
        random.between(0.02, 0.075),
        (pixel, _x, _y, distance) => {
          const disc = smoothstep(1, 1 - edge * 2, distance);
          pixel.add(light, disc * power * (0.62 + 0.5 * smoothstep(0.6, 0.97, distance)));
        },
      );
    }
    await canvas.vector(
      '<path d="M512 560 Q540 760 470 1010" stroke="#7a1c14" stroke-width="9" fill="none"/>',
      { blur: 0.6 },
    );
    canvas.spot(0.5, 0.52, 0.46, (pixel, x, y, distance) => {
      const turn = -0.28;
      const angle = Math.atan2(
        x * Math.cos(turn) - y * Math.sin(turn),
        -(x * Math.sin(turn) + y * Math.cos(turn)),
      );
      let reach = 0.2;
      let vein = 1;
      for (const [direction, length] of LOBES) {
        const off = Math.abs(angle - direction);
        const saw = Math.abs(((distance * 9 + off * 3) % 1) - 0.5) * 0.1;
        reach = Math.max(reach, length * (1 - clamp(off / 0.62) ** 0.72) * 0.98 + 0.18 - saw);
        vein = Math.min(vein, off * distance * 60 + smoothstep(length * 0.92, length, distance) * 9);
        // Side veins leave the middle one at a slant.
        const slant = Math.abs((((distance - off * 0.55) * 11) % 1) - 0.5) * 10;
        if (off < 0.42) vein = Math.min(vein, slant * 0.8 + 0.55 + off * 2);
      }
      const inside = smoothstep(reach + 0.006, reach - 0.006, distance);
      if (inside === 0) return;
      const tone = 0.48 + noise.fractal(x * 3 + 5, y * 3, 5) * 0.6 + (x - y) * 0.16 - distance * 0.1;
      pixel.blend(LEAF, tone, inside);
      pixel.add([1, 0.75, 0.4], inside * (1 - smoothstep(0, 0.75, vein)) * 0.2);
      pixel.scale(1 - inside * smoothstep(reach - 0.05, reach, distance) * 0.25);
    });
  },
};
