import { Noise } from '../noise.ts';
import { Gradient, hex } from '../palette.ts';
import type { Scene } from '../scene.ts';
import { bell, lerp, smoothstep } from '../shaping.ts';

const SKY = new Gradient([0, '#5f7f9d'], [0.5, '#c9c4b8'], [0.8, '#f6dcb4'], [1, '#fbe9cf']);
const FOG = hex('#e8ddd0');
const FAR = hex('#a3b3bd');
const NEAR = hex('#0e2430');

/** Ridge behind ridge, with fog lying in each valley. */
export const fogRidges: Scene = {
  name: 'fog-ridges',
  aspect: 16 / 9,
  paint(canvas) {
    const noise = new Noise(23);
    canvas.shade((pixel, u, v) => {
      pixel.sample(SKY, v * 1.7 + noise.fractal(u * 1.2, v * 6, 4) * 0.14);
      pixel.add([1, 0.85, 0.6], bell(Math.hypot(u - 0.45, v - 0.3), 0.3) * 0.4);
    });
    const ridges = 8;
    const crests = Array.from({ length: ridges }, (_, index) => {
      const near = index / (ridges - 1);
      const base = lerp(0.34, 0.97, near);
      const relief = lerp(0.1, 0.3, near);
      return canvas.profile((u) => {
        const hills = noise.ridged(u * lerp(2.6, 1.1, near) + index * 13.7, index * 9.2, 3) - 0.45;
        // The nearest ridges carry trees, so their edge is ragged.
        const trees = near > 0.5 ? Math.abs(noise.at(u * 95, index)) * 0.016 * near : 0;
        return base - hills * relief - trees - noise.fractal(u * 16, index * 4, 3) * 0.012;
      });
    });
    for (const [index, crest] of crests.entries()) {
      const near = index / (ridges - 1);
      const nearer = crests[index + 1];
      const rock = FAR.map((part, channel) => lerp(part, NEAR[channel] ?? 0, near ** 0.8));
      const [red = 0, green = 0, blue = 0] = rock;
      canvas.shade((pixel, u, v) => {
        const top = crest(u);
        const inside = smoothstep(top - canvas.pixel, top + canvas.pixel, v);
        if (inside === 0 || (nearer !== undefined && v > nearer(u) + canvas.pixel)) return;
        const shade = 1 + noise.fractal(u * 9 + index * 3, v * 13, 4) * 0.16;
        pixel.mix([red * shade, green * shade, blue * shade], inside);
        const valley = smoothstep(0, 0.2, v - top + noise.fractal(u * 3 + index, v * 5, 4) * 0.11);
        pixel.mix(FOG, inside * valley * lerp(0.92, 0.35, near));
      }, 0.1);
    }
  },
};
