import { Noise } from '../noise.ts';
import { Gradient, hex } from '../palette.ts';
import { seeded } from '../random.ts';
import type { Scene } from '../scene.ts';
import { bell, smoothstep } from '../shaping.ts';

const SKY = new Gradient([0, '#03060f'], [0.55, '#0c1a36'], [0.85, '#27406a'], [1, '#7a6a72']);
const CORE = hex('#ffdcb0');
const ARM = hex('#8f9be0');
const ROSE = hex('#d06a9a');

/** The Milky Way above a ridge, and one lit tent. */
export const milkyWay: Scene = {
  name: 'milky-way',
  aspect: 2 / 3,
  async paint(canvas) {
    const noise = new Noise(5);
    const random = seeded(77);
    const across = (u: number, v: number) => (u - 0.36) * 0.87 + (v - 0.42) * 0.5;
    const along = (u: number, v: number) => (v - 0.42) * 0.87 - (u - 0.36) * 0.5;
    canvas.shade((pixel, u, v) => {
      pixel.sample(SKY, v * 1.15);
      const x = across(u, v);
      const y = along(u, v);
      const warp = noise.fractal(u * 3, v * 3, 4);
      const band = bell(x + warp * 0.09, 0.13) * (0.6 + 0.4 * bell(y - 0.2, 0.5));
      const cloud = 0.55 + noise.fractal(u * 7 + 3, v * 7, 5) * 1.1;
      const lane =
        smoothstep(0.02, 0.26, noise.ridged(x * 9 + 4 + warp * 2, y * 3.2, 4) - 0.5) *
        bell(x + warp * 0.1, 0.07);
      const glow = band * cloud * (1 - lane * 0.8);
      pixel.add(ARM, glow * 0.42).add(CORE, glow * bell(x, 0.06) * 0.5);
      pixel.add(ROSE, Math.max(0, noise.fractal(u * 11, v * 11 + 9, 3)) * band * 0.35);
    });
    for (let index = 0; index < 5200; index++) {
      const u = random() * canvas.aspect;
      const v = random();
      const crowd = bell(across(u, v), 0.16);
      if (random() > 0.28 + crowd) continue;
      const bright = random() ** 9;
      const radius = Math.max(canvas.pixel * 1.1, 0.0008 + bright * 0.0032);
      const tint = random.pick([hex('#cfe0ff'), hex('#ffffff'), hex('#ffe6c4')]);
      canvas.spot(u, v, radius, (pixel, _x, _y, distance) => {
        pixel.add(tint, (1 - distance) * (0.28 + bright * 2));
      });
    }
    const crest = canvas.profile(
      (u) =>
        0.845 - noise.ridged(u * 2.2 + 5, 3, 4) * 0.13 + u * 0.07 - Math.abs(noise.at(u * 120, 4)) * 0.009,
    );
    canvas.shade((pixel, u, v) => {
      const top = crest(u);
      const inside = smoothstep(top - canvas.pixel, top + canvas.pixel, v);
      pixel.mix([0.012, 0.018, 0.032], inside);
      const lit = bell(Math.hypot((u - 0.47) * 0.8, (v - 0.925) * 1.6), 0.13);
      pixel.add([1, 0.5, 0.16], inside * lit * (0.3 + noise.fractal(u * 60, v * 90, 3) * 0.3));
    }, 0.6);
    await canvas.vector(
      '<defs><linearGradient id="t" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#ff9d3c"/>' +
        '<stop offset="1" stop-color="#ffe3a0"/></linearGradient></defs>' +
        '<path d="M430 932 Q462 884 474 872 Q488 886 520 932 Z" fill="url(#t)"/>' +
        '<path d="M474 872 L486 932 M474 872 L462 932" stroke="#b35a1a" stroke-width="1.6" fill="none"/>',
      { blur: 0.9 },
    );
  },
};
