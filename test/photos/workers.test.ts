import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppError } from '../../src-main/files/app-error.ts';
import { fromNative, toNative } from '../../src-main/files/native-path.ts';
import { createWorkerHost } from '../../src-main/workers/client.ts';
import type { ExifOutput, MediaKind, RenderOutput, WorkerHost } from '../../src-main/workers/protocol.ts';
import type { ManifestEntry } from './shared-photos.ts';
import { hasSharedPhotos, readManifest, SHARED_PHOTOS } from './shared-photos.ts';

/** All that became of one file. */
interface Outcome {
  name: string;
  kind: MediaKind;
  format: string;
  /** `ready`, `damaged: code`, `no preview`, an error code, or `-` for what is not drawn. */
  result: string;
  rendered: RenderOutput | null;
  exif: ExifOutput | null;
  thumbnail: string;
  ms: number;
}

/** A hostile file may fail, but only in words that we know. */
const KNOWN_FAILURES = /^(corrupt_data|truncated|unsupported_format|too_many_pixels|no preview)$/;
const LIMIT_MS = 30_000;

let folder = '';
let host: WorkerHost;
const outcomes = new Map<string, Outcome>();

async function examine(file: string, name: string): Promise<Outcome> {
  const start = performance.now();
  const [seen] = await host.run('inspect', [{ path: file, hash: false }]);
  if (seen === undefined || 'error' in seen) throw new Error(`${name}: ${JSON.stringify(seen)}`);
  const { kind, format } = seen.content;
  const stem = path.join(folder, `${outcomes.size}`);
  const outcome: Outcome = {
    name,
    kind,
    format,
    result: '-',
    rendered: null,
    exif: null,
    thumbnail: `${stem}.t.webp`,
    ms: 0,
  };
  outcomes.set(name, outcome);
  if (kind === 'image' || kind === 'raw') {
    // As the engine does: what was not the photo's own fault is tried once more.
    const drawn = await attempt(file, outcome, stem);
    if (drawn?.retry === 'now') {
      console.log(`again: ${name}: ${drawn.code} ${drawn.detail ?? ''}`);
      await attempt(file, outcome, stem);
    }
  }
  // That ExifTool gives up on a file within its limit is all right, anything else that it throws is not.
  if (kind !== 'unknown') {
    outcome.exif = await host
      .run('exif', { path: file, content: seen.content })
      .catch((error: { code: string }) => {
        if (error.code !== 'worker_timeout') throw error;
        return null;
      });
  }
  outcome.ms = performance.now() - start;
  return outcome;
}

/** Answers why it failed. */
async function attempt(file: string, outcome: Outcome, stem: string): Promise<AppError | null> {
  try {
    outcome.rendered = await draw(file, outcome, stem);
    outcome.result = resultOf(outcome.rendered);
    return null;
  } catch (error) {
    outcome.result = (error as AppError).code;
    return error as AppError;
  }
}

async function draw(
  file: string,
  { kind, format, thumbnail }: Outcome,
  stem: string,
): Promise<RenderOutput | null> {
  const outputs = {
    thumbnail: { path: thumbnail, recipe: { longEdge: 400, format: 'webp', quality: 80 } },
    preview: { path: `${stem}.p.webp`, recipe: { longEdge: 2048, format: 'webp', quality: 82 } },
    maxPixels: 268_402_689,
    temporaryFolder: folder,
  } as const;
  if (kind === 'image') return host.run('render', { path: file, content: { kind, format }, ...outputs });
  const extracted = await host.run('extractPreview', {
    path: file,
    content: { kind, format },
    output: `${stem}.jpg`,
    wantedLongEdge: 2048,
  });
  if (extracted.preview === null) return null;
  const content = { kind: 'image', format: 'jpeg' } as const;
  const fallbackOrientation = extracted.orientation ?? undefined;
  return host.run('render', { path: `${stem}.jpg`, content, fallbackOrientation, ...outputs });
}

function resultOf(rendered: RenderOutput | null): string {
  if (rendered === null) return 'no preview';
  return rendered.damage === null ? 'ready' : `damaged: ${rendered.damage.code}`;
}

/** Files of `names/` lie in an archive and have a test of their own; JSON and Markdown are notes on the others. */
async function manifest(): Promise<ManifestEntry[]> {
  const entries = await readManifest();
  return entries.filter((entry) => !entry.path.startsWith('names/') && !/\.(json|md)$/.test(entry.path));
}

/** The manifest gives sizes as stored, we give them as shown. */
function sorted(width: number, height: number): number[] {
  return [width, height].sort((a, b) => a - b);
}

function table(): string {
  const rows = new Map<string, Map<string, number>>();
  for (const { name, result } of outcomes.values()) {
    const group = name.split('/', 1)[0] ?? '';
    const row = rows.get(result) ?? new Map<string, number>();
    row.set(group, (row.get(group) ?? 0) + 1);
    rows.set(result, row);
  }
  const line = ([result, groups]: [string, Map<string, number>]): string =>
    `${result.padEnd(24)} ${String([...groups.values()].reduce((a, b) => a + b)).padStart(4)}   ${[...groups].map(([group, count]) => `${group} ${count}`).join(', ')}`;
  return [...rows].sort().map(line).join('\n');
}

describe.runIf(hasSharedPhotos)('the shared photos', () => {
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'safelight-photos-'));
    host = createWorkerHost({ derivativesThreads: 2, exifThreads: 2, taskTimeoutMs: LIMIT_MS });
    const queue = await manifest();
    const take = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        await examine(path.join(SHARED_PHOTOS, next.path), next.path);
      }
    };
    await Promise.all([take(), take()]);
    console.log(table());
  }, 600_000);

  afterAll(async () => {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const of = (prefix: string): Outcome[] =>
    [...outcomes.values()].filter(({ name }) => name.startsWith(prefix));

  test('no file brings the host down, or keeps it for longer than its limit', () => {
    expect(outcomes.size).toBeGreaterThan(600);
    expect(host.status().restarts).toBe(0);
    expect([...outcomes.values()].filter(({ ms }) => ms > 2 * LIMIT_MS)).toEqual([]);
  });

  test('every hostile file is drawn, or refused in words that we know', () => {
    const odd = of('corrupt/').filter(
      ({ result }) => !/^(ready|-|damaged: .*)$/.test(result) && !KNOWN_FAILURES.test(result),
    );
    expect(odd.map(({ name, result }) => `${name}: ${result}`)).toEqual([]);
  });

  test('every sound photo is drawn', () => {
    // Each of them with the reason why it cannot be.
    const excused: Record<string, string> = {
      'formats/bmp/exiftool_BMP.bmp': 'unsupported_format',
      'formats/jp2/exiftool_Jpeg2000.jp2': 'unsupported_format',
      'formats/jxl/exiftool_JXL.jxl': 'unsupported_format',
      'formats/jxl/exiftool_JXL2.jxl': 'unsupported_format',
      'formats/psd/exiftool_Photoshop.psd': 'unsupported_format',
      'formats/heic/exiftool_QuickTime.heic': 'truncated', // 623 bytes, no picture in it
      'formats/heic/iphone8_small.heic': 'corrupt_data', // its tiles are not of the size it says
      'jpeg-variants/height_zero_DNL.jpg': 'unsupported_format',
      'jpeg-variants/ultrahdr.jpg': 'truncated', // the image data are cut off
      'metadata/edge_cases/corrupted_city.JPG': 'corrupt_data', // a marker of impossible length
      'motion/motion_photo_pixel_synth.jpg': 'corrupt_data', // made of headers alone
    };
    const folders = [
      'duplicates',
      'formats',
      'jpeg-variants',
      'live',
      'makers',
      'makernotes',
      'metadata',
      'motion',
      'orientation',
      'pairs',
      'sidecars',
      'wrong-ext',
    ];
    const images = folders.flatMap((name) => of(`${name}/`)).filter(({ kind }) => kind === 'image');
    const failed = images.filter(({ result }) => !/^(ready|damaged: .*)$/.test(result));
    expect(Object.fromEntries(failed.map(({ name, result }) => [name, result]))).toEqual(excused);
  });

  test('sizes are those of the manifest', async () => {
    const sizes = new Map((await manifest()).map((entry) => [entry.path, entry.size]));
    const wrong = [...outcomes.values()].flatMap(({ name, kind, rendered }) => {
      const size = sizes.get(name);
      if (kind !== 'image' || rendered === null || !size) return [];
      const wanted = sorted(size.width, size.height);
      const found = sorted(rendered.width, rendered.height);
      // HEIC may be cropped to an odd size by its `clap` box; the manifest has the coded size.
      return found.every((edge, i) => Math.abs(edge - (wanted[i] ?? 0)) <= 1)
        ? []
        : [`${name}: ${found} not ${wanted}`];
    });
    expect(wrong.filter((line) => !line.startsWith('corrupt/'))).toEqual([]);
  });

  test('thumbnails and previews have the sizes that were asked for, and the shape of the photo', () => {
    for (const { rendered, name } of outcomes.values()) {
      if (rendered === null) continue;
      for (const [image, limit] of [
        [rendered.preview, 2048],
        [rendered.thumbnail, 400],
      ] as const) {
        expect(Math.max(image.width, image.height), name).toBeLessThanOrEqual(limit);
        const scale = Math.max(image.width, image.height) / Math.max(rendered.width, rendered.height);
        expect(
          Math.abs(Math.min(image.width, image.height) - Math.min(rendered.width, rendered.height) * scale),
          name,
        ).toBeLessThanOrEqual(1);
      }
    }
  });

  test('the same scene in all eight orientations gives the same picture', async () => {
    const pixels = (number: number): Promise<Buffer> =>
      sharp(outcomes.get(`orientation/Landscape_${number}.jpg`)?.thumbnail)
        .resize(60, 45)
        .blur(2)
        .greyscale()
        .raw()
        .toBuffer();
    const first = await pixels(1);
    for (let number = 2; number <= 8; number += 1) {
      const other = await pixels(number);
      const sum = first.reduce((total, value, i) => total + Math.abs(value - (other[i] ?? 0)), 0);
      // The number in the middle differs, and it is small.
      expect(sum / first.length, `Landscape_${number}`).toBeLessThan(4);
    }
  });

  test.each([
    ['orientation/other/orient3.avif', 160, 120],
    ['orientation/other/orient6.avif', 120, 160],
    ['orientation/other/orient8.tif', 60, 80],
    ['orientation/other/orient6.png', 60, 80],
    ['orientation/other/sony_1_top_left.HIF', 7008, 4672],
    ['orientation/other/sony_6_right_top.HIF', 4672, 7008],
    ['orientation/other/sony_8_left-bottom.HIF', 4672, 7008],
    ['formats/heic/IMG_8565.HEIC', 3024, 4032],
  ])('%s is turned once: %i by %i', (name, width, height) => {
    expect(outcomes.get(name)?.rendered).toMatchObject({ width, height });
  });

  test.each([
    ['raw/DSC_7100.NEF', 'nef', 6000],
    ['raw/_DSC0002.ARW', 'arw', 1616],
    ['pairs/derived/IMG_0001.CR2', 'cr2', 2784],
    ['pairs/derived/IMG_0004.CR3', 'cr3', 1620],
    ['pairs/derived/DSC8695.dng', 'dng', 600],
    ['pairs/derived/jølstravatnet.pef', 'pef', 720],
    ['corrupt/truncated/raw_60pct.CR2', 'cr2', 160],
    ['pairs/DCIM/100GOPRO/GOPR8508.GPR', 'gpr', null],
    ['raw/P003913.KDC', 'kdc', null],
    ['wrong-ext/cr2_named.tif', 'cr2', null],
  ])('RAW %s is a %s and shows a preview of %s', (name, format, width) => {
    expect(outcomes.get(name)).toMatchObject({ kind: 'raw', format });
    expect(outcomes.get(name)?.rendered?.width ?? null).toBe(width);
  });

  test.each([
    ['wrong-ext/html_named.jpg', 'document', 'html'],
    ['wrong-ext/mp4_named.jpg', 'video', 'mp4'],
    ['wrong-ext/heic_named.jpg', 'image', 'heic'],
    ['wrong-ext/jpeg_named.cr2', 'image', 'jpeg'],
    ['wrong-ext/xmp_named.jpg', 'sidecar', 'xmp'],
    ['os-junk/._IMG_0001.JPG', 'unknown', 'appledouble'],
    ['os-junk/Thumbs.db', 'unknown', 'unknown'],
    ['corrupt/xmp/utf16_A.xmp', 'sidecar', 'xmp'],
    ['raw/exiftool/KyoceraRaw.raw', 'raw', 'raw'],
  ])('%s is %s/%s', (name, kind, format) => {
    expect(outcomes.get(name)).toMatchObject({ kind, format });
  });

  test('a still and its movie share their identifier', () => {
    const [still, movie] = of('live/').map(({ exif }) => exif?.contentId);
    expect(still).toMatch(/^[0-9A-F-]{36}$/);
    expect(movie).toBe(still);
  });
});

interface Expected {
  size?: { width: number; height: number };
  creationDate?: number;
  creationDateOffset?: string;
  rating?: number;
  keywords?: string[];
  cameraData?: { make?: string; model?: string };
  positionData?: { GPSData?: { latitude?: number; longitude?: number } };
}

/** What pigallery2's authors wrote down for their own test photos, where it means what we mean. */
describe.runIf(hasSharedPhotos)('the metadata that others expect', () => {
  const folders = [
    'metadata/timestamps',
    'metadata/4MinsAroundTheWorld',
    'metadata/edge_cases',
    'metadata/misc',
    'metadata/title_caption',
  ];
  const photos = hasSharedPhotos
    ? folders.flatMap((name) => {
        const names = readdirSync(path.join(SHARED_PHOTOS, name));
        const picture = (json: string) =>
          names.find((other) => other !== json && path.parse(other).name === path.parse(json).name);
        return names
          .filter((json) => json.endsWith('.json') && picture(json))
          .map((json) => [name, picture(json) ?? '', json] as const);
      })
    : [];
  let reader: WorkerHost;
  beforeAll(() => {
    reader = createWorkerHost({ exifThreads: 1, filesThreads: 1, derivativesThreads: 1 });
  });
  afterAll(() => reader.close());

  test.each(photos)('%s/%s', async (name, picture, json) => {
    const wanted = JSON.parse(readFileSync(path.join(SHARED_PHOTOS, name, json), 'utf8')) as Expected;
    const file = path.join(SHARED_PHOTOS, name, picture);
    const format = picture.toLowerCase().endsWith('png') ? 'png' : 'jpeg';
    const exif = await reader.run('exif', { path: file, content: { kind: 'image', format } });
    const { GPSData } = wanted.positionData ?? {};
    if (wanted.cameraData?.model !== undefined) expect(exif.cameraModel).toBe(wanted.cameraData.model);
    if (wanted.cameraData?.make !== undefined) expect(exif.cameraMake).toBe(wanted.cameraData.make);
    if (wanted.rating !== undefined && wanted.rating > 0) expect(exif.said.rating).toBe(wanted.rating);
    if (GPSData?.latitude !== undefined) expect(exif.latitude).toBeCloseTo(GPSData.latitude, 4);
    if (GPSData?.longitude !== undefined) expect(exif.longitude).toBeCloseTo(GPSData.longitude, 4);
    if (wanted.creationDateOffset !== undefined && exif.takenOffsetMinutes !== null) {
      const utc = Date.parse(`${exif.takenAt}Z`) - exif.takenOffsetMinutes * 60_000;
      expect(Math.abs(utc - (wanted.creationDate ?? 0))).toBeLessThan(1000);
    }
    // Theirs are as the XML has them.
    for (const keyword of wanted.keywords ?? [])
      expect([...exif.said.subjects, ...exif.said.hierarchical]).toContain(keyword.replaceAll('&amp;', '&'));
  });
});

describe.runIf(hasSharedPhotos)('the odd names', () => {
  test('every one of them is drawn and read', async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'safelight-names-'));
    host = createWorkerHost({ derivativesThreads: 1, exifThreads: 1 });
    try {
      const unpacked = path.join(folder, 'unpacked');
      execFileSync('mkdir', [unpacked]);
      execFileSync('tar', ['-xf', path.join(SHARED_PHOTOS, 'odd-names.tar'), '-C', unpacked]);
      const failed: string[] = [];
      let count = 0;
      for (const file of walk(unpacked)) {
        count += 1;
        const outcome = await examine(file, file);
        if (outcome.result !== 'ready' || outcome.exif === null) failed.push(`${file}: ${outcome.result}`);
      }
      expect(count).toBeGreaterThan(45);
      expect(failed).toEqual([]);
    } finally {
      await host.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function walk(root: string): string[] {
  return readdirSync(toNative(root), { withFileTypes: true, encoding: 'buffer' }).flatMap((entry) => {
    const file = `${root}/${fromNative(entry.name)}`;
    return entry.isDirectory() ? walk(file) : [file];
  });
}
