import { execFile, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { selectAll } from '../../src-main/db/connection.ts';
import type { ProbePoint } from '../../src-main/jobs/probe.ts';
import { randomFrom } from '../fixtures/crash/plan.ts';
import type { WriteLife } from '../fixtures/crash/write-child.ts';
import { DescribedLibrary } from '../fixtures/metadata/described-library.ts';
import { exifTool } from '../fixtures/metadata/exif-tool.ts';
import { SIDECARS } from '../fixtures/metadata/sidecars.ts';
import { makeCard, makePair } from '../fixtures/photos/index.ts';
import { hashTree } from '../fixtures/tree/hash-tree.ts';
import { brokenInvariants, inspectDatabase } from '../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../fixtures/tree/temporary-folder.ts';

/** `npm run test:crash` asks for the long form; `npm test` runs the short one. */
const KILLS = process.env.SAFELIGHT_CRASH === 'long' ? 50 : 8;
const PAIRS = 4;
const CARD = 12;
const CHILD = join(import.meta.dirname, '..', 'fixtures', 'crash', 'write-child.ts');

const POINTS: readonly [ProbePoint, number][] = [
  ['names_reserved', 20],
  ['file_written', 40],
  ['file_written', 40],
  ['in_transaction', 60],
  ['before_flush', 60],
  ['flushed', 60],
  ['recovered', 1],
];

test(`${KILLS} deaths while metadata is written and taken back leave no half-written file, and the way back stays open`, {
  timeout: 1_200_000,
}, async () => {
  const seed = Number(process.env.SAFELIGHT_SEED ?? Date.now() % 1_000_000);
  const random = randomFrom(seed);
  const root = await makeLibrary();
  const project = join(root, 'Trip');
  const originals = await hashTree(project);
  const pictures = await look(project);

  let kills = 0;
  const deaths = new Map<string, number>();
  while (kills < KILLS) {
    const death = drawDeath(random);
    const end = await live({ library: root, seed: Math.floor(random() * 1e9), role: 'work', death });
    await requireWhole(project, originals, pictures);
    if (end === 'ended') continue;
    kills += 1;
    const where = 'point' in death ? death.point : 'anywhere';
    deaths.set(where, (deaths.get(where) ?? 0) + 1);
  }
  expect(await live({ library: root, seed, role: 'finish', death: null })).toBe('ended');
  await requireWhole(project, originals, pictures);
  const { waiting, ratings, broken, intents } = inspectDatabase(root, (db) => ({
    waiting: selectAll(db, 'SELECT base_name FROM photos WHERE unwritten = 1'),
    ratings: new Map(
      selectAll<{ path: string; rating: number }>(
        db,
        `SELECT path, rating FROM files JOIN photos ON photos.id = photo_id`,
      ).map(({ path, rating }) => [path, rating]),
    ),
    broken: brokenInvariants(db),
    intents: selectAll(db, `SELECT kind, target FROM file_ops WHERE state = 'intended'`),
  }));
  expect({ waiting, broken, intents }).toEqual({ waiting: [], broken: [], intents: [] });
  for (const [path, facts] of await look(project))
    expect([path, facts.rating]).toEqual([path, ratings.get(path)]);

  expect(await live({ library: root, seed, role: 'undo', death: null })).toBe('ended');
  console.log(
    `${kills} kills while writing, ${originals.length} originals; seed ${seed}; ${[...deaths].map(([where, n]) => `${where} ${n}`).join(', ')}`,
  );
  expect(await hashTree(project)).toEqual(originals);
});

async function makeLibrary(): Promise<string> {
  const folder = await temporaryFolder('write-kill');
  const card = join(folder, 'card');
  await makeCard(card, CARD, { size: 'tiny' });
  const programs = Object.values(SIDECARS);
  for (let at = 0; at < PAIRS; at += 1) {
    await makePair(card, `PAIR_${at}`, {
      seed: at,
      width: 96,
      height: 64,
      shot: { takenAt: `2025-06-0${at + 1}T12:00:00.000` },
    });
    await writeFile(join(card, `PAIR_${at}.xmp`), programs[at % programs.length] ?? '');
  }
  const library = await DescribedLibrary.open(join(folder, 'library'), {
    config: { exif: { writeMode: 'both' } },
  });
  await library.import(card);
  await library.close();
  return library.root;
}

function drawDeath(random: () => number): NonNullable<WriteLife['death']> {
  if (random() < 0.35) return { afterMs: 200 + random() * 3500 };
  const [point, most] = POINTS[Math.floor(random() * POINTS.length)] ?? ['file_written', 40];
  return { point, passing: 1 + Math.floor(random() * most) };
}

interface Facts {
  rating: number;
  /** Of the picture alone; null for a sidecar. */
  picture: string | null;
  problem: string | null;
}

/** What an ExifTool of its own finds in the files of a folder, by name. */
async function look(project: string): Promise<Map<string, Facts>> {
  const { stdout } = await promisify(execFile)(
    exifTool,
    ['-json', '-n', '-FileName', '-XMP-xmp:Rating', '-ImageDataHash', '-Error', '-Warning', project],
    { maxBuffer: 64_000_000 },
  );
  const found = JSON.parse(stdout) as Record<string, unknown>[];
  return new Map(
    found
      .filter(({ FileName }) => !String(FileName).endsWith('.tmp'))
      .map((tags) => [
        String(tags.FileName),
        {
          rating: Number(tags.Rating ?? 0),
          picture: (tags.ImageDataHash as string | undefined) ?? null,
          problem: problemIn(tags),
        },
      ]),
  );
}

/** What programs do otherwise than ExifTool would (a list with nothing in it, an address of a name space) is no damage. */
function problemIn({ Error: error, Warning: warning }: Record<string, unknown>): string | null {
  const text = (error ?? warning ?? null) as string | null;
  return text?.startsWith('[minor]') ? null : text;
}

/** At any moment: each file is whole and shows its picture, and every original is there, in its place or kept. */
async function requireWhole(
  project: string,
  originals: Awaited<ReturnType<typeof hashTree>>,
  pictures: ReadonlyMap<string, Facts>,
): Promise<void> {
  const now = await look(project);
  for (const [name, { picture, problem }] of now)
    expect({ name, picture, problem }).toEqual({
      name,
      picture: pictures.get(name)?.picture ?? null,
      problem: null,
    });
  expect([...now.keys()]).toEqual(expect.arrayContaining([...pictures.keys()]));
  const there = new Set((await hashTree(project)).map(({ sha256 }) => sha256));
  expect(originals.filter(({ sha256 }) => !there.has(sha256))).toEqual([]);
}

function live(life: WriteLife): Promise<'ended' | 'killed'> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, JSON.stringify(life)], {
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words += text;
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve('killed');
      else if (code === 0) resolve('ended');
      else reject(new Error(`a life ended with ${code ?? signal}: ${words}\n${JSON.stringify(life)}`));
    });
  });
}
