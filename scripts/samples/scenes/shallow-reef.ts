import { Noise } from '../noise.ts';
import { Gradient, hex } from '../palette.ts';
import { seeded } from '../random.ts';
import type { Scene } from '../scene.ts';
import { bell, lerp, smoothstep } from '../shaping.ts';

const WATER = new Gradient([0, '#b8f4f0'], [0.2, '#3fc0d0'], [0.55, '#0d6a9c'], [1, '#062a52']);

/** Looking up through clear water: sun rays, bubbles and a shoal. */
export const shallowReef: Scene = {
  name: 'shallow-reef',
  aspect: 3 / 4,
  async paint(canvas) {
    const noise = new Noise(27);
    const random = seeded(88);
    canvas.shade((pixel, u, v) => {
      const swell = noise.fractal(u * 2.5, v * 2, 3) * 0.07;
      pixel.sample(WATER, v * 1.05 + Math.abs(u - 0.42) * 0.25 + swell);
      const angle = Math.atan2(u - 0.42, v + 0.22);
      const ray = noise.at(angle * 13, 2) * 0.6 + noise.at(angle * 31, 6) * 0.5;
      pixel.add([0.7, 1, 0.95], smoothstep(-0.1, 0.75, ray) * Math.exp(-v * 2.1) * 0.42);
      const far = 1 / (v + 0.06);
      const net = noise.ridged((u - 0.42) * far * 0.8 + 5, far * 1.1, 3);
      pixel.add([1, 1, 1], smoothstep(0.62, 0.88, net) * smoothstep(0.26, 0, v) * 0.85);
    });
    const rock = canvas.profile(
      (u) =>
        0.9 -
        (u > 0.4 ? smoothstep(0.35, 0.8, u) * 0.24 : smoothstep(0.35, 0, u) * 0.14) -
        noise.ridged(u * 5, 3, 4) * 0.09,
    );
    canvas.shade((pixel, u, v) => {
      const top = rock(u);
      const inside = smoothstep(top - 0.003, top + 0.003, v);
      if (inside === 0) return;
      const polyp = noise.ridged(u * 30, v * 30, 4);
      const light = smoothstep(0.22, 0, v - top) * 0.34;
      const hue = noise.at(u * 5, v * 7);
      pixel.mix(
        [
          0.04 + light * polyp * (0.8 + hue * 1.4),
          0.15 + light * polyp * 0.65,
          0.24 + light * polyp * (0.75 - hue * 0.4),
        ],
        inside,
      );
    }, 0.5);
    const fish: string[] = [];
    for (let index = 0; index < 64; index++) {
      const near = random() ** 2;
      const x = 380 + random.between(-260, 300);
      const y = 460 + (x - 380) * -0.32 + random.between(-90, 90);
      const size = lerp(6, 20, near);
      const tilt = random.between(-24, 2);
      const color = near > 0.45 ? '#f6c83a' : '#174a6a';
      fish.push(
        `<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${tilt.toFixed(1)}) scale(${size.toFixed(2)})" opacity="${lerp(0.55, 0.95, near).toFixed(2)}">` +
          `<path d="M-1 0 Q0 -0.62 1.1 0 Q0 0.62 -1 0 L-1.6 -0.45 L-1.45 0 L-1.6 0.45 Z" fill="${color}"/>` +
          '<path d="M-0.6 -0.22 Q0.2 -0.5 0.9 -0.08 Q0.1 -0.2 -0.6 -0.22Z" fill="#ffffff" opacity="0.35"/></g>',
      );
    }
    await canvas.vector(fish.join(''), { blur: 0.7 });
    for (let index = 0; index < 90; index++) {
      const v = random.between(0.05, 0.85);
      const u = 0.2 + noise.at(v * 3, 1) * 0.05 + random.between(-0.05, 0.05) * (1.2 - v);
      canvas.spot(u, v, random.between(0.002, 0.009), (pixel, x, y, distance) => {
        const rim = smoothstep(0.55, 0.95, distance) * smoothstep(1, 0.93, distance);
        pixel.add(hex('#d8ffff'), rim * 0.4 + bell(Math.hypot(x + 0.35, y + 0.4), 0.2) * 0.7);
      });
    }
  },
};
