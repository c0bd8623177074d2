import { createHash } from 'node:crypto';
import type { Config } from '../config/schema.ts';

/** Raise it when rendering changes what the pixels look like: every derivative is then made anew. */
export const RENDER_VERSION = 1;

export type DerivativeKind = 'thumbnail' | 'preview';

/** Named by what it shows and how it was made, so that making it again is finding it made. */
export function derivativeName(sourceSha256: string, kind: DerivativeKind, config: Config): string {
  const recipe = config.derivatives[kind];
  const key = createHash('sha256')
    .update(JSON.stringify([RENDER_VERSION, kind, recipe.longEdge, recipe.format, recipe.quality]))
    .digest('hex')
    .slice(0, 8);
  const extension = recipe.format === 'jpeg' ? 'jpg' : recipe.format;
  return `${sourceSha256.slice(0, 2)}/${sourceSha256.slice(2, 40)}-${kind === 'thumbnail' ? 't' : 'p'}-${key}.${extension}`;
}
