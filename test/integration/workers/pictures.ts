import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Sharp } from 'sharp';
import sharp from 'sharp';
import { createWorkerHost } from '../../../src-main/workers/client.ts';
import type {
  ContentType,
  RenderInput,
  RenderOutput,
  WorkerHost,
} from '../../../src-main/workers/protocol.ts';

export const RED = [220, 30, 30] as const;
export const GREEN = [30, 200, 40] as const;
export const BLUE = [30, 50, 220] as const;
export const WHITE = [240, 240, 240] as const;
export type Colour = readonly [number, number, number];

/** A folder with a host beside it, for the tests of one file. */
export interface Darkroom {
  folder: string;
  host: WorkerHost;
  at(name: string): string;
  render(
    file: string,
    changes?: Partial<RenderInput>,
  ): Promise<RenderOutput & { previewFile: string; thumbnailFile: string }>;
  close(): Promise<void>;
}

export function openDarkroom(derivativesThreads = 1): Darkroom {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'safelight-render-'));
  const host = createWorkerHost({ derivativesThreads, exifThreads: 1, filesThreads: 1 });
  let count = 0;
  const at = (name: string): string => path.join(folder, name);
  return {
    folder,
    host,
    at,
    render: async (file, changes = {}) => {
      count += 1;
      const previewFile = at(`${count}.preview.webp`);
      const thumbnailFile = at(`${count}.thumbnail.webp`);
      const output = await host.run('render', {
        path: file,
        content: await sniff(host, file),
        thumbnail: { path: thumbnailFile, recipe: { longEdge: 400, format: 'webp', quality: 80 } },
        preview: { path: previewFile, recipe: { longEdge: 2048, format: 'webp', quality: 82 } },
        maxPixels: 100_000_000,
        temporaryFolder: folder,
        ...changes,
      });
      return { ...output, previewFile, thumbnailFile };
    },
    close: async () => {
      await host.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function sniff(host: WorkerHost, file: string): Promise<ContentType> {
  const [seen] = await host.run('inspect', [{ path: file, hash: false }]);
  if (seen === undefined || 'error' in seen) throw new Error(`cannot look at ${file}`);
  return seen.content;
}

/** A picture of four quarters: red, green above blue, white. Whichever way it is turned, the corners tell. */
export function quarters(width: number, height: number): Sharp {
  const half = { width: width / 2, height: height / 2 };
  const tile = ([r, g, b]: Colour, left: number, top: number) => ({
    input: { create: { ...half, channels: 3 as const, background: { r, g, b } } },
    left,
    top,
  });
  return sharp({ create: { width, height, channels: 3, background: '#000' } }).composite([
    tile(RED, 0, 0),
    tile(GREEN, half.width, 0),
    tile(BLUE, 0, half.height),
    tile(WHITE, half.width, half.height),
  ]);
}

/** The colours in the corners: top left, top right, bottom left, bottom right. */
export async function corners(file: string): Promise<Colour[]> {
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const pixel = (x: number, y: number): Colour => {
    const offset = (y * info.width + x) * info.channels;
    return [data[offset] ?? 0, data[offset + 1] ?? 0, data[offset + 2] ?? 0];
  };
  const [left, right] = [Math.floor(info.width / 8), Math.floor((info.width * 7) / 8)];
  const [top, bottom] = [Math.floor(info.height / 8), Math.floor((info.height * 7) / 8)];
  return [pixel(left, top), pixel(right, top), pixel(left, bottom), pixel(right, bottom)];
}

/** Largest difference in any channel of any of the colours. */
export function difference(found: readonly Colour[], wanted: readonly Colour[]): number {
  return Math.max(
    ...wanted.map((colour, index) =>
      Math.max(...colour.map((value, c) => Math.abs(value - (found[index]?.[c] ?? 999)))),
    ),
  );
}
