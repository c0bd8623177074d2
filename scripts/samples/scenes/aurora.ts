import { Noise } from '../noise.ts';
import { Gradient, hex, Pixel } from '../palette.ts';
import { seeded } from '../random.ts';
import type { Scene } from '../scene.ts';
import { lerp, smoothstep } from '../shaping.ts';

const SKY = new Gradient([0, '#050a1c'], [0.6, '#0a2036'], [1, '#1b4a52']);
const GREEN = hex('#4dff9a');
const TEAL = hex('#2ad0c8');
const VIOLET = hex('#a04cf0');

/** Northern lights over a fjord. */
export const aurora: Scene = {
  name: 'aurora',
  aspect: 1.5,
  paint(canvas) {
    const noise = new Noise(101);
    const random = seeded(31);
    const shore = 0.72;
    canvas.shade((pixel, _u, v) => {
      pixel.sample(SKY, v / shore);
    });
    for (let index = 0; index < 700; index++) {
      const bright = random() ** 6;
      canvas.spot(
        random() * canvas.aspect,
        random() * shore,
        0.0012 + bright * 0.0022,
        (pixel, _x, _y, distance) => {
          pixel.add([0.85, 0.92, 1], (1 - distance) * (0.3 + bright));
        },
      );
    }
    for (let curtain = 0; curtain < 4; curtain++) {
      const hem = canvas.profile(
        (u) => lerp(0.34, 0.6, curtain / 3) + noise.fractal(u * 1.3 + curtain * 6.1, curtain * 3.7, 3) * 0.34,
      );
      const power = canvas.profile((u) => {
        const fold = noise.at(u * 26 + curtain * 9, 1) * 0.28 + noise.at(u * 80, curtain) * 0.16;
        return (
          smoothstep(-0.3, 0.45, noise.at(u * 1.7 + curtain * 4, 7)) *
          (0.6 + fold) *
          lerp(0.8, 0.5, curtain / 3)
        );
      });
      const reach = canvas.profile((u) => 0.2 + noise.at(u * 3.4 + curtain * 2, 5) * 0.11);
      canvas.shade((pixel, u, v) => {
        const above = hem(u) - v;
        const glow = above < 0 ? Math.exp(above / 0.016) : Math.exp(-above / reach(u));
        const light = glow * power(u);
        pixel.add(GREEN, light * Math.exp(-Math.max(0, above) / 0.13) * 0.85);
        pixel.add(TEAL, light * 0.3);
        pixel.add(VIOLET, light * smoothstep(0.06, 0.34, above) * 0.95);
      });
    }
    const peaks = canvas.profile(
      (u) => shore - 0.02 - Math.max(0, noise.ridged(u * 1.5 + 2, 6, 5) - 0.42) * 0.44,
    );
    canvas.shade(
      (pixel, u, v) => {
        const top = peaks(u);
        const inside = smoothstep(top - canvas.pixel, top + canvas.pixel, v);
        if (inside === 0) return;
        const snow =
          smoothstep(0.38, 0.62, noise.ridged(u * 7 + v * 3, v * 9, 4)) * smoothstep(0.2, 0.0, v - top);
        pixel.mix([0.02 + snow * 0.22, 0.05 + snow * 0.36, 0.08 + snow * 0.36], inside);
      },
      0.35,
      shore,
    );
    const mirrored = new Pixel();
    canvas.shade((pixel, u, v) => {
      const depth = v - shore;
      const ripple = noise.fractal(u * 5, v * 60, 3) * depth;
      canvas.read(u + ripple * 0.12, shore - 0.003 - depth * 1.5 + ripple * 0.25, mirrored);
      pixel.r = mirrored.r * 0.62;
      pixel.g = mirrored.g * 0.66;
      pixel.b = mirrored.b * 0.72 + 0.015;
    }, shore);
  },
};
