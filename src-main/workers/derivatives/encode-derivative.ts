import sharp from 'sharp';
import type { DerivativeRecipe } from '../protocol.ts';
import type { Pixels } from './decode-picture.ts';

export interface Encoded {
  data: Buffer;
  width: number;
  height: number;
}

/** JPEG knows no transparency. Nearly all transparent pictures are drawn for a white page. */
const PAPER = '#ffffff';

/** The pixels in the size and format of the recipe, smaller ones as they are. */
export async function encodeDerivative(pixels: Pixels, recipe: DerivativeRecipe): Promise<Encoded> {
  const { data, width, height, channels } = pixels;
  const sized = sharp(data, { raw: { width, height, channels }, limitInputPixels: false }).resize({
    width: recipe.longEdge,
    height: recipe.longEdge,
    fit: 'inside',
    withoutEnlargement: true,
  });
  const encoded =
    recipe.format === 'webp'
      ? sized.webp({ quality: recipe.quality })
      : sized.flatten({ background: PAPER }).jpeg({ quality: recipe.quality, mozjpeg: false });
  const { data: bytes, info } = await encoded.toBuffer({ resolveWithObject: true });
  return { data: bytes, width: info.width, height: info.height };
}
