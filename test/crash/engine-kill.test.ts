import { spawn } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { type Db, selectAll, selectOne } from '../../src-main/db/connection.ts';
import { drawDeath, type Life, randomFrom } from '../fixtures/crash/plan.ts';
import { makeCard } from '../fixtures/photos/index.ts';
import { hashTree } from '../fixtures/tree/hash-tree.ts';
import { brokenInvariants, inspectDatabase } from '../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../fixtures/tree/temporary-folder.ts';

/** `npm run test:crash` asks for the long form; `npm test` runs the short one. */
const LONG = process.env.SAFELIGHT_CRASH === 'long';
const KILLS = LONG ? 200 : 20;
const CARDS = LONG ? 60 : 8;
const PHOTOS_PER_CARD = 4;
/** A life takes seconds. One that is at it for so long hangs, and is a failure of ours. */
const HANGS_AFTER_MS = 120_000;
const CHILD = join(import.meta.dirname, '..', 'fixtures', 'crash', 'engine-child.ts');

test(`an engine that is killed ${KILLS} times at the worst moments loses nothing and does nothing twice`, {
  timeout: 1_800_000,
}, async () => {
  const seed = Number(process.env.SAFELIGHT_SEED ?? Date.now() % 1_000_000);
  const random = randomFrom(seed);
  const folder = await temporaryFolder('engine-kill');
  const [library = '', effects = '', source = ''] = ['library', 'effects', 'cards'].map((name) =>
    join(folder, name),
  );
  await mkdir(effects);
  const cards = Array.from({ length: CARDS }, (_, at) => join(source, `Card ${at}`));
  for (const [at, card] of cards.entries()) {
    await makeCard(card, PHOTOS_PER_CARD, { size: 'tiny', from: at * PHOTOS_PER_CARD + 1 });
  }
  const originals = await hashTree(source);
  const base = { library, cards, effects, cheapItems: LONG ? 2300 : 500, foundItems: LONG ? 2600 : 700 };

  expect(await live({ ...base, seed, role: 'prepare', death: null })).toBe('ended');
  let kills = 0;
  const deaths = new Map<string, number>();
  while (kills < KILLS) {
    const death = drawDeath(random);
    const end = await live({ ...base, seed: Math.floor(random() * 1e9), role: 'work', death });
    // Some plans ask for more passings than there is work: then the life ended by itself, and counts for nothing.
    if (end === 'ended') continue;
    kills += 1;
    const where = death.where === 'engine' ? death.point : death.where;
    deaths.set(where, (deaths.get(where) ?? 0) + 1);
    inspectDatabase(library, (db) => expect([seed, kills, ownerless(db)]).toEqual([seed, kills, []]));
  }
  expect(await live({ ...base, seed, role: 'finish', death: null })).toBe('ended');

  const found = inspectDatabase(library, (db) => ({
    items: selectOne<{ n: number }>(db, 'SELECT count(*) AS n FROM job_items')?.n ?? 0,
    lost: lost(db),
    doubled: doubled(db),
    broken: brokenInvariants(db),
    open: selectAll(db, `SELECT id, type, state FROM tasks WHERE finished_at IS NULL`),
  }));
  const copies = (await Promise.all(cards.map((card) => hashTree(join(library, basename(card)))))).flat();
  const sums = (files: readonly { sha256: string }[]) => files.map((file) => file.sha256).sort();
  console.log(
    `${kills} kills, ${found.items} items, ${found.lost.length} lost, ${found.doubled.length} doubled; seed ${seed}; ${[...deaths].map(([where, n]) => `${where} ${n}`).join(', ')}`,
  );
  expect(found).toEqual({ items: found.items, lost: [], doubled: [], broken: [], open: [] });
  expect(sums(copies)).toEqual(sums(originals));
  expect(sums(await hashTree(source))).toEqual(sums(originals));
  expect((await readdir(library, { recursive: true })).filter((name) => name.includes('.tmp'))).toEqual([]);
  if (LONG) expect(found.items).toBeGreaterThanOrEqual(5000);
});

/** Runs one life. `ended` where it came to its own end, `killed` where it did not; anything else is a failure of ours. */
function live(life: Life): Promise<'ended' | 'killed'> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, JSON.stringify(life)], {
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words += text;
    });
    child.once('error', reject);
    let hung: unknown = null;
    const alarm = setTimeout(() => {
      hung = inspectDatabase(life.library, unended);
      child.kill('SIGKILL');
    }, HANGS_AFTER_MS);
    child.once('close', (code, signal) => {
      clearTimeout(alarm);
      if (hung !== null) reject(new Error(`a life hangs: ${JSON.stringify({ life, hung })}`));
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
    `SELECT tasks.type, tasks.state AS task, jobs.id, jobs.state, held, attempt, total, succeeded, failed FROM tasks
       LEFT JOIN jobs ON jobs.task_id = tasks.id AND jobs.finished_at IS NULL WHERE tasks.finished_at IS NULL`,
  );
}

/** Right after a death: nothing counts as running that no job holds, and no job that no lease does. */
function ownerless(db: Db): unknown[] {
  return selectAll(
    db,
    `SELECT job_items.id FROM job_items JOIN jobs ON jobs.id = job_id
     WHERE job_items.state = 'running' AND jobs.state <> 'running'
     UNION ALL SELECT id FROM jobs WHERE (state = 'running') <> (lease IS NOT NULL)`,
  );
}

const CHEAP = `jobs.type IN ('cheap', 'find', 'tidy')`;

/** Items that ended in no state, or that are done without their effect. */
function lost(db: Db): unknown[] {
  return selectAll(
    db,
    `SELECT job_items.id, job_items.state FROM job_items JOIN jobs ON jobs.id = job_id
     WHERE job_items.state IN ('pending', 'running')
       OR (${CHEAP} AND job_items.state = 'done' AND job_items.id NOT IN (SELECT item_id FROM test_effects))`,
  );
}

/** Effects that were applied twice, or that belong to items which are not done. */
function doubled(db: Db): unknown[] {
  return selectAll(
    db,
    `SELECT item_id FROM test_effects GROUP BY item_id HAVING count(*) > 1
     UNION ALL SELECT item_id FROM test_effects JOIN job_items ON job_items.id = item_id WHERE state <> 'done'`,
  );
}
