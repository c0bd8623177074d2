import { createRequire } from 'node:module';
import { AppError } from '../../files/app-error.ts';
import type { RgbaPicture } from './rgba-tiff.ts';

/**
 * The heap of a WebAssembly module only ever grows, and after some hundred pictures (about 575 in heic-decode#19) it
 * aborts. A new instance starts with a small heap, and the old one is garbage.
 */
const PICTURES_PER_INSTANCE = 50;

interface HeifImage {
  get_width(): number;
  get_height(): number;
  is_primary(): boolean;
  display(target: RgbaTarget, done: (result: RgbaTarget | null) => void): void;
  free(): void;
}
interface RgbaTarget {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}
interface HeifDecoder {
  decode(file: Uint8Array): HeifImage[];
}
interface LibHeif {
  HeifDecoder: new () => HeifDecoder;
}

const require = createRequire(import.meta.url);
let instance: { library: LibHeif; pictures: number } | null = null;

/** The main picture of a HEIC file, turned as the file says. */
export async function decodeHevc(file: Uint8Array, maxPixels: number): Promise<RgbaPicture> {
  const library = takeInstance();
  try {
    const images = new library.HeifDecoder().decode(file);
    const image = images.find((candidate) => candidate.is_primary()) ?? images[0];
    if (image === undefined) throw new AppError('corrupt_data', { detail: 'no picture in it' });
    try {
      return await toPixels(image, maxPixels);
    } finally {
      for (const each of images) each.free();
    }
  } catch (error) {
    // After an abort inside WebAssembly the instance is in no known state.
    instance = null;
    if (error instanceof AppError) throw error;
    throw new AppError('corrupt_data', { detail: String(error), cause: error });
  }
}

async function toPixels(image: HeifImage, maxPixels: number): Promise<RgbaPicture> {
  // Known from the header: a bomb is refused before a byte is allocated for it.
  const width = image.get_width();
  const height = image.get_height();
  if (width * height > maxPixels) throw new AppError('too_many_pixels', { detail: `${width}x${height}` });
  const target = { data: new Uint8ClampedArray(width * height * 4), width, height };
  const result = await new Promise<RgbaTarget | null>((resolve) => image.display(target, resolve));
  if (result === null) throw new AppError('corrupt_data', { detail: 'libheif cannot decode it' });
  return { data: new Uint8Array(result.data.buffer), width, height };
}

function takeInstance(): LibHeif {
  if (instance === null || instance.pictures >= PICTURES_PER_INSTANCE) {
    const create = require('libheif-js/libheif-wasm/libheif-bundle.js') as () => LibHeif;
    instance = { library: create(), pictures: 0 };
  }
  instance.pictures += 1;
  return instance.library;
}
