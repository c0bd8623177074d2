import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExifTool } from 'exiftool-vendored';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ensureSamples,
  makeSamples,
  type SampleFile,
  type SampleManifest,
} from '../../../scripts/samples/index.ts';

/** Pictures a fiftieth of their size: the same files with the same metadata, in a few seconds. */
const SCALE = 0.02;

let folder: string;
let samples: SampleManifest;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safelight-samples-'));
  samples = await makeSamples(join(folder, 'samples'), { scale: SCALE });
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

const pathOf = (file: SampleFile) => join(samples.folder, file.path);
const hashOf = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

describe('the sample photos', () => {
  test('every file of the manifest is there, of the size it says', async () => {
    for (const file of samples.files) expect((await stat(pathOf(file))).size, file.path).toBe(file.bytes);
  });

  test('between them they show every outcome of an import', () => {
    const outcomes = new Set(samples.files.map((file) => file.outcome));
    expect(outcomes).toEqual(new Set(['imported', 'completion', 'duplicate', 'unsupported', 'failed']));
    expect(samples.drops).toMatchObject([
      { newPhotos: 27, completedPhotos: 0, duplicates: 1, unsupported: 1, failed: 1 },
      { newPhotos: 1, completedPhotos: 1, duplicates: 1, unsupported: 0, failed: 0 },
    ]);
  });

  test('no two files have the same content, but the duplicates', async () => {
    const originals = samples.files.filter((file) => file.outcome !== 'duplicate');
    const hashes = await Promise.all(originals.map((file) => hashOf(pathOf(file))));
    expect(new Set(hashes).size).toBe(originals.length);
    for (const duplicate of samples.files.filter((file) => file.outcome === 'duplicate')) {
      expect(hashes, duplicate.path).toContain(await hashOf(pathOf(duplicate)));
    }
  });

  test('ExifTool reads the time, camera and size that the manifest promises', async () => {
    const exiftool = new ExifTool({ maxProcs: 1 });
    try {
      for (const file of samples.files) {
        if (file.takenAt === null) continue;
        const tags = await exiftool.readRaw(pathOf(file), { readArgs: ['-n'] });
        const [date = '', time = ''] = String(tags.DateTimeOriginal).split(' ');
        expect(`${date.replaceAll(':', '-')}T${time}`, file.path).toContain(file.takenAt);
        expect(`${tags.Make} ${tags.Model}`, file.path).toBe(file.camera);
      }
    } finally {
      await exiftool.end();
    }
  });

  test('pictures are upright once their orientation tag is applied, and only then', async () => {
    const lying = samples.files.find((file) => file.path.endsWith('SL1_2164.JPG'));
    if (lying === undefined) throw new Error('the sample is missing');
    const stored = await sharp(pathOf(lying)).metadata();
    expect([stored.width, stored.height]).toEqual([lying.height, lying.width]);
    expect(stored.autoOrient).toEqual({ width: lying.width, height: lying.height });
    expect(lying.height).toBeGreaterThan(lying.width ?? 0);
  });

  test('the truncated one still shows its upper part, the stump shows nothing', async () => {
    const truncated = samples.files.find((file) => file.damaged);
    const stump = samples.files.find((file) => file.outcome === 'failed');
    if (truncated === undefined || stump === undefined) throw new Error('the samples are missing');
    await expect(sharp(pathOf(truncated)).raw().toBuffer()).rejects.toThrow();
    const shown = await sharp(pathOf(truncated), { failOn: 'none' })
      .extract({ left: 0, top: 0, width: 64, height: 20 })
      .stats();
    expect(shown.channels[0]?.stdev).toBeGreaterThan(3);
    await expect(sharp(pathOf(stump), { failOn: 'none' }).raw().toBuffer()).rejects.toThrow();
  });
});

describe('a cache of the samples', () => {
  test('is used while it is whole, and drawn anew when a file is gone', async () => {
    const cached = join(folder, 'cached');
    await makeSamples(cached, { scale: SCALE });
    const victim = join(cached, samples.files[0]?.path ?? '');
    const before = await stat(victim);
    await ensureSamples(cached, { scale: SCALE });
    expect((await stat(victim)).ino).toBe(before.ino);
    await unlink(victim);
    await ensureSamples(cached, { scale: SCALE });
    expect((await stat(victim)).size).toBe(before.size);
  }, 60_000);

  test('the same drawing gives the same bytes', async () => {
    const again = await ensureSamples(join(folder, 'cached'), { scale: SCALE });
    const jpegs = samples.files.filter((file) => /\.(jpe?g|dng)$/i.test(file.path));
    for (const file of jpegs) {
      expect(await hashOf(join(again.folder, file.path)), file.path).toBe(await hashOf(pathOf(file)));
    }
  }, 60_000);
});
