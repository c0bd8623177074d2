import { Noise } from '../noise.ts';
import { Gradient } from '../palette.ts';
import type { Scene } from '../scene.ts';
import { fraction, lerp, smoothstep } from '../shaping.ts';

const SKY = new Gradient([0, '#0f4f9e'], [0.6, '#2f86c9'], [1, '#7fc0e0']);
const PLASTER = new Gradient([0, '#2f3d57'], [0.4, '#7f8fa6'], [0.75, '#e9e4da'], [1, '#fffaf0']);

/** A curved façade of white fins against a plain sky, seen from below. */
export const whiteFins: Scene = {
  name: 'white-fins',
  aspect: 2 / 3,
  paint(canvas) {
    const noise = new Noise(3);
    canvas.shade((pixel, u, v) => {
      pixel.sample(SKY, v * 0.8 + u * 0.25);
    });
    const bands = [
      { x: -0.75, y: 1.55, from: 0.62, to: 1.52, fins: 34 },
      { x: 1.62, y: 1.35, from: 0.3, to: 1.17, fins: 30 },
    ];
    for (const band of bands) {
      canvas.shade((pixel, u, v) => {
        const dx = u - band.x;
        const dy = v - band.y;
        const distance = Math.hypot(dx, dy * 0.92);
        const inside = smoothstep(band.to + canvas.pixel, band.to - canvas.pixel, distance);
        if (inside === 0) return;
        const reach = (distance - band.from) / (band.to - band.from);
        const ring = reach ** 1.6 * band.fins;
        const step = fraction(ring);
        const angle = Math.atan2(dy, dx);
        // Each fin: a bright face, a soft turn, and the shadow it throws on the next.
        const face = smoothstep(0.02, 0.1, step) * smoothstep(0.78, 0.5, step);
        const turn = 0.5 + 0.5 * Math.cos((angle + 1.9) * 2.6);
        const panel = smoothstep(0.49, 0.5, Math.abs(fraction(angle * 26 + Math.floor(ring) * 0.5) - 0.5));
        const tone =
          lerp(0.12, 0.62 + turn * 0.36, face) - panel * 0.07 + noise.fractal(u * 40, v * 40, 3) * 0.05;
        pixel.blend(PLASTER, tone + reach * 0.08, inside);
        pixel.add([1, 0.72, 0.4], inside * face * turn ** 3 * 0.14);
        pixel.scale(1 - inside * smoothstep(0.02, 0, band.to - distance) * 0.1);
      });
    }
  },
};
