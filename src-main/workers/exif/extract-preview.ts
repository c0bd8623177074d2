import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { toAppError } from '../../files/app-error.ts';
import { toNative } from '../../files/native-path.ts';
import type { ExtractPreviewInput, ExtractPreviewOutput } from '../protocol.ts';
import { withToolPath } from '../tool-path.ts';
import type { ExifToolSession } from './exif-tool-session.ts';
import { jpegSize } from './jpeg-size.ts';
import { orientationOf, sizeOf } from './tag-values.ts';

interface Candidate {
  tag: string;
  file: string;
  width: number;
  height: number;
  bytes: number;
}

/**
 * Takes the best JPEG out of a RAW, HEIC or PSD. ExifTool writes all of them in one command, as their sizes in
 * pixels are known only from the JPEGs themselves; what is not wanted is thrown away.
 */
export async function extractPreview(
  session: ExifToolSession,
  input: ExtractPreviewInput,
  suffix: string,
): Promise<ExtractPreviewOutput> {
  const parts = `${input.output}${suffix}`;
  try {
    mkdirSync(toNative(parts), { recursive: true });
    await withToolPath(parts, session.scratch, (folder) => session.extractPictures(input.path, folder));
    const best = choose(candidates(parts), input.wantedLongEdge);
    if (best !== null) move(best.file, input.output);
    const facts = await session.read(input.path, [
      '-n',
      '-G0',
      '-fast',
      '-EXIF:Orientation',
      '-Composite:ImageSize',
    ]);
    return {
      preview:
        best === null ? null : { tag: best.tag, width: best.width, height: best.height, bytes: best.bytes },
      orientation: orientationOf(facts['EXIF:Orientation']),
      size: sizeOf(facts['Composite:ImageSize']),
    };
  } catch (error) {
    throw toAppError(error);
  } finally {
    rmSync(toNative(parts), { recursive: true, force: true });
  }
}

/** The smallest that is large enough; where none is, the largest there is. */
export function choose<T extends { width: number; height: number }>(
  found: readonly T[],
  wanted: number,
): T | null {
  const bySize = [...found].sort((a, b) => longEdge(a) - longEdge(b));
  return bySize.find((candidate) => longEdge(candidate) >= wanted) ?? bySize.at(-1) ?? null;
}

function longEdge({ width, height }: { width: number; height: number }): number {
  return Math.max(width, height);
}

function candidates(folder: string): Candidate[] {
  const found: Candidate[] = [];
  for (const name of readdirSync(toNative(folder)) as string[]) {
    const file = path.join(folder, name);
    const data = readFileSync(toNative(file));
    const size = jpegSize(data);
    if (size !== null) found.push({ tag: path.parse(name).name, file, ...size, bytes: data.length });
  }
  return found;
}

function move(from: string, to: string): void {
  try {
    renameSync(toNative(from), toNative(to));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    copyFileSync(toNative(from), toNative(to));
  }
}
