import { Noise } from '../noise.ts';
import { Gradient, hex, type Rgb } from '../palette.ts';
import { seeded } from '../random.ts';
import type { Scene } from '../scene.ts';
import { bell, fraction, lerp, smoothstep } from '../shaping.ts';

const SKY = new Gradient([0, '#5a8fc8'], [0.5, '#b8cfe0'], [0.8, '#ffdcb0'], [1, '#ffcf98']);
const STRIPES: readonly (readonly [Rgb, Rgb])[] = [
  [hex('#d8342c'), hex('#f8c83a')],
  [hex('#1f5a9e'), hex('#f4f0e4')],
  [hex('#e8742a'), hex('#8a2452')],
  [hex('#2a8a6a'), hex('#f6e2a0')],
  [hex('#6a3a9a'), hex('#f08aa0')],
  [hex('#c82a5a'), hex('#ffd8c0')],
];

/** Balloons rising over hazy valleys. */
export const balloons: Scene = {
  name: 'balloons',
  aspect: 4 / 3,
  async paint(canvas) {
    const noise = new Noise(59);
    const random = seeded(3);
    canvas.shade((pixel, u, v) => {
      pixel.sample(SKY, v * 1.35 + noise.fractal(u * 1.4, v * 7, 4) * 0.1);
      pixel.add([1, 0.75, 0.4], bell(Math.hypot(u - 0.2, v - 0.68), 0.4) * 0.35);
    });
    for (let index = 0; index < 5; index++) {
      const near = index / 4;
      const crest = canvas.profile(
        (u) =>
          lerp(0.7, 0.96, near) -
          (noise.ridged(u * lerp(3.4, 1.6, near) + index * 9, index, 4) - 0.5) * lerp(0.09, 0.2, near),
      );
      canvas.shade((pixel, u, v) => {
        const inside = smoothstep(crest(u) - canvas.pixel, crest(u) + canvas.pixel, v);
        if (inside === 0) return;
        const tone = 1 + noise.fractal(u * 12, v * 16 + index, 4) * 0.3;
        pixel.mix(
          [lerp(0.84, 0.2, near) * tone, lerp(0.66, 0.2, near) * tone, lerp(0.58, 0.22, near) * tone],
          inside,
        );
        pixel.mix([1, 0.85, 0.68], inside * smoothstep(0.02, 0.16, v - crest(u)) * lerp(0.6, 0.2, near));
      }, 0.5);
    }
    const flight = [
      [0.16, 0.52, 0.026],
      [0.72, 0.56, 0.022],
      [0.5, 0.44, 0.04],
      [1.2, 0.46, 0.046],
      [0.98, 0.3, 0.078],
      [0.3, 0.27, 0.125],
      [0.72, 0.16, 0.06],
    ] as const;
    for (const [index, [u, v, radius]] of flight.entries()) {
      const [first, second] = STRIPES[index % STRIPES.length] ?? [hex('#ffffff'), hex('#000000')];
      const haze = smoothstep(0.09, 0.015, radius) * 0.5;
      const spin = random() * 3;
      canvas.spot(u, v, radius * 1.5, (pixel, sx, sy) => {
        const x = sx * 1.5;
        const y = sy * 1.5;
        // Round above, drawn in to the mouth below.
        const half =
          y < 0
            ? Math.sqrt(Math.max(0, 1 - y * y))
            : Math.sqrt(Math.max(0, 1 - (y / 1.32) ** 2)) * (1 - (y / 1.32) ** 2 * 0.28);
        if (half <= (y > 0 ? 0.24 : 0.01)) return;
        const across = x / Math.max(half, 0.001);
        const inside = smoothstep(1 + 0.012, 1 - 0.012, Math.abs(across));
        if (inside === 0) return;
        const longitude = Math.asin(Math.max(-1, Math.min(1, across))) + spin;
        const gore = fraction(longitude * 3.2);
        const seam = 1 - bell(Math.min(fraction(longitude * 6.4), 1 - fraction(longitude * 6.4)), 0.07) * 0.2;
        const light = 0.92 - across * 0.34 - y * 0.16;
        const band = Math.abs(y - 0.12) < 0.16;
        const color = gore < 0.5 !== band ? first : second;
        pixel.mix([color[0] * light * seam, color[1] * light * seam, color[2] * light * seam], inside);
        pixel.mix([1, 0.87, 0.74], inside * haze);
      });
      const unit = radius * 1000;
      const opacity = 1 - haze;
      await canvas.vector(
        `<g transform="translate(${u * 1000} ${v * 1000}) scale(${unit})" opacity="${opacity.toFixed(2)}"><path d="M-0.24 1.27 L-0.12 1.56 M0.24 1.27 L0.12 1.56" stroke="#4a3428" stroke-width="0.02"/>` +
          '<path d="M-0.14 1.55 h0.28 l-0.03 0.2 h-0.22z" fill="#7a4a26"/></g>',
      );
    }
  },
};
