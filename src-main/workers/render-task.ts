import { rmSync } from 'node:fs';
import path from 'node:path';
import { toNative } from '../files/native-path.ts';
import { SHARP_FORMATS } from './derivatives/sharp-formats.ts';
import type { ExtractPreviewInput, ExtractPreviewOutput, RenderInput, RenderOutput } from './protocol.ts';
import type { ThreadOutcome } from './thread-pool.ts';

/** What the derivatives thread gets: the engine's input, and what the host found out for it. */
export interface RenderJob extends RenderInput {
  /** A JPEG that came out of the file: decode this one instead. */
  embedded?: string | undefined;
  /** Size of the whole picture as shown, where it is larger than the embedded one. */
  shownSize?: { width: number; height: number } | undefined;
}

/** What a thread made of one photo; `alone` where no other was drawn at any moment of it. */
export type Drawn = ThreadOutcome<RenderOutput> & { alone: boolean };
type Rendered = ThreadOutcome<RenderOutput>;

export interface RenderThreads {
  draw(job: RenderJob, alone: boolean): Promise<Drawn>;
  extractPreview(input: ExtractPreviewInput): Promise<ThreadOutcome<ExtractPreviewOutput>>;
}

/** Formats whose own picture is costly (HEVC in WebAssembly, 2 s for 12 megapixels) and that often carry a JPEG. */
const EMBEDDED_FIRST = new Set(['heic']);
/** Failures of the picture itself, for which a JPEG inside the file may stand in. */
const REPLACEABLE = new Set(['unsupported_format', 'corrupt_data', 'truncated']);

/**
 * Renders one photo. Nearly always that is one call to a derivatives thread. Only where the picture is better taken
 * from a JPEG inside the file, or cannot be decoded otherwise, the exif threads are asked for that JPEG: they own
 * ExifTool.
 */
export async function renderTask(
  input: RenderInput,
  suffix: string,
  threads: RenderThreads,
): Promise<Rendered> {
  const render = (job: RenderJob): Promise<Rendered> => drawSurely(job, threads);
  const { format } = input.content;
  const early = EMBEDDED_FIRST.has(format);
  if (!early) {
    const direct = await render(input);
    if (failureOf(direct) !== 'unsupported_format') return direct;
  }
  const output = path.join(input.temporaryFolder, `embedded${suffix}`);
  try {
    const extracted = await threads.extractPreview(request(input, output));
    if ('loss' in extracted) return extracted;
    const found = extracted.reply.ok ? extracted.reply.output : null;
    if (found === null || found.preview === null) return await render(input);
    const replacement: RenderJob = {
      ...input,
      embedded: output,
      shownSize: shownSize(found),
      fallbackOrientation: found.orientation ?? undefined,
    };
    const large = Math.max(found.preview.width, found.preview.height) >= input.preview.recipe.longEdge;
    if (large || !early) return await render(replacement);
    const own = await render(input);
    const failure = failureOf(own);
    return failure === null || !REPLACEABLE.has(failure)
      ? own
      : withDamage(await render(replacement), failure);
  } finally {
    rmSync(toNative(output), { force: true });
    // Where the thread died, its folder of parts is left.
    rmSync(toNative(output + suffix), { recursive: true, force: true });
  }
}

/**
 * libvips keeps what went wrong in one text for its whole process, so of two photos that fail in the same moment each
 * is told the other's reason, or none (in 22 of 120 photos of render-beside.test.ts). Which of them is only cut short,
 * and for which another JPEG has to stand in, hangs on that reason: so what failed in company is drawn again alone.
 */
async function drawSurely(job: RenderJob, { draw }: RenderThreads): Promise<Rendered> {
  const drawn = await draw(job, false);
  const bySharp = job.embedded !== undefined || SHARP_FORMATS.has(job.content.format);
  if (drawn.alone || !bySharp || 'loss' in drawn) return drawn;
  const { reply } = drawn;
  const sound = reply.ok && reply.output.damage === null;
  return sound ? drawn : draw(job, true);
}

function request(input: RenderInput, output: string): ExtractPreviewInput {
  return {
    path: input.path,
    content: input.content,
    output,
    wantedLongEdge: input.preview.recipe.longEdge,
  };
}

function failureOf(outcome: Rendered): string | null {
  return 'reply' in outcome && !outcome.reply.ok ? outcome.reply.error.code : null;
}

function shownSize({ size, orientation }: ExtractPreviewOutput): RenderJob['shownSize'] {
  if (size === null) return undefined;
  return orientation !== null && orientation >= 5 ? { width: size.height, height: size.width } : size;
}

/** The small picture stands in for one that is broken, and the photo has to say so. */
function withDamage(outcome: Rendered, code: string): Rendered {
  if (!('reply' in outcome) || !outcome.reply.ok || code === 'unsupported_format') return outcome;
  return { reply: { ok: true, output: { ...outcome.reply.output, damage: { code } } } };
}
