import { parentPort, workerData } from 'node:worker_threads';
import sharp from 'sharp';

interface Recipe {
  longEdge: number;
  quality: number;
}
const { mode, effort, files, out, next, go, thumbnail, preview } = workerData as {
  mode: 'single' | 'naive';
  effort: 'ours' | 'default';
  files: string[];
  out: string;
  next: Int32Array;
  go: Int32Array;
  thumbnail: Recipe;
  preview: Recipe;
};

sharp.concurrency(1);
sharp.cache(false);

/** Ours is that of src-main/workers; 4 is what sharp does unasked. */
const webpEffort = effort === 'ours' ? 2 : 4;

const box = ({ longEdge }: Recipe) =>
  ({ width: longEdge, height: longEdge, fit: 'inside', withoutEnlargement: true }) as const;

/** The best that sharp alone can do: one decode, the thumbnail from the preview's pixels. */
async function single(file: string, index: number): Promise<void> {
  const { data, info } = await sharp(file)
    .autoOrient()
    .resize(box(preview))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  await sharp(data, { raw })
    .webp({ quality: preview.quality, effort: webpEffort })
    .toFile(`${out}/${index}.p.webp`);
  await sharp(data, { raw })
    .resize(box(thumbnail))
    .webp({ quality: thumbnail.quality, effort: webpEffort })
    .toFile(`${out}/${index}.t.webp`);
}

/** What most programs do: the file is opened and decoded for each output. */
async function naive(file: string, index: number): Promise<void> {
  for (const [name, recipe] of [
    ['p', preview],
    ['t', thumbnail],
  ] as const) {
    await sharp(file)
      .autoOrient()
      .resize(box(recipe))
      .webp({ quality: recipe.quality, effort: webpEffort })
      .toFile(`${out}/${index}.${name}.webp`);
  }
}

// All threads begin together, once each has loaded sharp: starting is not what is measured.
parentPort?.postMessage('ready');
Atomics.wait(go, 0, 0);

for (let index = Atomics.add(next, 0, 1); index < files.length; index = Atomics.add(next, 0, 1)) {
  const file = files[index] ?? '';
  await (mode === 'naive' ? naive(file, index) : single(file, index));
}
