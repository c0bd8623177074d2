import { Noise } from '../noise.ts';
import { hex } from '../palette.ts';
import { seeded } from '../random.ts';
import type { Scene } from '../scene.ts';
import { bell, clamp, smoothstep } from '../shaping.ts';

const TINT = hex('#fff4e2');

/** The moon, three days after its first quarter. */
export const moon: Scene = {
  name: 'moon',
  aspect: 1,
  paint(canvas) {
    const noise = new Noise(9);
    const random = seeded(14);
    const radius = 0.41;
    const craters = Array.from({ length: 700 }, () => {
      const angle = random() * Math.PI * 2;
      const away = Math.sqrt(random()) * 0.97;
      return {
        x: Math.cos(angle) * away,
        y: Math.sin(angle) * away,
        size: 0.006 + random() ** 7 * 0.075,
        fresh: random() ** 3,
      };
    });
    canvas.shade((pixel, u, v) => {
      pixel
        .set([0.012, 0.014, 0.022])
        .add([0.5, 0.55, 0.7], bell(Math.hypot(u - 0.5, v - 0.5) - radius, 0.05) * 0.06);
    });
    // Relief first, as heights: the light is worked out from it once all craters are in.
    const side = canvas.width;
    const relief = new Float32Array(side * side);
    const albedo = new Float32Array(side * side).fill(1);
    for (const crater of craters) stamp(crater);
    canvas.shade((pixel, u, v) => {
      const x = (u - 0.5) / radius;
      const y = (v - 0.5) / radius;
      const distance = Math.hypot(x, y);
      const inside = smoothstep(1 + canvas.pixel * 2.5, 1 - canvas.pixel * 2.5, distance);
      if (inside === 0) return;
      const z = Math.sqrt(Math.max(0.0001, 1 - distance * distance));
      const at = Math.round(v * side) * side + Math.round(u * side);
      const slopeX = ((relief[at + 1] ?? 0) - (relief[at - 1] ?? 0)) * 0.5 * side;
      const slopeY = ((relief[at + side] ?? 0) - (relief[at - side] ?? 0)) * 0.5 * side;
      const rough = noise.fractal(x * 14, y * 14, 5) * 0.1;
      const light =
        0.8 * x - 0.22 * y + 0.56 * z - (slopeX * 0.8 - slopeY * 0.22) * (0.35 + (1 - z) * 0.3) + rough;
      const sea = smoothstep(
        0.0,
        0.26,
        noise.fractal(x * 1.5 + 4.4, y * 1.5 + 0.4, 5) + 0.1 - Math.hypot(x - 0.1, y + 0.25) * 0.16,
      );
      const bright = (0.86 - sea * 0.4 + noise.fractal(x * 9, y * 9 + 5, 4) * 0.16) * (albedo[at] ?? 1);
      pixel.mix([0, 0, 0], inside).add(TINT, inside * bright * clamp(light * 1.15 + 0.03) ** 0.85);
    });

    function stamp(crater: { x: number; y: number; size: number; fresh: number }): void {
      const reach = crater.fresh > 0.7 && crater.size > 0.02 ? 7 : 1.6;
      const pixels = crater.size * radius * side * reach;
      const middleX = (0.5 + crater.x * radius) * side;
      const middleY = (0.5 + crater.y * radius) * side;
      // Towards the limb a crater is seen from the side.
      const squeeze = Math.sqrt(Math.max(0.08, 1 - crater.x ** 2 - crater.y ** 2));
      const limb = Math.atan2(crater.y, crater.x);
      for (
        let py = Math.max(1, Math.floor(middleY - pixels));
        py < Math.min(side - 1, middleY + pixels);
        py++
      ) {
        for (
          let px = Math.max(1, Math.floor(middleX - pixels));
          px < Math.min(side - 1, middleX + pixels);
          px++
        ) {
          const dx = (px - middleX) / (crater.size * radius * side);
          const dy = (py - middleY) / (crater.size * radius * side);
          const out = (dx * Math.cos(limb) + dy * Math.sin(limb)) / squeeze;
          const away = Math.hypot(out, dy * Math.cos(limb) - dx * Math.sin(limb));
          const at = py * side + px;
          const bowl = away < 1 ? (away * away - 1) * 0.4 : 0;
          relief[at] = (relief[at] ?? 0) + (bowl + bell(away - 1, 0.24) * 0.16) * crater.size * radius;
          if (reach > 2) {
            const ray = smoothstep(0.1, 0.7, noise.at(Math.atan2(dy, dx) * 5 + crater.x * 40, crater.y * 9));
            albedo[at] = (albedo[at] ?? 1) + ray * Math.exp(-away / 2.6) * 0.4;
          }
        }
      }
    }
  },
};
