import { Noise } from '../noise.ts';
import { Gradient, hex } from '../palette.ts';
import type { Scene } from '../scene.ts';
import { bell, fraction, smoothstep } from '../shaping.ts';

const SKY = new Gradient([0, '#6a86c0'], [0.5, '#d8a8b8'], [0.8, '#ffc99a'], [1, '#ffe6b8']);
const BLOOM = new Gradient([0, '#2a1646'], [0.4, '#6a3fa0'], [0.75, '#a67ad8'], [1, '#e8c8ff']);
const SOIL = hex('#7a5a4a');
const LEAF = hex('#3a5a3c');

/** Rows of lavender running to a lone farmhouse. */
export const lavender: Scene = {
  name: 'lavender',
  aspect: 1.5,
  async paint(canvas) {
    const noise = new Noise(17);
    const horizon = 0.4;
    canvas.shade(
      (pixel, u, v) => {
        pixel.sample(SKY, v / horizon);
        const veil = smoothstep(0.0, 0.4, noise.fractal(u * 1.5 + 3, v * 10, 5));
        pixel.mix([1, 0.8, 0.76], veil * 0.5);
        pixel.add([1, 0.8, 0.5], bell(Math.hypot(u - 0.42, v - horizon), 0.3) * 0.5);
      },
      0,
      horizon + 0.01,
    );
    const hills = canvas.profile((u) => horizon - 0.03 - noise.fractal(u * 1.6, 4, 3) * 0.09);
    const trees = canvas.profile((u) => horizon - 0.006 - Math.abs(noise.fractal(u * 22, 9, 3)) * 0.035);
    canvas.shade(
      (pixel, u, v) => {
        pixel.mix([0.62, 0.5, 0.62], smoothstep(hills(u), hills(u) + 0.004, v) * 0.75);
        pixel.mix([0.25, 0.3, 0.3], smoothstep(trees(u), trees(u) + 0.004, v) * 0.9);
      },
      horizon - 0.12,
      horizon + 0.01,
    );
    await canvas.vector(
      '<g transform="translate(1010 352)"><path d="M0 48 V14 L30 0 L60 14 V48 Z" fill="#c8a488"/>' +
        '<path d="M-4 16 L30 -2 L64 16 L64 10 L30 -9 L-4 10 Z" fill="#8a4a3a"/>' +
        '<path d="M12 26 h8 v10 h-8z M40 26 h8 v10 h-8z" fill="#4a3a44"/></g>' +
        '<g fill="#24352c"><ellipse cx="990" cy="368" rx="8" ry="34"/><ellipse cx="1088" cy="374" rx="7" ry="28"/></g>',
      { blur: 0.8 },
    );
    canvas.shade((pixel, u, v) => {
      const depth = v - horizon + 0.012;
      const far = 1 / depth;
      const side = (u - 0.62) * far;
      const row = side * 0.62 + noise.at(far * 0.3, 3) * 0.05;
      const across = fraction(row) - 0.5;
      const index = Math.floor(row);
      // Stalks stand up: the texture is drawn out towards the eye.
      const stalk =
        noise.fractal(side * 5, far * 1.6 + index * 3, 3) +
        noise.at(u * 130, v * 60) * 0.45 * smoothstep(0.03, 0.3, depth);
      const round = 1 - (Math.abs(across) / 0.43) ** 2;
      const bush = smoothstep(-0.12, 0.14, round + stalk * 0.35);
      pixel
        .set(SOIL)
        .scale(0.75 + stalk * 0.4)
        .mix(LEAF, smoothstep(0.3, -0.3, stalk) * 0.4);
      const tone = 0.34 + round * 0.26 + stalk * 0.42 - across * 0.3;
      const detail = smoothstep(0, 0.06, depth);
      pixel.blend(BLOOM, tone * detail + 0.5 * (1 - detail), bush * detail + (1 - detail));
      pixel.add([1, 0.72, 0.5], bell(u - 0.42, 0.5) * bell(depth, 0.22) * 0.26);
    }, horizon);
  },
};
