import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { execute } from '../../../src-main/db/connection.ts';
import { type ImportDocument, type PhotoDocument, runCli, runJson } from '../../fixtures/cli/run-cli.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { inspectDatabase } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('start');

test('what a process that died left half made is gone at the next start; a stranger’s .tmp is not touched', async () => {
  const card = join(folder, 'card');
  const library = join(folder, 'library');
  await makeCard(card, 2, { size: 'tiny' });
  await runJson(['import', library, '--project', 'P', card]);
  const derivatives = join(library, '.safelight', 'derivatives');
  const [shelf = ''] = await readdir(derivatives);
  const halfMade = [
    join(derivatives, shelf, 'abc-t-12345678.webp.4711-3.tmp'),
    join(library, '.safelight', 'tmp', 'preview-1-1.jpg'),
    join(library, 'P', '.safelight-99.tmp'),
  ];
  const strangers = [join(library, 'P', 'notes.tmp'), join(derivatives, shelf, 'mine.tmp')];
  for (const path of [...halfMade, ...strangers]) await writeFile(path, 'x');
  inspectDatabase(library, (db) => {
    execute(db, 'UPDATE engine_runs SET ended_at = NULL');
    execute(
      db,
      `INSERT INTO file_ops(kind, state, item_id, project_id, source, target, created_at)
       VALUES ('copy_in', 'intended', 99, 1, '/gone', 'gone.jpg', 0)`,
    );
  });

  expect((await runCli(['tasks', library])).code).toBe(0);

  const left = async (path: string) =>
    (await readdir(join(path, '..'))).includes(path.split('/').at(-1) ?? '');
  expect(await Promise.all(halfMade.map(left))).toEqual([false, false, false]);
  expect(await Promise.all(strangers.map(left))).toEqual([true, true]);
});

test('a library whose project folder is away opens all the same, and shows its photos', async () => {
  const card = join(folder, 'card-2');
  const library = join(folder, 'library-2');
  await makeCard(card, 2, { size: 'tiny' });
  await runJson(['import', library, '--project', 'P', card]);
  inspectDatabase(library, (db) => execute(db, `UPDATE projects SET folder = 'not here'`));
  await mkdir(join(library, 'elsewhere'));
  const { code, json } = await runJson<PhotoDocument[]>(['photos', library]);
  expect([code, json.length]).toEqual([0, 2]);
});

test('a copy whose item has ended is rolled back at the next start, and its name is free again', async () => {
  const card = join(folder, 'card-3');
  const library = join(folder, 'library-3');
  await makeCard(card, 2, { size: 'tiny' });
  await runJson(['import', library, '--project', 'P', join(card, 'DSC_00001.JPG')]);
  const source = join(card, 'DSC_00002.JPG');
  // As if the process had died after the item was failed, and before it had cleaned up.
  await copyFile(source, join(library, 'P', 'DSC_00002.JPG'));
  inspectDatabase(library, (db) =>
    execute(
      db,
      `INSERT INTO file_ops(kind, state, item_id, project_id, base_name, source, target, bytes, created_at)
       VALUES ('copy_in', 'intended', (SELECT max(id) FROM job_items), 1, 'DSC_00002', @source, 'DSC_00002.JPG', 1, 0)`,
      { source },
    ),
  );
  expect((await runCli(['tasks', library])).code).toBe(0);
  expect(await readdir(join(library, 'P'))).toEqual(['DSC_00001.JPG']);
  const { json } = await runJson<ImportDocument>(['import', library, '--project', 'P', source]);
  expect(json.items.map((item) => item.outcome)).toEqual(['imported']);
  expect(await readdir(join(library, 'P'))).toEqual(['DSC_00001.JPG', 'DSC_00002.JPG']);
});

test('a database that was damaged in a crash is noticed before anything works on it', async () => {
  const card = join(folder, 'card-4');
  const library = join(folder, 'library-4');
  await makeCard(card, 40, { size: 'tiny' });
  await runJson(['import', library, '--project', 'P', card]);
  inspectDatabase(library, (db) => execute(db, 'UPDATE engine_runs SET ended_at = NULL'));
  const database = join(library, '.safelight', 'library.db');
  const content = await readFile(database);
  // A page in the middle, as a bad sector leaves it; the first pages still read.
  content.fill(0x5a, 40 * 4096, 60 * 4096);
  await writeFile(database, content);
  const { code, stderr } = await runCli(['tasks', library]);
  expect(code).toBe(3);
  expect(stderr).toContain('database is damaged');
});
