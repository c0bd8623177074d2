import { Noise } from '../noise.ts';
import { Gradient, hex } from '../palette.ts';
import type { Scene } from '../scene.ts';
import { bell, fraction, smoothstep } from '../shaping.ts';

const SKY = new Gradient([0, '#1f5fa8'], [0.5, '#5c9fd6'], [0.85, '#b9dbea'], [1, '#e6ebe2']);
const ROCK = new Gradient([0, '#5a2a20'], [0.5, '#a9543a'], [1, '#dd8f5e']);
const EARTH = new Gradient([0, '#7a4526'], [0.5, '#b9753f'], [1, '#dca66a']);
const SCRUB = hex('#5a6136');
const ASPHALT = hex('#55535a');
const YELLOW = hex('#f2bf3a');

/** A straight road to the tables of rock at the horizon. */
export const desertRoad: Scene = {
  name: 'desert-road',
  aspect: 1.5,
  paint(canvas) {
    const noise = new Noise(71);
    const horizon = 0.53;
    canvas.shade(
      (pixel, u, v) => {
        pixel.sample(SKY, v / horizon);
        const puff = noise.fractal(u * 2.2, v * 5.5 + 8, 6);
        pixel.mix([1, 0.99, 0.96], smoothstep(0.06, 0.4, puff) * smoothstep(0.0, 0.24, v) * 0.9);
      },
      0,
      horizon,
    );
    const mesas = canvas.profile((u) => {
      const table = smoothstep(0.02, 0.09, noise.at(u * 2.3 + 0.6, 3.3)) * 0.105;
      const tower = smoothstep(0.34, 0.38, noise.at(u * 5.2, 8.1)) * 0.07;
      return horizon - 0.012 - table - tower - noise.fractal(u * 30, 2, 3) * 0.008;
    });
    canvas.shade(
      (pixel, u, v) => {
        const top = mesas(u);
        const inside = smoothstep(top - canvas.pixel, top + canvas.pixel, v);
        if (inside === 0) return;
        const strata = noise.fractal(u * 3, v * 130, 3) * 0.32;
        const cleft = noise.ridged(u * 34, v * 6, 3) * 0.55;
        pixel.blend(ROCK, 0.9 + strata - cleft + (top - v) * 1.5, inside);
        pixel.mix([0.78, 0.72, 0.7], inside * 0.22);
      },
      horizon - 0.22,
      horizon + 0.01,
    );
    canvas.shade((pixel, u, v) => {
      const depth = v - horizon + 0.002;
      const far = 1 / depth;
      const side = (u - 0.75) * far;
      pixel.sample(
        EARTH,
        0.55 + noise.fractal(side * 1.3 + 40, far * 1.3, 5) * 0.8 + noise.at(u * 200, v * 260) * 0.06,
      );
      const bush = noise.at(side * 2.4 + 9, far * 2.4) + noise.at(side * 7, far * 7) * 0.5;
      pixel.mix(SCRUB, smoothstep(0.24, 0.5, bush) * 0.85 * smoothstep(0, 0.05, depth));
      const road = Math.abs(side);
      const blur = Math.min(0.2, far * canvas.pixel);
      const on = smoothstep(1.02 + blur, 1.02 - blur, road + noise.at(far * 2, 4) * 0.02);
      const grain = noise.fractal(side * 16, far * 3, 3) * 0.1 + noise.at(u * 260, v * 300) * 0.08;
      const wheel = bell(road - 0.5, 0.2) * 0.06;
      pixel.mix([ASPHALT[0] + grain - wheel, ASPHALT[1] + grain - wheel, ASPHALT[2] + grain - wheel], on);
      pixel.mix(
        [0.93, 0.92, 0.88],
        on * smoothstep(0.035 + blur, 0.035 - blur * 0.2, Math.abs(road - 0.9)) * 0.85,
      );
      const dash = smoothstep(0.42, 0.48, Math.abs(fraction(far * 0.32 + 0.2) - 0.5));
      pixel.mix(YELLOW, on * smoothstep(0.035 + blur, 0.035 - blur * 0.2, road) * dash);
      pixel.mix([0.88, 0.76, 0.64], bell(depth, 0.035) * 0.55);
    }, horizon);
  },
};
