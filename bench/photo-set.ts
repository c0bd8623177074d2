import { mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';

/** Sizes of real cameras between 12 and 24 megapixels. */
const SIZES = [
  [4000, 3000],
  [4608, 3456],
  [6000, 4000],
  [4896, 3264],
] as const;

/**
 * JPEGs to measure with. `SAFELIGHT_BENCH_PHOTOS` names a folder of real ones (for example the unpacked Debian
 * package mate-backgrounds); otherwise they are drawn once into `folder`.
 */
export async function photoSet(folder: string, count: number): Promise<string[]> {
  const given = process.env.SAFELIGHT_BENCH_PHOTOS;
  if (given !== undefined && given !== '') return realPhotos(given, count);
  mkdirSync(folder, { recursive: true });
  const files: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const file = path.join(folder, `photo-${index}.jpg`);
    files.push(file);
    if (!existsWithContent(file)) await draw(file, index);
  }
  return files;
}

function realPhotos(folder: string, count: number): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && /\.jpe?g$/i.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => statSync(file).size > 1_000_000)
    .sort();
  if (files.length === 0) throw new Error(`no JPEG above 1 MB in ${folder}`);
  return Array.from({ length: count }, (_, index) => files[index % files.length] ?? '');
}

function existsWithContent(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/**
 * A scene with the entropy of a photo, about 3 bits a pixel at quality 90: a sky that fades, coarse shapes, and
 * sensor noise over all. Flat drawings decode and encode far too fast, white noise far too slowly.
 */
async function draw(file: string, seed: number): Promise<void> {
  const [width, height] = SIZES[seed % SIZES.length] ?? SIZES[0];
  const noise = (w: number, h: number, sigma: number) =>
    sharp({
      create: {
        width: w,
        height: h,
        channels: 3,
        background: '#000',
        noise: { type: 'gaussian', mean: 128, sigma },
      },
    });
  const coarse = await noise(Math.round(width / 40), Math.round(height / 40), 50)
    .resize(width, height, { kernel: 'cubic' })
    .png({ compressionLevel: 0 })
    .toBuffer();
  const fine = await noise(width, height, 6).png({ compressionLevel: 0 }).toBuffer();
  const hue = (seed * 47) % 360;
  const scene = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
      <defs><linearGradient id="sky" x1="0" y1="0" x2="0.3" y2="1">
        <stop offset="0" stop-color="hsl(${hue} 60% 75%)"/><stop offset="1" stop-color="hsl(${(hue + 150) % 360} 40% 20%)"/>
      </linearGradient></defs>
      <rect width="100%" height="100%" fill="url(#sky)"/>
      <circle cx="${width * 0.7}" cy="${height * 0.3}" r="${height * 0.12}" fill="hsl(${(hue + 40) % 360} 90% 70%)"/>
    </svg>`,
  );
  await sharp(scene, { limitInputPixels: false })
    .composite([
      { input: coarse, blend: 'overlay' },
      { input: fine, blend: 'soft-light' },
    ])
    .jpeg({ quality: 90 })
    .toFile(file);
}
