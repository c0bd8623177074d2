import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { selectAll } from '../../src-main/db/connection.ts';
import { resultOf, runJson, startCli } from '../fixtures/cli/run-cli.ts';
import { makeCard } from '../fixtures/photos/index.ts';
import { hashTree } from '../fixtures/tree/hash-tree.ts';
import { brokenInvariants, inspectDatabase } from '../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../fixtures/tree/temporary-folder.ts';

const KILLS = 20;

/** Small and seeded, so that a failing run can be repeated: SAFELIGHT_SEED=… */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

test('an import that is killed 20 times loses nothing and does nothing twice', {
  timeout: 240_000,
}, async () => {
  const seed = Number(process.env.SAFELIGHT_SEED ?? Date.now() % 1_000_000);
  const random = randomFrom(seed);
  const folder = await temporaryFolder('kill');
  const card = join(folder, 'card');
  const library = join(folder, 'library');
  await makeCard(card, 120);
  const originals = await hashTree(card);

  let kills = 0;
  let child = startCli(['import', library, '--project', 'Card', card, '--json']);
  while (kills < KILLS) {
    const ended = resultOf(child);
    // From before the first row to deep in the work, where every second one is: a start takes as long as it likes.
    if (kills % 2 === 0 && child.stderr !== null) await Promise.race([once(child.stderr, 'data'), ended]);
    else await sleep(150);
    await sleep(random() * 1000);
    child.kill('SIGKILL');
    kills += 1;
    await ended;
    child = startCli(
      (await hasTask(library))
        ? ['tasks', library]
        : ['import', library, '--project', 'Card', card, '--json'],
    );
  }
  await resultOf(child);
  if (!(await hasTask(library))) await runJson(['import', library, '--project', 'Card', card]);
  const { code, json: tasks } = await runJson<{ state: string }[]>(['tasks', library]);
  console.log(`${kills} kills, ${originals.length} originals, seed ${seed}`);

  const failed = inspectDatabase(library, (db) =>
    selectAll(
      db,
      `SELECT ref, error_code, error_detail, attempt, interrupted FROM job_items WHERE state = 'failed'`,
    ),
  );
  expect(failed).toEqual([]);
  expect(code).toBe(0);
  expect(tasks.map((task) => task.state)).toEqual(tasks.map(() => 'completed'));
  const copies = await hashTree(join(library, 'Card'));
  expect(copies.map((file) => file.sha256).sort()).toEqual(originals.map((file) => file.sha256).sort());
  expect((await hashTree(card)).map((file) => file.sha256)).toEqual(originals.map((file) => file.sha256));
  expect(await leftovers(library)).toEqual([]);
  inspectDatabase(library, (db) => {
    const most = selectAll<{ n: number }>(db, 'SELECT max(interrupted) AS n FROM job_items')[0]?.n;
    console.log(`the unluckiest item was interrupted ${most} times`);
    expect(brokenInvariants(db)).toEqual([]);
    const pending = selectAll(db, `SELECT photo_id FROM derivatives WHERE status <> 'ready'`);
    expect(pending).toEqual([]);
  });
});

async function hasTask(library: string): Promise<boolean> {
  try {
    return inspectDatabase(library, (db) => selectAll(db, 'SELECT id FROM tasks').length > 0);
  } catch {
    return false; // Killed before there was a database, or a table in it.
  }
}

async function leftovers(library: string): Promise<string[]> {
  const all = await readdir(library, { recursive: true });
  return all.filter((name) => name.includes('.tmp') || /\.safelight\/tmp\/./.test(name));
}
