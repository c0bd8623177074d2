import { Noise } from '../noise.ts';
import { Gradient, hex, Pixel } from '../palette.ts';
import { seeded } from '../random.ts';
import type { Scene } from '../scene.ts';
import { bell, lerp, smoothstep } from '../shaping.ts';

const SKY = new Gradient([0, '#0b1230'], [0.45, '#2b2d63'], [0.75, '#8a4a7a'], [1, '#f08a62']);
const WINDOW = [hex('#ffd890'), hex('#fff0cc'), hex('#ffb45a'), hex('#bcd8ff')] as const;

/** A skyline at nightfall, doubled in still water. */
export const cityNight: Scene = {
  name: 'city-night',
  aspect: 16 / 9,
  paint(canvas) {
    const noise = new Noise(91);
    const random = seeded(404);
    const shore = 0.68;
    canvas.shade((pixel, u, v) => {
      pixel.sample(SKY, v / shore + noise.fractal(u * 1.5, v * 7, 4) * 0.18);
    });
    for (let row = 0; row < 4; row++) {
      const near = row / 3;
      const body = hex(['#6b4a74', '#45365f', '#282445', '#12142b'][row] ?? '#000000');
      for (let left = -0.02; left < canvas.aspect; ) {
        const width = random.between(0.035, 0.1) * lerp(0.75, 1.15, near);
        const centre = bell(left - 0.95, 0.55);
        const height = random.between(0.08, 0.2) + centre * random() ** 2 * lerp(0.42, 0.2, near);
        building(left, shore - height * lerp(1, 0.8, near), width, body, near);
        left += width * random.between(0.9, 1.2);
      }
    }

    function building(
      left: number,
      top: number,
      width: number,
      body: readonly [number, number, number],
      near: number,
    ) {
      const edge = random.between(0.8, 1.15);
      canvas.box(left, top, left + width, shore, (pixel, u, v) => {
        const side = (u - left) / width > 0.68 ? 0.72 : 1;
        pixel.set(body).scale(side * edge * (1 + (v - top) * 0.5));
      });
      if (random() < 0.25) {
        canvas.box(
          left + width * 0.46,
          top - random.between(0.03, 0.08),
          left + width * 0.49,
          top,
          (pixel) => {
            pixel.set(body);
          },
        );
      }
      const pitch = lerp(0.0085, 0.0125, near);
      const busy = random.between(0.12, 0.6) * lerp(0.55, 1, near);
      for (let v = top + pitch; v < shore - pitch; v += pitch * 1.35) {
        for (let u = left + pitch * 0.5; u < left + width - pitch * 0.8; u += pitch) {
          if (random() > busy) continue;
          const light = random.pick(WINDOW);
          const power = random.between(0.35, 1.05);
          canvas.box(u, v, u + pitch * 0.58, v + pitch * 0.72, (pixel) => {
            pixel.mix(light, power * 0.9).add(light, power * 0.16);
          });
        }
      }
    }

    const mirrored = new Pixel();
    canvas.shade((pixel, u, v) => {
      const depth = v - shore;
      const swell = noise.fractal(u * 4, v * 46, 3);
      pixel.r = 0;
      pixel.g = 0;
      pixel.b = 0;
      // Long reflections: the mean of a column above, as ripples smear it.
      for (let tap = 0; tap < 9; tap++) {
        const up = depth * (0.72 + tap * 0.11) + swell * 0.02;
        canvas.read(u + swell * depth * 0.09, shore - 0.004 - Math.max(0, up), mirrored);
        pixel.r += mirrored.r / 9;
        pixel.g += mirrored.g / 9;
        pixel.b += mirrored.b / 9;
      }
      pixel.scale(0.9 - depth * 0.9 + noise.at(u * 12, v * 130) * 0.14);
      pixel.add([1, 0.75, 0.5], bell(depth, 0.006) * 0.35);
      pixel.scale(smoothstep(-0.004, 0.004, depth) * 0.25 + 0.75);
    }, shore);
  },
};
