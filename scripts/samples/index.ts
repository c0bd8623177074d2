import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isAlive } from '../electron/make-once.ts';
import { CATALOGUE, type CatalogueEntry, FIRST_CARD, SECOND_CARD } from './catalogue.ts';
import { encodeRaw, encodeStill } from './encode.ts';
import { emptyMp4 } from './formats/mp4.ts';
import { xmpDocument } from './formats/xmp.ts';
import { baseOf, type SampleFile, type SampleManifest, summarize } from './manifest.ts';
import { photograph } from './photograph.ts';
import { desertRoad } from './scenes/desert-road.ts';

export type { SampleDrop, SampleFile, SampleManifest } from './manifest.ts';

export interface SampleOptions {
  /** Factor on the megapixels of every picture, above 0 up to 1. Default 1: the whole set takes about 20 s on one core. */
  scale?: number;
  /** Called after each picture. */
  onProgress?: (done: number, total: number) => void;
}

/** The duplicate is a copy of this one, the second card brings the other again. */
const COPIED = 'SL1_2057.JPG';
const BROUGHT_AGAIN = 'FG3_0007.JPG';
/** Counts up with every change that is seen in the files: what a cache holds of an older one is drawn anew. */
const RECIPE = 1;
const MIN_MEGAPIXELS = 0.05;

/**
 * Draws the sample photos into two folders of `folder`, which are emptied first. The same call makes the same pixels
 * everywhere. The manifest says what an import should make of each file; it is also written beside the folder, as
 * `<folder>.json`, and not into it, where an import would find it.
 */
export async function makeSamples(folder: string, options: SampleOptions = {}): Promise<SampleManifest> {
  const scale = options.scale ?? 1;
  const files: SampleFile[] = [];
  for (const card of [FIRST_CARD, SECOND_CARD]) {
    await rm(join(folder, card), { recursive: true, force: true });
    await mkdir(join(folder, card), { recursive: true });
  }
  let done = 0;
  let encoding: Promise<void> = Promise.resolve();
  for (const entry of CATALOGUE) {
    const picture = await photograph(entry.scene, {
      megapixels: Math.max(MIN_MEGAPIXELS, entry.megapixels * scale),
    });
    // Encoding runs in libvips' own thread while the next scene is drawn here.
    await encoding;
    encoding = develop(entry, picture).then(() => {
      done += 1;
      options.onProgress?.(done, CATALOGUE.length);
    });
  }
  await encoding;
  await addTroublemakers();
  const manifest = conclude(folder, scale, files);
  await writeFile(`${folder}.json`, `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;

  async function develop(
    entry: CatalogueEntry,
    picture: Awaited<ReturnType<typeof photograph>>,
  ): Promise<void> {
    const { still, raw, sidecar, shot } = entry;
    const facts = {
      thumbnail: 'ready' as const,
      takenAt: shot.takenAt ?? null,
      camera: still?.format === 'gif' ? null : `${shot.make} ${shot.model}`,
      width: picture.width,
      height: picture.height,
      shows: entry.shows,
    };
    if (still !== undefined) {
      const data = await encodeStill(picture, still.format, shot);
      const size = still.format === 'gif' ? gifSize(data) : {};
      await put(still.path, data, { role: 'image', ...facts, ...size });
    }
    if (raw !== undefined) {
      await put(raw.path, await encodeRaw(picture, shot), {
        role: 'raw',
        outcome: still !== undefined && !raw.path.startsWith(FIRST_CARD) ? 'completion' : 'imported',
        ...facts,
      });
    }
    if (sidecar !== undefined) {
      const { hierarchical, caption } = sidecar;
      const xmp = xmpDocument({
        hierarchical,
        caption,
        keywords: shot.keywords ?? [],
        rating: shot.rating ?? 0,
      });
      await put(sidecar.path, Buffer.from(xmp), { role: 'sidecar', shows: entry.shows });
    }
  }

  /** What goes wrong on real cards. */
  async function addTroublemakers(): Promise<void> {
    const copied = await readFile(join(folder, FIRST_CARD, COPIED));
    await put(`${FIRST_CARD}/${COPIED.replace('.JPG', '_copy.JPG')}`, copied, {
      outcome: 'duplicate',
      shows: `the same content as ${COPIED} under another name: either of the two is the duplicate`,
    });
    await put(`${SECOND_CARD}/${BROUGHT_AGAIN}`, await readFile(join(folder, FIRST_CARD, BROUGHT_AGAIN)), {
      outcome: 'duplicate',
      shows: 'a picture that the first card brought already',
    });
    const shot = {
      make: 'Safelight',
      model: 'Sample Camera SL-1',
      takenAt: '2025-05-11T10:16:40.000',
      offset: '-06:00',
    };
    const picture = await photograph(desertRoad, {
      megapixels: Math.max(MIN_MEGAPIXELS, 3 * scale),
      mirrored: true,
    });
    const whole = await encodeStill(picture, 'jpeg', shot);
    await put(`${FIRST_CARD}/SL1_2121.JPG`, whole.subarray(0, Math.round(whole.length * 0.62)), {
      thumbnail: 'ready',
      damaged: true,
      takenAt: shot.takenAt,
      camera: `${shot.make} ${shot.model}`,
      width: picture.width,
      height: picture.height,
      shows: 'a JPEG that ends too early, as from a card pulled out while writing: shown as far as it goes',
    });
    await put(`${FIRST_CARD}/SL1_2122.JPG`, whole.subarray(0, 400), {
      outcome: 'failed',
      thumbnail: 'failed',
      shows: 'a JPEG of which only the beginning was written: nothing to show',
    });
    await put(
      `${FIRST_CARD}/SL1_2172.MP4`,
      emptyMp4({ takenAt: new Date('2025-06-29T20:04:00Z'), seconds: 6 }),
      {
        role: 'video',
        thumbnail: 'placeholder',
        shows: 'a video',
      },
    );
    await put(`${FIRST_CARD}/notes.txt`, Buffer.from('Bring the long lens next time.\n'), {
      outcome: 'unsupported',
      role: 'other',
      photo: null,
      shows: 'a file that is no photo',
    });
  }

  async function put(
    path: string,
    data: Buffer,
    facts: Partial<SampleFile> & { shows: string },
  ): Promise<void> {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, data);
    if (typeof facts.takenAt === 'string') {
      const taken = new Date(`${facts.takenAt}Z`);
      await utimes(target, taken, taken);
    }
    files.push({
      path,
      bytes: data.length,
      outcome: 'imported',
      photo: path.replace(/(\.[a-z0-9]+)+$/i, ''),
      role: 'image',
      thumbnail: null,
      damaged: false,
      takenAt: null,
      camera: null,
      width: null,
      height: null,
      ...facts,
    });
  }
}

/**
 * The samples in `folder` if an earlier call made them there and they are all there still; else they are drawn. The
 * folder appears when it is complete: an app that is running may offer it at any moment.
 */
export async function ensureSamples(folder: string, options: SampleOptions = {}): Promise<SampleManifest> {
  try {
    const manifest = JSON.parse(await readFile(`${folder}.json`, 'utf8')) as SampleManifest;
    const sizes = await Promise.all(manifest.files.map((file) => stat(join(folder, file.path))));
    const whole = manifest.files.every((file, index) => file.bytes === sizes[index]?.size);
    if (whole && manifest.recipe === RECIPE && manifest.scale === (options.scale ?? 1))
      return { ...manifest, folder };
  } catch {
    // Not there, or no longer whole: drawn anew below.
  }
  const temporary = `${folder}${DRAWING}${process.pid}`;
  try {
    const manifest = await makeSamples(temporary, options);
    await rm(folder, { recursive: true, force: true });
    await rename(temporary, folder);
    await rename(`${temporary}.json`, `${folder}.json`);
    return { ...manifest, folder };
  } finally {
    await removeDrawings(folder);
  }
}

const DRAWING = '.drawing-';

/** Ours, and those of processes that were ended while they drew. */
async function removeDrawings(folder: string): Promise<void> {
  const prefix = `${basename(folder)}${DRAWING}`;
  for (const name of await readdir(dirname(folder))) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number.parseInt(name.slice(prefix.length), 10);
    if (pid === process.pid || !isAlive(pid)) {
      await rm(join(dirname(folder), name), { recursive: true, force: true });
    }
  }
}

function gifSize(data: Buffer): { width: number; height: number } {
  return { width: data.readUInt16LE(6), height: data.readUInt16LE(8) };
}

function conclude(folder: string, scale: number, files: SampleFile[]): SampleManifest {
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const known = new Set(
    files.filter((file) => file.path.startsWith(`${FIRST_CARD}/`)).map((file) => baseOf(file.photo)),
  );
  return {
    folder,
    recipe: RECIPE,
    scale,
    drops: [summarize(FIRST_CARD, files, new Set()), summarize(SECOND_CARD, files, known)],
    files,
  };
}
