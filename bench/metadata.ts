import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { exiftoolPath } from 'exiftool-vendored';
import pino from 'pino';
import sharp from 'sharp';
import { execute, selectAll, transaction } from '../src-main/db/connection.ts';
import { type App, createApp } from '../src-main/engine/app.ts';
import { startMetadata } from '../src-main/engine/changes/metadata.ts';
import { startUndo } from '../src-main/engine/changes/take-back.ts';
import type { LibraryEngine } from '../src-main/engine/library-engine.ts';
import { refreshAvailability } from '../src-main/library/availability.ts';
import { setRating } from '../src-main/library/culling.ts';
import { insertFile, insertPhoto } from '../src-main/library/record-import.ts';

const ROUNDS = 3;
const processes = availableParallelism();
const resourcesDir = join(import.meta.dirname, '..', 'resources');

/**
 * Reading and writing metadata against bare ExifTool in as many processes as there are processors, in the same run, on the
 * same files: reading with `-fast2 -json`, writing with an argument file. Ours compares each photo with the library, and
 * for each write reads what is there, proves the copy, keeps the bytes before, flushes, and stores what it did. Options:
 * photos (600).
 */
export async function run(args: readonly string[]): Promise<void> {
  const photos = Number(args[0] ?? 600);
  const root = mkdtempSync(join(tmpdir(), 'safelight-bench-metadata-'));
  const scratch = mkdtempSync(join(tmpdir(), 'safelight-bench-exiftool-'));
  console.log(`${cpus()[0]?.model.trim()}, ${processes} processors, Node ${process.versions.node}`);
  console.log(`${photos} JPEGs; best of ${ROUNDS} rounds, all in brackets`);
  try {
    await reading(root, photos);
    await writing(root, scratch, 'sidecar-only');
    await writing(root, scratch, 'embedded-only');
  } finally {
    rmSync(root, { recursive: true });
    rmSync(scratch, { recursive: true });
  }
}

async function reading(root: string, photos: number): Promise<void> {
  await withEngine(root, {}, async (engine) => {
    const files = await seed(engine, root, photos);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      theirs.push(await timed(() => inProcesses(files, (part) => ['-fast2', '-json', ...part])));
      // As if nothing had ever been compared: each photo is.
      execute(engine.db, 'DELETE FROM metadata_base');
      ours.push(await timed(() => ended(engine, 'import')));
    }
    tell('read', photos, { ours, theirs, peer: 'exiftool -fast2 -json', goal: '0.80' });
  });
}

async function writing(
  root: string,
  scratch: string,
  writeMode: 'sidecar-only' | 'embedded-only',
): Promise<void> {
  await withEngine(root, { exif: { writeMode } }, async (engine) => {
    const files = selectAll<{ path: string }>(engine.db, `SELECT path FROM files WHERE role = 'image'`).map(
      ({ path }) => join(root, 'Bench', path),
    );
    const ids = selectAll<{ id: number }>(engine.db, 'SELECT id FROM photos').map(({ id }) => id);
    const ours: number[] = [];
    const back: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      theirs.push(await timed(() => bareWrites(files, join(scratch, `${writeMode}-${round}`), writeMode)));
      transaction(engine.db, () =>
        setRating(engine.db, { ids, rating: 1 + ((round + 2) % 5), step: `${round}`, now: Date.now() }),
      );
      let taskId = '';
      ours.push(
        await timed(async () => {
          taskId = await ended(engine, 'write');
        }),
      );
      back.push(await timed(() => engine.taskEnded(startUndo(engine, taskId))));
    }
    tell(`write ${writeMode}`, files.length, { ours, theirs, peer: 'exiftool -@ arguments' });
    console.log(`  ${'undo'.padEnd(24)} ${rate(files.length, back)}`);
  });
}

/** The same new files from the same old ones, without a look before or after. */
async function bareWrites(files: readonly string[], folder: string, writeMode: string): Promise<void> {
  mkdirSync(folder);
  const extension = writeMode === 'sidecar-only' ? 'xmp' : 'jpg';
  await inProcesses(files, (part, at) => {
    const lines = part.flatMap((file, index) => [
      '-XMP-xmp:Rating=3',
      '-o',
      join(folder, `${at}-${index}.${extension}`),
      file,
      '-execute',
    ]);
    const argumentFile = join(folder, `arguments-${at}`);
    writeFileSync(argumentFile, `${lines.join('\n')}\n`);
    return ['-@', argumentFile];
  });
}

async function ended(engine: LibraryEngine, operation: 'import' | 'write'): Promise<string> {
  const taskId = startMetadata(engine, { operation, target: { all: true }, dryRun: false });
  await engine.taskEnded(taskId);
  const [task] = selectAll<{ state: string }>(engine.db, 'SELECT state FROM tasks WHERE id = @taskId', {
    taskId,
  });
  if (task?.state !== 'completed') throw new Error(`the ${operation} ended as ${task?.state}`);
  return taskId;
}

async function inProcesses(
  files: readonly string[],
  argsOf: (part: readonly string[], at: number) => string[],
): Promise<void> {
  const tool = await exiftoolPath();
  const size = Math.ceil(files.length / processes);
  await Promise.all(
    Array.from({ length: processes }, async (_, at) => {
      const child = spawn(tool, argsOf(files.slice(at * size, (at + 1) * size), at), {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      child.stdout.resume();
      const code = await new Promise((resolve) => child.once('close', resolve));
      if (code !== 0) throw new Error(`exiftool ended with ${code}`);
    }),
  );
}

async function withEngine(
  root: string,
  configOverrides: Record<string, unknown>,
  work: (engine: LibraryEngine) => Promise<void>,
): Promise<void> {
  const app: App = await createApp({
    settingsFile: null,
    resourcesDir,
    log: pino({ level: 'silent' }),
    shell: null,
    program: 'bench',
    configOverrides: { exiftool: { maxConcurrent: processes }, ...configOverrides },
  });
  try {
    await app.openLibrary(root, true);
    await work(app.library().engine);
  } finally {
    await app.close();
  }
}

/** Pictures as small as they may be with a camera's tags in them: what is measured is metadata. */
async function seed(engine: LibraryEngine, root: string, photos: number): Promise<string[]> {
  const folder = join(root, 'Bench');
  mkdirSync(folder);
  const picture = sharp({
    create: {
      width: 1200,
      height: 800,
      channels: 3,
      background: '#765',
      noise: { type: 'gaussian', mean: 128, sigma: 20 },
    },
  });
  const files: string[] = [];
  const now = Date.now();
  const contents: Buffer[] = [];
  for (let at = 0; at < photos; at += 1) {
    const exif = {
      IFD0: { Make: 'Bench', Model: 'Camera 1', Artist: `Photographer ${at}` },
      IFD2: {
        DateTimeOriginal: '2026:06:01 10:00:00',
        FNumber: '28/10',
        ExposureTime: '1/250',
        LensModel: '50mm',
      },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '64/1 8/1 4553/100',
        GPSLongitudeRef: 'W',
        GPSLongitude: '21/1 56/1 3196/100',
      },
    };
    contents.push(await picture.clone().withExif(exif).jpeg({ quality: 80 }).toBuffer());
  }
  const { db } = engine;
  transaction(db, () => {
    execute(
      db,
      `INSERT INTO projects(name, folder, created_at, updated_at) VALUES ('Bench', 'Bench', @now, @now)`,
      { now },
    );
    for (const [at, content] of contents.entries()) {
      const base = `DSC_${String(at).padStart(5, '0')}`;
      const path = join(folder, `${base}.JPG`);
      writeFileSync(path, content);
      files.push(path);
      const photoId = insertPhoto(db, { projectId: 1, base, sortAt: at, now });
      insertFile(db, {
        photoId,
        projectId: 1,
        path: `${base}.JPG`,
        role: 'image',
        format: 'jpeg',
        bytes: content.length,
        mtimeMs: Math.round(statSync(path).mtimeMs),
        sha256: createHash('sha256').update(content).digest('hex'),
        problem: null,
        now,
      });
      refreshAvailability(db, photoId, now);
    }
    execute(db, `UPDATE derivatives SET status = 'placeholder'`);
  });
  return files;
}

function tell(
  what: string,
  files: number,
  { ours, theirs, peer, goal }: { ours: number[]; theirs: number[]; peer: string; goal?: string },
): void {
  console.log(`  ${what.padEnd(24)} ${rate(files, ours)}`);
  console.log(`  ${peer.padEnd(24)} ${rate(files, theirs)}`);
  const ratio = Math.min(...theirs) / Math.min(...ours);
  console.log(`  ratio: ${ratio.toFixed(2)}${goal === undefined ? '' : `   (goal: ${goal})`}`);
}

function rate(files: number, all: readonly number[]): string {
  const rates = all.map((ms) => Math.round((files / ms) * 1000));
  return `${Math.max(...rates)
    .toLocaleString('en')
    .padStart(8)} files/s   (${rates.join('  ')})`;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
