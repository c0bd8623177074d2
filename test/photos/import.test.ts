import { execFile } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp, { type Sharp } from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { toNative } from '../../src-main/files/native-path.ts';
import { type ImportDocument, type PhotoDocument, runJson } from '../fixtures/cli/run-cli.ts';
import { hashTree } from '../fixtures/tree/hash-tree.ts';
import { brokenInvariants, inspectDatabase } from '../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../fixtures/tree/temporary-folder.ts';
import { expectedOutcome } from './expected-outcomes.ts';
import { hasSharedPhotos, type ManifestEntry, readManifest, SHARED_PHOTOS } from './shared-photos.ts';

const folder = await temporaryFolder('collection');

describe.runIf(hasSharedPhotos)(
  'the collection of real and hostile photos, imported from the command line',
  () => {
    let library: string;
    let sources: string[];
    let manifest: ManifestEntry[];
    let first: { code: number | null; json: ImportDocument };
    let photos: PhotoDocument[];
    let outcomes: Map<string, ImportDocument['items'][number]>;
    const sourceOf = (entry: ManifestEntry) =>
      entry.path.startsWith('names/') ? join(sources[1] ?? '', entry.path) : join(SHARED_PHOTOS, entry.path);

    beforeAll(async () => {
      library = join(folder, 'library');
      const odd = join(folder, 'odd');
      await mkdir(odd);
      await promisify(execFile)('tar', ['-xf', join(SHARED_PHOTOS, 'odd-names.tar'), '-C', odd]);
      sources = [SHARED_PHOTOS, odd];
      manifest = await readManifest();
      first = await runJson<ImportDocument>(['import', library, '--project', 'Test', ...sources]);
      outcomes = new Map(first.json.items.map((item) => [item.path, item]));
      photos = (await runJson<PhotoDocument[]>(['photos', library])).json;
    }, 300_000);

    test('ends with failed items, and says so by exit code 1', () => {
      expect(first.json.state).toBe('failed');
      expect(first.code).toBe(1);
      const { total, succeeded, skipped, failed } = first.json.counts;
      expect(succeeded + skipped + failed).toBe(total);
    });

    test('every file of the manifest gets the outcome it deserves', () => {
      const wrong = manifest.flatMap((entry) => {
        const got = outcomes.get(sourceOf(entry))?.outcome ?? 'no outcome';
        const expected = expectedOutcome(entry);
        return expected.includes(got as never)
          ? []
          : [`${entry.path}: ${got}, expected ${expected.join(' or ')}`];
      });
      expect(wrong).toEqual([]);
    });

    test('whatever is not taken in, or not whole, has a reason in a sentence', () => {
      const silent = first.json.items.filter(
        (item) =>
          (item.outcome === 'failed' || item.outcome === 'unsupported') && !/ .*\./.test(item.message ?? ''),
      );
      expect(silent).toEqual([]);
    });

    test('every file that was taken in lies in the library with the content of the manifest', async () => {
      const inLibrary = new Set((await hashTree(join(library, 'Test'))).map((file) => file.sha256));
      const lost = manifest.filter((entry) => {
        const outcome = outcomes.get(sourceOf(entry))?.outcome;
        return outcome !== 'unsupported' && !inLibrary.has(entry.sha256);
      });
      expect(lost.map((entry) => entry.path)).toEqual([]);
    });

    test('names are kept byte for byte', async () => {
      const names = manifest.filter(
        (entry) => entry.path.startsWith('names/') && !entry.path.includes('/deep/'),
      );
      const missing: string[] = [];
      for (const entry of names) {
        const name = entry.path.split('/').at(-1) ?? '';
        await stat(toNative(join(library, 'Test', name))).catch(() => missing.push(name));
      }
      expect(missing).toEqual([]);
    });

    test('every thumbnail and preview decodes to the right picture, upright', async () => {
      const wrong: string[] = [];
      let compared = 0;
      for (const photo of photos.filter((candidate) => candidate.thumbnail.status === 'ready')) {
        const [thumbnail, preview] = [photo.thumbnail.path ?? '', photo.preview.path ?? ''];
        const [small, large] = [await sharp(thumbnail).metadata(), await sharp(preview).metadata()];
        const shape = (photo.width ?? 0) / (photo.height ?? 1);
        for (const size of [small, large]) {
          const tolerance = shape / Math.min(size.width, size.height) + 0.02 * shape;
          if (Math.abs(size.width / size.height - shape) > tolerance)
            wrong.push(`${photo.name}: shape ${size.width}x${size.height}`);
        }
        if (Math.max(small.width, small.height) > 400) wrong.push(`${photo.name}: thumbnail too large`);
        if (Math.max(large.width, large.height) > 2048) wrong.push(`${photo.name}: preview too large`);
        const image = photo.files.find(
          (file) => file.role === 'image' && /\.(jpe?g|png|webp)$/i.test(file.path),
        );
        if (image === undefined || image.problem !== undefined || NO_WITNESS.has(photo.name)) continue;
        // Enlarging a handful of pixels measures the resampling, not the picture.
        if (Math.min(photo.width ?? 0, photo.height ?? 0) < 2 * GRID) continue;
        const difference = await differenceTo(image.path, thumbnail);
        if (difference === null) continue;
        compared += 1;
        if (difference > 14) wrong.push(`${photo.name}: pixels differ by ${difference.toFixed(1)}`);
      }
      expect(wrong).toEqual([]);
      expect(compared).toBeGreaterThan(100);
    });

    test('the eight orientations all stand upright', () => {
      for (let orientation = 1; orientation <= 8; orientation += 1) {
        const photo = photos.find((candidate) => candidate.name === `Landscape_${orientation}`);
        expect([photo?.width, photo?.height], `orientation ${orientation}`).toEqual([600, 450]);
      }
    });

    test('a second import finds duplicates only, and changes nothing on disk', async () => {
      const before = await hashTree(library);
      const second = await runJson<ImportDocument>(['import', library, '--project', 'Test', ...sources]);
      const kinds = new Set(second.json.items.map((item) => item.outcome));
      expect([...kinds].sort()).toEqual(['duplicate', 'unsupported']);
      expect(second.code).toBe(0);
      expect(await hashTree(library)).toEqual(before);
    }, 120_000);

    test('the database is sound', () => {
      inspectDatabase(library, (db) => expect(brokenInvariants(db)).toEqual([]));
    });
  },
);

const GRID = 16;
/** sharp itself misreads a lossless JPEG once it shrinks while loading, so it is no witness for this one. */
const NO_WITNESS = new Set(['lossless_sof3']);

/** Mean difference of brightness between a source, turned as its EXIF says, and a picture; null where sharp cannot. */
async function differenceTo(source: string, picture: string): Promise<number | null> {
  const grid = (input: Sharp) =>
    input
      .flatten({ background: '#000' })
      .toColourspace('srgb')
      .greyscale()
      .resize(GRID, GRID, { fit: 'fill' })
      .raw()
      .toBuffer();
  try {
    const native = toNative(source);
    if (typeof native !== 'string') return null;
    const [a, b] = [await grid(sharp(native).autoOrient()), await grid(sharp(picture))];
    const channels = Math.min(a.length, b.length);
    let sum = 0;
    for (let at = 0; at < channels; at += 1) sum += Math.abs((a[at] ?? 0) - (b[at] ?? 0));
    return sum / channels;
  } catch {
    return null; // A strict decoder refuses it; that we show it all the same is the point of another test.
  }
}
