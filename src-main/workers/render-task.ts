import { rmSync } from 'node:fs';
import path from 'node:path';
import { toNative } from '../files/native-path.ts';
import type { PoolName } from './host-tasks.ts';
import type { ExtractPreviewInput, ExtractPreviewOutput, RenderInput, RenderOutput } from './protocol.ts';
import type { ThreadOutcome } from './thread-pool.ts';

/** What the derivatives thread gets: the engine's input, and what the host found out for it. */
export interface RenderJob extends RenderInput {
  /** A JPEG that came out of the file: decode this one, the file itself only tells its size. */
  embedded?: { path: string; width: number; height: number } | undefined;
  /** Size of the whole picture as shown, where the thread cannot read it from the file. */
  shownSize?: { width: number; height: number } | undefined;
}

type InPool = <T>(pool: PoolName, name: string, input: unknown) => Promise<ThreadOutcome<T>>;

/** Formats whose own picture is costly (HEVC in WebAssembly) and that often carry a JPEG. */
const EMBEDDED_FIRST = new Set(['heic']);

/**
 * Renders one photo. Nearly always that is one call to a derivatives thread. Only where the picture is better taken
 * from a JPEG inside the file, or cannot be decoded otherwise, ExifTool is asked for that JPEG, which the exif
 * threads own.
 */
export async function renderTask(
  input: RenderInput,
  suffix: string,
  inPool: InPool,
): Promise<ThreadOutcome<RenderOutput>> {
  if (EMBEDDED_FIRST.has(input.content.format)) {
    return withEmbedded(input, suffix, inPool, input.preview.recipe.longEdge, (embedded) =>
      inPool('derivatives', 'render', { ...input, ...embedded }),
    );
  }
  const direct = await inPool<RenderOutput>('derivatives', 'render', input);
  if (!isUnsupported(direct)) return direct;
  return withEmbedded(input, suffix, inPool, 1, async (embedded) =>
    embedded === null ? direct : inPool('derivatives', 'render', { ...input, ...embedded }),
  );
}

function isUnsupported(outcome: ThreadOutcome<unknown>): boolean {
  return 'reply' in outcome && !outcome.reply.ok && outcome.reply.error.code === 'unsupported_format';
}

type Found = Pick<RenderJob, 'embedded' | 'shownSize' | 'fallbackOrientation'>;

async function withEmbedded(
  input: RenderInput,
  suffix: string,
  inPool: InPool,
  minLongEdge: number,
  render: (found: Found | null) => Promise<ThreadOutcome<RenderOutput>>,
): Promise<ThreadOutcome<RenderOutput>> {
  const output = path.join(input.temporaryFolder, `embedded${suffix}`);
  const request: ExtractPreviewInput = {
    path: input.path,
    content: input.content,
    output,
    wantedLongEdge: input.preview.recipe.longEdge,
  };
  const extracted = await inPool<ExtractPreviewOutput>('exif', 'extractPreview', request);
  if ('loss' in extracted) return extracted;
  try {
    if (!extracted.reply.ok) return await render(null);
    const { preview, orientation, size } = extracted.reply.output;
    if (preview === null || Math.max(preview.width, preview.height) < minLongEdge) return await render(null);
    return await render({
      embedded: { path: output, width: preview.width, height: preview.height },
      shownSize: size === null ? undefined : shown(size, orientation),
      fallbackOrientation: orientation ?? undefined,
    });
  } finally {
    rmSync(toNative(output), { force: true });
  }
}

function shown(size: { width: number; height: number }, orientation: number | null) {
  return orientation !== null && orientation >= 5 ? { width: size.height, height: size.width } : size;
}
