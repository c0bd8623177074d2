import { Noise } from '../noise.ts';
import { Gradient } from '../palette.ts';
import type { Scene } from '../scene.ts';
import { bell, lerp, smoothstep } from '../shaping.ts';

const SKY = new Gradient([0, '#10204a'], [0.45, '#3a5690'], [0.75, '#b08aa8'], [1, '#f2b48a']);
const SEA = new Gradient([0, '#d8a898'], [0.25, '#7f8ab0'], [1, '#1c2e58']);
const ROCK = new Gradient([0, '#0b0d18'], [0.5, '#3a3440'], [1, '#b88a78']);

/** A lighthouse at the blue hour, the sea smoothed by a long exposure. */
export const lighthouse: Scene = {
  name: 'lighthouse',
  aspect: 2 / 3,
  async paint(canvas) {
    const noise = new Noise(47);
    const horizon = 0.66;
    const lamp = { u: 0.415, v: 0.268 };
    canvas.shade(
      (pixel, u, v) => {
        pixel.sample(SKY, v / horizon);
        const drawn = noise.fractal(u * 1.2 - v * 0.4 + 3, v * 6 + u * 1.2, 5);
        pixel.mix([0.85, 0.66, 0.72], smoothstep(0.05, 0.45, drawn) * 0.5 * smoothstep(0, 0.5, v));
      },
      0,
      horizon,
    );
    canvas.shade((pixel, u, v) => {
      const depth = v - horizon;
      pixel.sample(SEA, depth * 2.4 + noise.fractal(u * 1.6, depth * 26, 4) * 0.2);
      pixel.add([1, 0.85, 0.6], bell(u - lamp.u, 0.03 + depth * 0.2) * 0.12);
    }, horizon);
    canvas.shade(
      (pixel, u, v) => {
        for (const [angle, power] of [
          [-0.16, 0.5],
          [Math.PI - 0.3, 0.38],
        ] as const) {
          const along = (u - lamp.u) * Math.cos(angle) + (v - lamp.v) * Math.sin(angle);
          const across = (v - lamp.v) * Math.cos(angle) - (u - lamp.u) * Math.sin(angle);
          if (along > 0)
            pixel.add([1, 0.92, 0.7], bell(across, 0.006 + along * 0.085) * power * Math.exp(-along * 2.1));
        }
      },
      0,
      horizon,
    );
    await canvas.vector(
      '<defs><linearGradient id="w" x1="0" x2="1"><stop offset="0" stop-color="#6a6f90"/><stop offset="0.55" stop-color="#dcd4dc"/>' +
        '<stop offset="1" stop-color="#f6d4bc"/></linearGradient><linearGradient id="r" x1="0" x2="1"><stop offset="0" stop-color="#4a1828"/>' +
        '<stop offset="1" stop-color="#d8503c"/></linearGradient></defs>' +
        '<path d="M388 300 L442 300 L464 672 L366 672Z" fill="url(#w)"/>' +
        '<path d="M384.500 362 L445.700 362 L450 436 L380 436Z M375.600 510 L454.400 510 L458.800 584 L371.200 584Z" fill="url(#r)"/>' +
        '<path d="M376 300 h78 v-9 h-78z" fill="#1c2038"/><path d="M394 291 v-42 h42 v42z" fill="#fff0c0"/>' +
        '<path d="M394 291 v-42 M408 291 v-42 M422 291 v-42 M436 291 v-42" stroke="#1c2038" stroke-width="3"/>' +
        '<path d="M388 250 q27 -42 54 0z" fill="#8a2430"/><path d="M415 222 v-20" stroke="#1c2038" stroke-width="2.500"/>' +
        '<path d="M408 640 h16 v32 h-16z M410 470 h10 v16 h-10z" fill="#2a2438"/>',
      { blur: 0.6 },
    );
    canvas.spot(lamp.u, lamp.v, 0.16, (pixel, _x, _y, distance) => {
      pixel.add([1, 0.88, 0.6], bell(distance, 0.22) * 0.75 + (1 - distance) ** 3 * 0.25);
    });
    const cliff = canvas.profile((u) => {
      const outer = smoothstep(0.62, 0.44, u) * 0.34 + bell(u - 0.6, 0.05) * 0.05;
      return (
        0.995 -
        outer -
        noise.ridged(u * 6, 4, 4) * 0.06 * smoothstep(0.74, 0.5, u) +
        smoothstep(0.12, 0, u) * 0.05
      );
    });
    canvas.shade((pixel, u, v) => {
      const top = cliff(u);
      const inside = smoothstep(top - 0.0015, top + 0.0015, v);
      if (inside === 0) return;
      const crack = noise.ridged(u * 9 + v * 4, v * 7, 5);
      pixel.blend(
        ROCK,
        lerp(0.75, 0.1, smoothstep(0, 0.2, v - top)) + (crack - 0.55) * 0.7 + u * 0.16,
        inside,
      );
      pixel.mix(
        [0.78, 0.74, 0.84],
        smoothstep(0.05, 0, Math.abs(v - 0.94 - noise.at(u * 4, 2) * 0.04)) * 0.22 * inside,
      );
    }, 0.55);
  },
};
