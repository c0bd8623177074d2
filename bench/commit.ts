import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import pino from 'pino';
import { loadConfig } from '../src-main/config/load-config.ts';
import { execute, selectAll, selectOne, transaction } from '../src-main/db/connection.ts';
import { planOfCommit, startCommit } from '../src-main/engine/changes/commit.ts';
import { startUndo } from '../src-main/engine/changes/take-back.ts';
import { LibraryEngine } from '../src-main/engine/library-engine.ts';
import { handlers } from '../src-main/handlers/registry.ts';
import { systemClock } from '../src-main/jobs/clock.ts';
import { refreshAvailability } from '../src-main/library/availability.ts';
import { openLibrary } from '../src-main/library/open-library.ts';
import { insertFile, insertPhoto } from '../src-main/library/record-import.ts';
import { loadTaskDefinitions } from '../src-main/tasks/definitions.ts';
import { createWorkerHost } from '../src-main/workers/client.ts';

const ROUNDS = 3;
const resourcesDir = join(import.meta.dirname, '..', 'resources');

/**
 * A commit of many photos (two files each) against a bare loop of renames of the very same files, in the same run, on the
 * same disk: one after the other, as a script would, and with a flush of the folder at the end. Ours checks each file
 * first, stores what it is about to do and what it did, and flushes both. Options: photos (5000).
 */
export async function run(args: readonly string[]): Promise<void> {
  const photos = Number(args[0] ?? 5000);
  const root = mkdtempSync(join(tmpdir(), 'safelight-bench-commit-'));
  const workers = createWorkerHost({ derivativesThreads: 1, exifThreads: 1, filesThreads: 1 });
  const config = await loadConfig(resourcesDir);
  const engine = new LibraryEngine({
    opened: await openLibrary(root, { create: true, program: 'bench', now: Date.now() }),
    config: { current: config, defaults: config, overrides: {}, update: () => {} },
    definitions: await loadTaskDefinitions(resourcesDir),
    handlers,
    workers,
    clock: systemClock,
    log: pino({ level: 'silent' }),
    program: 'bench',
    publish: () => {},
    onHalt: () => {},
  });
  try {
    await engine.start({ work: true });
    const names = seed(engine, root, photos);
    console.log(
      `${cpus()[0]?.model.trim()}, ${availableParallelism()} processors, Node ${process.versions.node}`,
    );
    console.log(
      `${photos} photos, ${names.length} files, in ${root}; best of ${ROUNDS} rounds, all in brackets`,
    );
    const rounds = {
      plan: [] as number[],
      bare: [] as number[],
      commit: [] as number[],
      undo: [] as number[],
    };
    const delays: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.bare.push(await bareRenames(join(root, 'Bench'), names));
      rounds.plan.push(
        await timed(async () => {
          const plan = await planOfCommit(engine, { target: { all: true }, lineLimit: 200 });
          if (plan.totals.files !== names.length) throw new Error('the plan is not about all files');
        }),
      );
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      const commit = startCommit(engine, { all: true });
      rounds.commit.push(await timed(() => firstStep(engine, commit)));
      delay.disable();
      delays.push(delay.percentile(99) / 1e6);
      await engine.taskEnded(commit);
      const undo = startUndo(engine, commit);
      rounds.undo.push(await timed(() => firstStep(engine, undo)));
      await engine.taskEnded(undo);
    }
    const rate = (all: readonly number[]) => {
      const rates = all.map((ms) => Math.round((names.length / ms) * 1000));
      return `${Math.max(...rates)
        .toLocaleString('en')
        .padStart(8)} files/s   (${rates.join('  ')})`;
    };
    console.log(
      `  plan                 ${Math.min(...rounds.plan).toFixed(0)} ms   (${rounds.plan.map((ms) => ms.toFixed(0)).join('  ')})   (goal: below 1,000 for 5,000 photos)`,
    );
    console.log(`  bare renames         ${rate(rounds.bare)}`);
    console.log(`  commit               ${rate(rounds.commit)}`);
    console.log(`  undo                 ${rate(rounds.undo)}`);
    console.log(
      `  commit / bare renames: ${(Math.min(...rounds.bare) / Math.min(...rounds.commit)).toFixed(2)}`,
    );
    console.log(`  event loop during the commit, p99: ${delays.map((ms) => ms.toFixed(1)).join('  ')} ms`);
    await measureCancel(engine);
  } finally {
    await engine.close();
    await workers.close();
    rmSync(root, { recursive: true });
  }
}

/** Small files: a rename does not care how large they are. */
function seed(engine: LibraryEngine, root: string, photos: number): string[] {
  const folder = join(root, 'Bench');
  const names: string[] = [];
  const now = Date.now();
  mkdirSync(folder);
  const { db } = engine;
  transaction(db, () => {
    execute(
      db,
      `INSERT INTO projects(name, folder, created_at, updated_at) VALUES ('Bench', 'Bench', @now, @now)`,
      { now },
    );
    for (let at = 0; at < photos; at += 1) {
      const base = `DSC_${String(at).padStart(5, '0')}`;
      const photoId = insertPhoto(db, { projectId: 1, base, sortAt: at, now });
      for (const [extension, role] of [
        ['JPG', 'image'],
        ['NEF', 'raw'],
      ] as const) {
        const path = `${base}.${extension}`;
        const content = Buffer.from(path);
        writeFileSync(join(folder, path), content);
        names.push(path);
        insertFile(db, {
          photoId,
          projectId: 1,
          path,
          role,
          format: extension === 'JPG' ? 'jpeg' : 'nef',
          bytes: content.length,
          mtimeMs: Math.round(statSync(join(folder, path)).mtimeMs),
          sha256: createHash('sha256').update(content).digest('hex'),
          problem: null,
          now,
        });
      }
      refreshAvailability(db, photoId, now);
    }
    execute(db, `UPDATE photos SET keep_jpg = 0, keep_raw = 0`);
    execute(db, `UPDATE derivatives SET status = 'placeholder'`);
  });
  return names;
}

async function bareRenames(folder: string, names: readonly string[]): Promise<number> {
  const trash = join(folder, '.bare');
  mkdirSync(trash);
  const ms = await timed(async () => {
    for (const name of names) await rename(join(folder, name), join(trash, name));
    const handle = await open(trash, 'r');
    await handle.sync();
    await handle.close();
  });
  for (const name of names) await rename(join(trash, name), join(folder, name));
  rmSync(trash, { recursive: true });
  return ms;
}

/** Until the files are moved; what checks the folders afterwards is not part of it. */
async function firstStep(engine: LibraryEngine, taskId: string): Promise<void> {
  for (;;) {
    const open = selectAll(
      engine.db,
      `SELECT 1 FROM jobs WHERE task_id = @taskId AND step = 0 AND finished_at IS NULL LIMIT 1`,
      { taskId },
    );
    if (open.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

async function measureCancel(engine: LibraryEngine): Promise<void> {
  const task = startCommit(engine, { all: true });
  const moved = () =>
    selectOne<{ n: number }>(engine.db, 'SELECT count(*) AS n FROM trash WHERE task_id = @task', { task })
      ?.n ?? 0;
  while (moved() < 1000) await new Promise((resolve) => setTimeout(resolve, 1));
  const ms = await timed(async () => {
    engine.cancelTask(task, 'person');
    await engine.taskEnded(task);
  });
  console.log(
    `  canceled with ${moved()} files moved: ended ${ms.toFixed(0)} ms after the click   (goal: below 300)`,
  );
  await engine.taskEnded(startUndo(engine, task));
  console.log(`  undone: ${moved()} files of it left in the trash`);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
