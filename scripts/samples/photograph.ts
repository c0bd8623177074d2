import sharp from 'sharp';
import { Canvas } from './canvas.ts';
import { seeded } from './random.ts';
import type { Scene } from './scene.ts';

/** Upright 8-bit RGB pixels. */
export interface Picture {
  data: Buffer;
  width: number;
  height: number;
}

/**
 * Drawing costs about 500 ns a pixel, enlarging 30: large pictures are drawn at this size, enlarged, and given grain
 * of their own, so that they do not look enlarged.
 */
const DRAWN_MEGAPIXELS = 1.15;
const DRAWN_SHARE_OF_LARGE = 0.16;

/** One scene as a camera of so many megapixels would record it. `mirrored` makes a second picture of it. */
export async function photograph(
  scene: Scene,
  options: { megapixels: number; mirrored?: boolean },
): Promise<Picture> {
  const { width, height } = sizeFor(scene.aspect, options.megapixels);
  const drawn = sizeFor(
    scene.aspect,
    Math.min(options.megapixels, Math.max(DRAWN_MEGAPIXELS, options.megapixels * DRAWN_SHARE_OF_LARGE)),
  );
  const canvas = new Canvas(drawn.width, drawn.height);
  await scene.paint(canvas);
  const data = await sharp(canvas.develop(), { raw: { ...drawn, channels: 3 } })
    .resize(width, height, { kernel: 'cubic', fit: 'fill' })
    .flop(options.mirrored ?? false)
    .raw()
    .toBuffer();
  addGrain(data, width);
  return { data, width, height };
}

function sizeFor(aspect: number, megapixels: number): { width: number; height: number } {
  const height = Math.max(16, Math.round(Math.sqrt((megapixels * 1e6) / aspect) / 2) * 2);
  return { width: Math.max(16, Math.round((height * aspect) / 2) * 2), height };
}

const GRAIN = Int8Array.from(
  { length: 1 << 16 },
  (() => {
    const random = seeded(4711);
    // The sum of three is close to the bell that film and sensors have.
    return () => Math.round((random() + random() + random() - 1.5) * 5.5);
  })(),
);

function addGrain(data: Buffer, width: number): void {
  const random = seeded(width);
  for (let row = 0; row < data.length; row += width * 3) {
    let at = random.int(0, GRAIN.length - 1);
    for (let pixel = row; pixel < row + width * 3; pixel += 3) {
      at = (at + 1) & 0xffff;
      const grain = GRAIN[at] ?? 0;
      for (let channel = pixel; channel < pixel + 3; channel++) {
        const value = (data[channel] ?? 0) + grain;
        data[channel] = value < 0 ? 0 : Math.min(value, 255);
      }
    }
  }
}
