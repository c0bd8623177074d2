import { Noise } from '../noise.ts';
import { Gradient, hex } from '../palette.ts';
import { seeded } from '../random.ts';
import type { Scene } from '../scene.ts';
import { bell, smoothstep } from '../shaping.ts';

const SKY = new Gradient([0, '#a9c3dd'], [0.5, '#d9dfe8'], [0.85, '#f8e4dc'], [1, '#fdeee4']);
const SNOW = new Gradient([0, '#8ea6c8'], [0.5, '#d5dfee'], [1, '#ffffff']);
const WOOD = hex('#9fb0c4');

/** One bare tree on a snow field, flakes in the air. */
export const snowTree: Scene = {
  name: 'snow-tree',
  aspect: 1.5,
  async paint(canvas) {
    const noise = new Noise(61);
    const random = seeded(12);
    canvas.shade((pixel, u, v) => {
      pixel.sample(SKY, v * 1.5 + noise.fractal(u * 1.5, v * 4, 3) * 0.1);
    });
    canvas.shade((pixel, u, v) => {
      const top = 0.62 - Math.abs(noise.fractal(u * 26, 5, 4)) * 0.05 - bell(u - 0.3, 0.4) * 0.03;
      pixel.mix(WOOD, smoothstep(top, top + 0.02, v) * 0.6);
    }, 0.5);
    canvas.shade((pixel, u, v) => {
      const top = 0.7 - bell(u - 1.02, 0.5) * 0.045 + noise.fractal(u * 1.6, 2, 2) * 0.03;
      const inside = smoothstep(top - canvas.pixel, top + canvas.pixel, v);
      const drift = noise.fractal(u * 1.8, (v - top) * 6, 4) + noise.fractal(u * 50, v * 90, 2) * 0.08;
      pixel.blend(SNOW, 0.86 - (v - top) * 0.8 + drift * 0.45, inside);
      const shadow =
        bell((u - 1.02 + (v - top) * 1.7) / (1 + (v - top) * 3), 0.02) * smoothstep(0.42, 0, v - top);
      pixel.mix([0.52, 0.61, 0.78], inside * shadow * 0.55);
    }, 0.55);
    const strokes: string[] = [];
    branch(1020, 668, -Math.PI / 2, 96, 15, 0);
    await canvas.vector(`<g stroke="#2b2f3a" stroke-linecap="round" fill="none">${strokes.join('')}</g>`);
    await canvas.vector(
      `<g stroke="#eef3fb" stroke-linecap="round" fill="none" transform="translate(-2 -3)">${strokes.join('')}</g>`,
      {
        opacity: 0.42,
      },
    );
    for (let index = 0; index < 240; index++) {
      const size = random() ** 4;
      const soft = random.between(0.2, 0.85);
      canvas.spot(random() * canvas.aspect, random(), 0.002 + size * 0.017, (pixel, _x, _y, distance) => {
        pixel.mix([1, 1, 1], smoothstep(1, 1 - soft, distance) * (0.75 - size * 0.4));
      });
    }

    function branch(
      x: number,
      y: number,
      angle: number,
      length: number,
      thickness: number,
      level: number,
    ): void {
      const bend = random.between(-0.16, 0.16);
      const endX = x + Math.cos(angle + bend) * length;
      const endY = y + Math.sin(angle + bend) * length;
      const midX = x + Math.cos(angle) * length * 0.5;
      const midY = y + Math.sin(angle) * length * 0.5;
      strokes.push(
        `<path stroke-width="${thickness.toFixed(2)}" d="M${x.toFixed(1)} ${y.toFixed(1)} Q${midX.toFixed(1)} ${midY.toFixed(1)} ${endX.toFixed(1)} ${endY.toFixed(1)}"/>`,
      );
      if (level >= 8) return;
      const twigs = random() < 0.35 ? 3 : 2;
      for (let twig = 0; twig < twigs; twig++) {
        const side = twig === 0 ? -1 : twig === 1 ? 1 : 0;
        const turn = side * random.between(0.22, 0.62) + random.between(-0.1, 0.1);
        branch(
          endX,
          endY,
          angle + bend + turn,
          length * random.between(0.7, 0.88),
          thickness * 0.66,
          level + 1,
        );
      }
    }
  },
};
