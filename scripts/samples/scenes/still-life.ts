import { Noise } from '../noise.ts';
import { Gradient, hex, type Pixel, type Rgb } from '../palette.ts';
import type { Scene } from '../scene.ts';
import { bell, clamp, lerp, smoothstep } from '../shaping.ts';

interface Fruit {
  x: number;
  y: number;
  z: number;
  radius: number;
  skin: Gradient;
  bumps: number;
  gloss: number;
}

const ORANGE = new Gradient([0, '#3a1204'], [0.45, '#c95a0c'], [0.8, '#f79a2a'], [1, '#ffd08a']);
const LEMON = new Gradient([0, '#3d3004'], [0.45, '#c9a014'], [0.8, '#f7dc3c'], [1, '#fff6b0']);
const PLUM = new Gradient([0, '#0c0512'], [0.5, '#43183f'], [0.85, '#8a4a7c'], [1, '#d8b0d0']);
const FRUIT: readonly Fruit[] = [
  { x: 0.27, y: 0.55, z: 0.3, radius: 0.165, skin: ORANGE, bumps: 1, gloss: 0.5 },
  { x: 0.57, y: 0.52, z: 0.42, radius: 0.15, skin: ORANGE, bumps: 1, gloss: 0.5 },
  { x: 0.47, y: 0.635, z: 0.1, radius: 0.118, skin: LEMON, bumps: 0.7, gloss: 0.6 },
  { x: 0.66, y: 0.66, z: 0.06, radius: 0.082, skin: PLUM, bumps: 0.12, gloss: 0.9 },
  { x: 0.17, y: 0.69, z: 0.02, radius: 0.075, skin: PLUM, bumps: 0.12, gloss: 0.9 },
];
const WALL = new Gradient([0, '#15171a'], [0.5, '#3c4244'], [1, '#7d827c']);
const WOOD = new Gradient([0, '#1c0f08'], [0.5, '#6b4224'], [1, '#b98552']);
/** Towards the window, left above and in front. */
const LIGHT = { x: -0.62, y: -0.62, z: 0.48 };

/** Fruit on a wooden table by a window, as the old painters lit it. */
export const stillLife: Scene = {
  name: 'still-life',
  aspect: 4 / 5,
  paint(canvas) {
    const noise = new Noise(37);
    const table = 0.56;
    canvas.shade((pixel, u, v) => {
      const wash = noise.fractal(u * 2.4, v * 2.4, 5) * 0.28;
      pixel.sample(WALL, 0.78 - Math.hypot(u - 0.14, v - 0.2) * 0.85 + wash);
      const edge = smoothstep(table - 0.004, table + 0.004, v);
      if (edge === 0) return;
      const depth = 1 / (v - table + 0.35);
      const grain = noise.fractal(u * depth * 2, depth * 26 + noise.at(u * 3, v * 2), 4);
      pixel.blend(WOOD, 0.72 + grain * 0.5 - u * 0.5 - (v - table) * 0.25, edge);
      let shadow = 0;
      for (const fruit of FRUIT) {
        const foot = fruit.y + fruit.radius * 0.93;
        const dx = (u - fruit.x - (v - foot) * 0.2 - fruit.radius * 0.75) / (fruit.radius * 1.7);
        const dy = (v - foot - 0.012) / (fruit.radius * 0.36);
        shadow = Math.max(shadow, bell(Math.hypot(dx, dy), 0.85) * 0.82);
        shadow = Math.max(
          shadow,
          bell(Math.hypot((u - fruit.x) / fruit.radius, (v - foot) / (fruit.radius * 0.2)), 0.7) * 0.9,
        );
      }
      pixel.scale(1 - shadow * edge);
    });
    for (const fruit of [...FRUIT].sort((a, b) => b.z - a.z)) {
      canvas.spot(fruit.x, fruit.y, fruit.radius * 1.01, (pixel, x, y, distance) => {
        skinAt(pixel, fruit, x * 1.01, y * 1.01, distance * 1.01);
      });
    }

    function skinAt(pixel: Pixel, fruit: Fruit, x: number, y: number, distance: number): void {
      const softness = canvas.pixel / fruit.radius;
      const inside = smoothstep(1 + softness, 1 - softness, distance);
      const z = Math.sqrt(Math.max(0, 1 - distance * distance));
      const pore = noise.at(x * 26 + fruit.x * 90, y * 26) * 0.09 * fruit.bumps;
      const light = x * LIGHT.x + y * LIGHT.y + z * LIGHT.z + pore;
      const bounce = smoothstep(0.3, 1, y) * 0.16;
      const patch = noise.fractal(x * 2 + fruit.z * 30, y * 2, 4) * 0.16;
      let shade = clamp(light * 0.72 + 0.2) + patch + bounce;
      for (const other of FRUIT) {
        if (other.z >= fruit.z) continue;
        const u = fruit.x + x * fruit.radius;
        const v = fruit.y + y * fruit.radius;
        shade *=
          1 -
          0.55 *
            bell(
              Math.hypot(u - other.x - other.radius * 0.5, v - other.y - other.radius * 0.2),
              other.radius * 1.15,
            );
      }
      pixel.blend(fruit.skin, shade, inside);
      const shine = Math.max(0, 2 * light * z - LIGHT.z);
      const white: Rgb = hex('#f4f6ff');
      pixel.add(white, inside * shine ** lerp(14, 40, fruit.gloss) * fruit.gloss * 0.75);
      pixel.add(white, inside * (1 - z) ** 3 * 0.1 * fruit.gloss);
    }
  },
};
