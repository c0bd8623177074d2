import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { execute } from '../../../src-main/db/connection.ts';
import { type PhotoDocument, runCli, runJson } from '../../fixtures/cli/run-cli.ts';
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
