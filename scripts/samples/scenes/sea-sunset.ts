import { Noise } from '../noise.ts';
import { Gradient, hex } from '../palette.ts';
import type { Scene } from '../scene.ts';
import { bell, smoothstep } from '../shaping.ts';

const SKY = new Gradient(
  [0, '#35507f'],
  [0.4, '#8f7ba0'],
  [0.7, '#f09a72'],
  [0.9, '#ffc878'],
  [1, '#ffe2a0'],
);
const CLOUD = new Gradient([0, '#3d3656'], [0.6, '#b3566a'], [1, '#ffb070']);
const SEA = new Gradient([0, '#c98a72'], [0.15, '#7a6f8c'], [0.5, '#2f4a6e'], [1, '#10233f']);
const SUN = hex('#fff0c0');

/** A wide sea with the sun's path on it. */
export const seaSunset: Scene = {
  name: 'sea-sunset',
  aspect: 3,
  async paint(canvas) {
    const noise = new Noise(31);
    const horizon = 0.56;
    const sun = 1.95;
    canvas.shade(
      (pixel, u, v) => {
        pixel.sample(SKY, v / horizon);
        const reach = Math.hypot(u - sun, v - horizon + 0.07);
        const height = 0.02 + (horizon - v) * 0.5;
        const streak = noise.fractal(
          u * 1.1 + noise.at(u * 2, v * 3) * 0.4,
          ((horizon - v) / (height + 0.12)) * 4.2,
          6,
        );
        const cloud = smoothstep(0.02, 0.34, streak) * smoothstep(0, 0.1, horizon - v);
        pixel.blend(CLOUD, 0.35 + v * 0.7 + bell(reach, 0.7) * 0.35 - streak * 0.5, cloud * 0.85);
        pixel.add([1, 0.7, 0.35], bell(reach, 0.35) * 0.45);
        pixel.add(SUN, smoothstep(0.052, 0.047, reach) * 1.1);
      },
      0,
      horizon,
    );
    canvas.shade((pixel, u, v) => {
      const depth = v - horizon;
      const distance = 1 / (depth + 0.012);
      pixel.sample(SEA, depth * 2.1 + noise.fractal(u * distance * 0.35, distance * 1.6, 5) * 0.26);
      const wave =
        noise.at(u * distance * 1.5 + 7, distance * 7) +
        noise.at(u * distance * 3.4, distance * 15 + 3) * 0.6;
      const path = bell(u - sun + noise.at(distance * 0.8, 3) * 0.02, 0.05 + depth * 0.42);
      pixel.add([1, 0.72, 0.42], path * smoothstep(0.05 - path * 0.35, 0.75, wave) * 1.25);
      pixel.add([1, 0.6, 0.5], bell(depth, 0.03) * 0.16);
    }, horizon);
    await canvas.vector(
      '<g fill="#241b2c"><path d="M902 556 l52 0 l-9 11 l-36 0 z"/><path d="M926 552 l0 -66 l26 62 z"/>' +
        '<path d="M922 552 l0 -58 l-18 54 z"/></g>',
    );
  },
};
