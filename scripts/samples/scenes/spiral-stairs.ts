import { Noise } from '../noise.ts';
import type { Scene } from '../scene.ts';
import { bell, fraction, smoothstep } from '../shaping.ts';

/** A staircase from its foot, in black and white. */
export const spiralStairs: Scene = {
  name: 'spiral-stairs',
  aspect: 4 / 5,
  paint(canvas) {
    const noise = new Noise(73);
    canvas.shade((pixel, u, v) => {
      const x = u - 0.4;
      const y = v - 0.47;
      const distance = Math.hypot(x, y);
      const angle = Math.atan2(y, x) / (Math.PI * 2);
      // Turns of the stair shrink by the same factor each: a logarithmic spiral.
      const turn = Math.log(distance / 0.055) / Math.log(2.15) - angle;
      const level = Math.floor(turn);
      const across = turn - level;
      const wound = angle + level;
      const step = fraction(wound * 22);
      const depth = smoothstep(-0.6, 3.6, turn);
      let tone: number;
      if (across < 0.52) {
        const tread = smoothstep(0, 0.06, step) * (1 - step * 0.55);
        tone = 0.2 + tread * 0.62 - smoothstep(0.36, 0.52, across) * 0.4;
      } else if (across < 0.6) {
        tone = 0.1 + bell(across - 0.55, 0.016) * 0.75;
      } else {
        const bars = smoothstep(0.3, 0.16, Math.abs(fraction(wound * 66) - 0.5));
        tone = 0.84 - smoothstep(0.6, 1, across) * 0.42 - bars * 0.4 * smoothstep(0.98, 0.9, across);
      }
      const side = 0.72 + 0.28 * Math.cos((angle - 0.1) * Math.PI * 2);
      tone = (tone * side + noise.fractal(u * 30, v * 30, 4) * 0.06) * (0.55 + depth * 0.5);
      const sky = smoothstep(0.062, 0.05, distance);
      tone = tone * (1 - sky) + sky * 1.3 + bell(distance, 0.16) * 0.34;
      tone = tone * 0.98 + noise.at(u * 400, v * 400) * 0.025;
      pixel.set([tone * 1.01, tone, tone * 0.975]);
    });
  },
};
