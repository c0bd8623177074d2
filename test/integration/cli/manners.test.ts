import { open, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { execute, selectOne } from '../../../src-main/db/connection.ts';
import { makeTree } from '../../fixtures/batch/scan-app.ts';
import { resultOf, runCli, startCli } from '../../fixtures/cli/run-cli.ts';
import { said } from '../../fixtures/cli/said.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { inspectDatabase } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('manners');
const library = join(folder, 'library');
const card = join(folder, 'card');
await makeCard(card, 2, { size: 'tiny' });

test('a reader that hangs up (`| head`) is no failure', async () => {
  await runCli(['import', library, '--project', 'P', card]);
  const child = startCli(['photos', library]);
  child.stdout?.destroy();
  const { code, stderr } = await resultOf(child);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('an answer that cannot be written down is no success', async () => {
  await runCli(['import', library, '--project', 'P', card]);
  const full = await open('/dev/full', 'w');
  for (const args of [
    ['photos', library],
    ['projects', library, '--json'],
  ]) {
    const child = startCli(args, {}, full.fd);
    const { code, stderr } = await resultOf(child);
    expect(code).toBe(3);
    expect(stderr).toContain('The disk is full');
    expect(stderr).not.toContain('at Writable');
  }
  await full.close();
});

test('one that hangs up on what is told of the work (`2>&1 | head`) does not stop it', async () => {
  const more = join(folder, 'more');
  await makeCard(more, 3, { size: 'tiny', from: 100 });
  const child = startCli(['import', library, '--project', 'More', more, '--json']);
  child.stderr?.destroy();
  const { code, stdout } = await resultOf(child);
  expect({ code, document: JSON.parse(stdout) }).toMatchObject({
    code: 0,
    document: { state: 'completed', counts: { succeeded: 3 } },
  });
});

test('Ctrl-C while a folder is looked through ends the command, with the library closed in order', async () => {
  const many = join(folder, 'many');
  const files = Array.from({ length: 3000 }, (_, n) => [`${n}.jpg`, { bytes: 1000 }]);
  await makeTree(many, Object.fromEntries(files));
  for (const more of [[], ['--dry-run']]) {
    const child = startCli(['import', library, '--project', 'Many', many, '--json', ...more]);
    const ended = resultOf(child);
    await said(child, 'Looking for files');
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, signal: null, stdout: '' });
    const open = 'SELECT count(*) AS n FROM engine_runs WHERE ended_at IS NULL';
    expect(inspectDatabase(library, (db) => selectOne(db, open))).toEqual({ n: 0 });
  }
});

test('a dry run leaves work that waits where it is', async () => {
  await runCli(['import', library, '--project', 'P', card]);
  inspectDatabase(library, (db) =>
    execute(
      db,
      `INSERT INTO jobs(type, scope, source, lane, priority, state, run_at, max_attempts, created_at)
       VALUES ('upload_postprocess', 'global', 'user', 'normal', 1, 'queued', 0, 3, 0)`,
    ),
  );
  expect((await runCli(['import', library, '--project', 'P', card, '--dry-run'])).code).toBe(0);
  const state = () =>
    inspectDatabase(library, (db) => selectOne(db, 'SELECT state FROM jobs ORDER BY id DESC LIMIT 1'));
  expect(state()).toEqual({ state: 'queued' });
  expect((await runCli(['tasks', library])).code).toBe(0);
});

test('what Node compiled is kept for the next start, and nothing fails where it cannot be', async () => {
  const caches = join(folder, 'caches');
  await runCli(['--version'], { NODE_COMPILE_CACHE: undefined, XDG_CACHE_HOME: caches });
  expect(await readdir(join(caches, 'safelight', 'compiled'))).toHaveLength(1);

  const inTheWay = join(folder, 'a-file');
  await writeFile(inTheWay, '');
  const told = await runCli(['--version'], { NODE_COMPILE_CACHE: undefined, XDG_CACHE_HOME: inTheWay });
  expect(told).toMatchObject({ code: 0, stderr: '' });
});
