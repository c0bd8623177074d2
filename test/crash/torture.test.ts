import { execFileSync, spawn } from 'node:child_process';
import { mkdir, readdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Db, selectAll } from '../../src-main/db/connection.ts';
import type { ProbePoint } from '../../src-main/jobs/probe.ts';
import { randomFrom } from '../fixtures/crash/plan.ts';
import type { TortureLife } from '../fixtures/crash/torture-child.ts';
import { hashTree } from '../fixtures/tree/hash-tree.ts';
import { brokenInvariants, inspectDatabase } from '../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../fixtures/tree/temporary-folder.ts';

/** `npm run test:crash` asks for the long form; `npm test` runs the short one. */
const LONG = process.env.SAFELIGHT_CRASH === 'long';
const BUNDLES = LONG ? 2000 : 180;
const KILLS = LONG ? 100 : 8;
const PROJECTS = ['Alpha', 'Beta', 'Gamma', 'Delta'];
const CHILD = join(import.meta.dirname, '..', 'fixtures', 'crash', 'torture-child.ts');
/** A life takes seconds; one that is at it for so long hangs. */
const HANGS_AFTER_MS = 180_000;

const POINTS: readonly [ProbePoint, number][] = [
  ['file_moved', 150],
  ['in_transaction', 12],
  ['before_flush', 12],
  ['flushed', 12],
  ['claimed', 8],
  ['names_reserved', 30],
  ['job_leaving', 6],
  ['job_ended', 6],
  ['task_stored', 5],
  ['recovered', 1],
];

/** Only root can make a disk full, or a folder read-only, for root. */
const CAN_MOUNT = process.platform === 'linux' && process.getuid?.() === 0;

test(`${KILLS} deaths, a full disk and folders without rights cost not one original of ${BUNDLES} photos`, {
  timeout: 3_000_000,
}, async () => {
  const seed = Number(process.env.SAFELIGHT_SEED ?? Date.now() % 1_000_000);
  const random = randomFrom(seed);
  const library = await libraryFolder();
  const realFiles = LONG ? await realCameraFiles() : [];
  const base = { library, bundles: BUNDLES, projects: PROJECTS, realFiles };
  expect(await live({ ...base, seed, role: 'seed', death: null })).toBe('ended');
  const originals = await contents(library);

  let [kills, faults] = [0, 0];
  const deaths = new Map<string, number>();
  while (kills < KILLS) {
    const death = drawDeath(random);
    const mend = random() < 0.2 ? await breakSomething(library, random) : null;
    if (mend !== null) faults += 1;
    const end = await live({ ...base, seed: Math.floor(random() * 1e9), role: 'work', death });
    await mend?.();
    if (end === 'ended') continue;
    kills += 1;
    const where = 'point' in death ? death.point : 'anywhere';
    deaths.set(where, (deaths.get(where) ?? 0) + 1);
  }
  // Twice: what waited for a second look in the first life has had it by then.
  for (let life = 0; life < 2; life += 1) {
    expect(await live({ ...base, seed, role: 'finish', death: null })).toBe('ended');
  }

  const found = inspectDatabase(library, (db) => ({
    purged: purged(db),
    broken: brokenInvariants(db),
    intents: openIntents(db),
    places: places(db),
  }));
  const left = await contents(library);
  const [lost, added] = difference(originals, [...left, ...found.purged]);
  console.log(
    `torture: ${kills} kills, ${faults} faults, ${originals.length} originals of ${BUNDLES} photos (${realFiles.length} of real cameras), ${found.purged.length} purged on purpose, ${lost.length} lost, ${added.length} doubled; seed ${seed}; ${[...deaths].map(([where, n]) => `${where} ${n}`).join(', ')}`,
  );
  const { broken, intents } = found;
  expect({ lost, added, broken, intents }).toEqual({ lost: [], added: [], broken: [], intents: [] });
  // Every row has its file, and every file its row; what is not ours lies where it lay.
  const files = (await hashTree(library)).map(({ path }) => path.slice(library.length + 1));
  const strangers = files.filter((path) => /(^|\/)(notes\.txt|link\.jpg)$/.test(path));
  const ours = files.filter((path) => !strangers.includes(path));
  const [rowless, fileless] = difference(ours, found.places);
  const stories = inspectDatabase(library, (db) =>
    [...rowless, ...fileless].slice(0, 6).map((path) => story(db, path)),
  );
  expect({ rowless, fileless, stories }).toEqual({ rowless: [], fileless: [], stories: [] });
  expect(strangers.length).toBe(2 * PROJECTS.length);
});

/** Those of the shared folder, where it is beside the checkout; small ones, of every kind. */
async function realCameraFiles(): Promise<string[]> {
  const photos = join(import.meta.dirname, '..', '..', '..', 'shared', 'photos');
  try {
    const files: string[] = [];
    for (const entry of await readdir(photos, { withFileTypes: true, recursive: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && (await stat(path)).size < 500_000) files.push(path);
    }
    return files;
  } catch {
    return [];
  }
}

/** On a small disk of its own where that can be made, so that it can be filled. */
async function libraryFolder(): Promise<string> {
  const folder = join(await temporaryFolder('torture'), 'library');
  await mkdir(folder);
  if (!CAN_MOUNT) return folder;
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m', 'tmpfs', folder]);
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', folder]);
  });
  return folder;
}

function drawDeath(random: () => number): NonNullable<TortureLife['death']> {
  if (random() < 0.2) return { afterMs: random() * 1500 };
  const [point, most] = POINTS[Math.floor(random() * POINTS.length)] ?? ['file_moved', 100];
  return { point, passing: 1 + Math.floor(random() * most) };
}

/** A full disk, or a project folder that cannot be written to. Answers what mends it. */
async function breakSomething(library: string, random: () => number): Promise<(() => Promise<void>) | null> {
  if (!CAN_MOUNT) return null;
  if (random() < 0.5) {
    const filler = join(library, '.safelight', 'filler');
    const { bavail, bsize } = await statfs(library);
    // Now and then so full that the library cannot even be opened; mostly so that it fills up at work.
    const leftBytes = random() * 6_000_000;
    await writeFile(filler, Buffer.alloc(Math.max(0, bavail * bsize - leftBytes)));
    return () => rm(filler);
  }
  const [folder] = (await readdir(library)).filter((name) => !name.startsWith('.'));
  if (folder === undefined) return null;
  const path = join(library, folder);
  execFileSync('mount', ['--bind', path, path]);
  execFileSync('mount', ['-o', 'remount,ro,bind', path]);
  return async () => void execFileSync('umount', ['--lazy', path]);
}

async function contents(library: string): Promise<string[]> {
  return (await hashTree(library)).map(({ sha256 }) => sha256).sort();
}

/** By the audit: what a person had removed for good, and nothing else. */
function purged(db: Db): string[] {
  return selectAll<{ sha256: string }>(
    db,
    `SELECT file.value ->> 'sha256' AS sha256 FROM audit, json_each(detail, '$.files') AS file
     WHERE action = 'photo_purged'`,
  ).map(({ sha256 }) => sha256);
}

/** What somebody began to do to a file, and never ended. */
function openIntents(db: Db): unknown[] {
  return selectAll(
    db,
    `SELECT file_ops.id, file_ops.kind, file_ops.source, target, file_ops.project_id, source_project_id, file_id, jobs.type,
       jobs.state AS job, job_items.state AS item, job_items.error_code, job_items.error_detail,
       (SELECT folder FROM projects WHERE id = file_ops.project_id) AS folder,
       (SELECT path FROM files WHERE id = file_id) AS path, (SELECT trash_path FROM trash WHERE trash.file_id = file_ops.file_id) AS in_trash
     FROM file_ops LEFT JOIN job_items ON job_items.id = item_id LEFT JOIN jobs ON jobs.id = job_items.job_id
     WHERE file_ops.state = 'intended'`,
  );
}

/** Where every original is to be by the database, relative to the library. */
function places(db: Db): string[] {
  return selectAll<{ path: string }>(
    db,
    `SELECT folder || '/' || path AS path FROM files JOIN projects ON projects.id = files.project_id
     UNION ALL SELECT folder || '/' || trash_path FROM trash JOIN projects ON projects.id = trash.project_id`,
  )
    .map(({ path }) => path)
    .sort();
}

/** What is known of a place where file and row do not agree: what was done there, and to the file of its row. */
function story(db: Db, path: string): unknown {
  const name = path.split('/').at(-1) ?? '';
  return {
    path,
    rows: selectAll(
      db,
      `SELECT id, photo_id, project_id, path, missing_at, created_at FROM files WHERE path = @name`,
      { name },
    ),
    ops: selectAll(
      db,
      `SELECT file_ops.id, kind, file_ops.state, source, target, project_id, source_project_id, file_id, item_id, task_id, file_ops.created_at, done_at
       FROM file_ops WHERE source LIKE '%' || @name OR target LIKE '%' || @name ORDER BY id DESC LIMIT 14`,
      { name },
    ),
  };
}

/** What is in the first multiset and not in the second, and the reverse. */
function difference(a: readonly string[], b: readonly string[]): [string[], string[]] {
  const count = new Map<string, number>();
  for (const one of a) count.set(one, (count.get(one) ?? 0) + 1);
  for (const one of b) count.set(one, (count.get(one) ?? 0) - 1);
  const over = (sign: number) => [...count].filter(([, n]) => Math.sign(n) === sign).map(([one]) => one);
  return [over(1), over(-1)];
}

function live(life: TortureLife): Promise<'ended' | 'killed'> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, JSON.stringify(life)], {
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    let words = '';
    let isHung = false;
    const alarm = setTimeout(() => {
      isHung = true;
      child.kill('SIGKILL');
    }, HANGS_AFTER_MS);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words += text;
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(alarm);
      if (isHung)
        reject(
          new Error(
            `a life hangs: ${JSON.stringify({ life, open: inspectDatabase(life.library, unended) })}`,
          ),
        );
      else if (signal === 'SIGKILL') resolve('killed');
      else if (code === 0) resolve('ended');
      else reject(new Error(`a life ended with ${code ?? signal}: ${words}\n${JSON.stringify(life)}`));
    });
  });
}

/** What a life that does not end still has to do. */
function unended(db: Db): unknown {
  return selectAll(
    db,
    `SELECT tasks.type, tasks.state AS task, jobs.type AS job, jobs.state, parked_reason, parked_detail, total, succeeded, failed
     FROM tasks LEFT JOIN jobs ON jobs.task_id = tasks.id AND jobs.finished_at IS NULL WHERE tasks.finished_at IS NULL`,
  );
}
