import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { execute, transaction } from '../../../src-main/db/connection.ts';
import type { Recipe } from '../../../src-preload/contract/batch.ts';
import { makeTree } from '../../fixtures/batch/scan-app.ts';
import { resultOf, runCli, runJson, startCli } from '../../fixtures/cli/run-cli.ts';
import { said } from '../../fixtures/cli/said.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { brokenInvariants, inspectDatabase } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

interface ScanDocument {
  taskId: string;
  state: string;
  dryRun: boolean;
  looked: number;
  counts: { total: number; succeeded: number; skipped: number; failed: number };
  items: { path: string; outcome: string; action?: string; photoId?: number; message?: string }[];
  follows: { taskId: string; type: string; state: string }[];
}

const folder = await temporaryFolder('cli-scan');
const library = join(folder, 'library');
const link = join(folder, 'link');
const card = join(folder, 'card');
const scan = (...args: string[]) => runJson<ScanDocument>(['scan', library, card, ...args]);

beforeAll(async () => {
  await makeCard(card, 3, { size: 'tiny' });
  await symlink(library, link);
  await makeTree(card, { 'sub/large.bin': { bytes: 2_000_000 }, 'sub/old.jpg': { ageDays: 90 } });
  await writeFile(join(card, 'notes.txt'), 'noon');
  await makeCard(join(folder, 'first'), 1, { size: 'tiny', from: 900 });
  await runCli(['import', library, '--project', 'First', join(folder, 'first')]);
});

const names = ({ items }: ScanDocument) => items.map(({ path }) => path.slice(card.length + 1)).sort();

test.each([
  [
    ['--pattern', '*.JPG', '--max-age-days', '30'],
    ['DSC_00001.JPG', 'DSC_00002.JPG', 'DSC_00003.JPG'],
  ],
  [['--pattern', '*.jpg', '--no-ignore-case'], ['sub/old.jpg']],
  [['--min-size-mb', '1'], ['sub/large.bin']],
  [['--no-recursive', '--exclude', 'DSC*', '*.nef'], ['notes.txt']],
])('scan %j', async (options, expected) => {
  const before = await hashTree(card);
  for (const more of [['--dry-run'], []]) {
    const { code, json } = await scan(...options, ...more);
    expect(code).toBe(0);
    expect(names(json)).toEqual(expected);
    expect(json).toMatchObject({
      state: 'completed',
      dryRun: more.length > 0,
      counts: { total: expected.length, succeeded: expected.length, skipped: 0, failed: 0 },
      follows: [],
    });
    expect(new Set(json.items.map(({ outcome }) => outcome))).toEqual(
      new Set([more.length > 0 ? 'matched' : 'done']),
    );
  }
  expect(await hashTree(card)).toEqual(before);
});

test('an import tells what became of each file, makes its project, and waits for all of it', async () => {
  const { code, json } = await scan('--action', 'import', '--project', 'Scanned', '--priority', 'high');
  expect(json.follows).toMatchObject([{ type: 'upload_processing' }]);
  const outcomes = Object.fromEntries(
    json.items.map(({ path, outcome }) => [path.slice(card.length + 1), outcome]),
  );
  expect(outcomes).toMatchObject({
    'DSC_00001.JPG': 'imported',
    'DSC_00002.JPG': 'imported',
    'DSC_00003.JPG': 'imported',
    'notes.txt': 'unsupported',
  });
  // `old.jpg` is no picture, whatever its name says.
  expect(code).toBe(outcomes['sub/old.jpg'] === 'failed' ? 1 : 0);
  const { json: again } = await scan('--action', 'import', '--project', 'Scanned', '--pattern', 'DSC*');
  expect(again.items.map(({ outcome }) => outcome)).toEqual(['duplicate', 'duplicate', 'duplicate']);
  expect(again.counts).toEqual({ total: 3, succeeded: 0, skipped: 3, failed: 0 });
  inspectDatabase(library, (db) => expect(brokenInvariants(db)).toEqual([]));
});

test('it is told in lines as well', async () => {
  const { code, stdout } = await runCli(['scan', library, card, '--action', 'verify', '--pattern', '*.txt']);
  expect(code).toBe(0);
  expect(stdout).toContain('skipped');
  expect(stdout).toContain('belongs to no photo of this library');
  expect(stdout).toMatch(/Batch scan: 5 files looked at|Batch scan: 6 files looked at/);
});

test.each([
  ['a folder that is not there', ['scan', library, join(folder, 'nowhere')], 'does not exist'],
  ['a file', ['scan', library, join(card, 'notes.txt')], 'is not a folder'],
  ['what is ours alone', ['scan', library, join(library, '.safelight')], 'lies in the library itself'],
  ['a glob that is none', ['scan', library, card, '--pattern', '*.{jpg'], 'pattern'],
  ['no number', ['scan', library, card, '--min-size-mb', 'much'], '--min-size-mb takes a number'],
  ['a negative number', ['scan', library, card, '--max-age-days=-1'], '--max-age-days takes a number'],
  ['an action that there is not', ['scan', library, card, '--action', 'delete'], '--action takes'],
  ['a priority that there is not', ['scan', library, card, '--priority', 'now'], '--priority takes'],
  ['an import into nowhere', ['scan', library, card, '--action', 'import'], 'takes --project NAME'],
  ['a project for nothing', ['scan', library, card, '--project', 'First'], 'takes --project NAME'],
  [
    'an import of the library into itself',
    ['scan', library, library, '--action', 'import', '--project', 'New'],
    'lies in the library itself',
  ],
  [
    'an import of the library into itself under another name',
    ['scan', link, library, '--action', 'import', '--project', 'New'],
    'lies in the library itself',
  ],
  [
    'an import of what is not there',
    ['scan', library, join(folder, 'nowhere'), '--action', 'import', '--project', 'New'],
    'does not exist',
  ],
  [
    'a dry run into a project that is not there',
    ['scan', library, card, '--action', 'import', '--project', 'New', '--dry-run'],
    'no project',
  ],
  ['a recipe that there is not', ['recipes', library, 'run', 'none'], 'no recipe'],
  ['a word that recipes do not know', ['recipes', library, 'bake'], 'recipes takes'],
  ['a file that is not there', ['recipes', library, 'save', join(folder, 'none.json')], 'cannot be read'],
])('%s is a wrong call (exit 2), and changes nothing', async (_what, args, text) => {
  const { code, stderr, stdout } = await runCli(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(text);
  const projects = inspectDatabase(library, (db) =>
    db.prepare('SELECT name FROM projects ORDER BY name').all(),
  ) as { name: string }[];
  expect(projects.map(({ name }) => name)).not.toContain('New');
});

test('the same folder is not scanned twice at a time', async () => {
  const { json: stored } = await scan('--no-wait');
  expect(stored.state).toBe('queued');
  await runCli(['tasks', library, 'pause', stored.taskId]);
  const { code, stderr } = await runCli(['scan', library, card]);
  expect(code).toBe(2);
  expect(stderr).toContain('under way already');
  await runCli(['tasks', library, 'cancel', stored.taskId]);
});

test('one that is started as a task is waited for with what it starts, too', async () => {
  const root = join(folder, 'as-task');
  await runCli(['import', root, '--project', 'First', join(folder, 'first')]);
  const params = { path: card, pattern: 'DSC*', action: 'import', projectId: 1 };
  const { code } = await runCli(['tasks', root, 'start', 'batch_scan', '--params', JSON.stringify(params)]);
  expect(code).toBe(0);
  const { json: open } = await runJson<unknown[]>(['tasks', root, '--no-wait', '--status', 'queued,running']);
  expect(open).toEqual([]);
  const names = (await runJson<{ name: string }[]>(['photos', root])).json.map(({ name }) => name).sort();
  expect(names).toEqual(['DSC_00001', 'DSC_00002', 'DSC_00003', 'DSC_00900']);
});

test('Ctrl-C cancels all that a scan has started, not only what is at work just then', async () => {
  const root = join(folder, 'many');
  await runCli(['import', root, '--project', 'First', join(folder, 'first')]);
  const files = Array.from({ length: 2500 }, (_, n) => `f${n}.jpg`);
  await makeTree(join(root, 'First'), Object.fromEntries(files.map((name) => [name, { bytes: 1 }])));
  inspectDatabase(root, (db) =>
    transaction(db, () => {
      for (const [n, path] of files.entries()) {
        const facts = { id: 1000 + n, path, sha256: String(n).padStart(64, '0') };
        execute(
          db,
          `INSERT INTO photos(id, project_id, base_name, sort_at, created_at, updated_at)
           VALUES (@id, 1, @path, 0, 0, 0)`,
          { id: facts.id, path },
        );
        execute(
          db,
          `INSERT INTO files(photo_id, project_id, path, role, format, bytes, mtime_ms, sha256, created_at)
           VALUES (@id, 1, @path, 'image', 'jpeg', 1, 0, @sha256, 0)`,
          facts,
        );
      }
    }),
  );
  const child = startCli(['scan', root, join(root, 'First'), '--action', 'verify', '--json']);
  const ended = resultOf(child);
  await said(child, 'Verifying files: ');
  child.kill('SIGINT');
  const { code, signal, stdout } = await ended;
  const { follows } = JSON.parse(stdout) as ScanDocument;
  expect({ code, signal }).toEqual({ code: 130, signal: null });
  expect(follows.map(({ state }) => state)).toEqual(['canceled', 'canceled']);
}, 60_000);

test('a recipe is saved from a file, with its project by name, listed, run and removed', async () => {
  const file = join(folder, 'recipe.json');
  const other = join(folder, 'more');
  await mkdir(other, { recursive: true });
  await makeCard(other, 2, { size: 'tiny', from: 500 });
  const recipe = { name: 'More', path: other, action: 'import', project: 'First', schedule: '0 3 * * *' };
  await writeFile(file, JSON.stringify(recipe));
  const { json: saved } = await runJson<Recipe>(['recipes', library, 'save', file]);
  expect(saved).toMatchObject({ name: 'More', action: 'import', projectId: 1, schedule: '0 3 * * *' });
  expect((await runJson<Recipe[]>(['recipes', library])).json).toEqual([saved]);
  expect((await runCli(['recipes', library])).stdout).toBe(`More: import **/* in ${other}  (0 3 * * *)\n`);
  const dry = await runJson<ScanDocument>(['recipes', library, 'run', 'More', '--dry-run']);
  expect(dry.json.items.map(({ outcome }) => outcome)).toEqual(['matched', 'matched']);
  const run = await runJson<ScanDocument>(['recipes', library, 'run', 'More']);
  expect(run.json.items.map(({ outcome }) => outcome)).toEqual(['imported', 'imported']);
  expect((await runCli(['recipes', library, 'remove', 'More'])).code).toBe(0);
  expect((await runJson<Recipe[]>(['recipes', library, 'list'])).json).toEqual([]);
  await writeFile(file, JSON.stringify({ ...recipe, colour: 'blue' }));
  expect((await runCli(['recipes', library, 'save', file])).stderr).toContain('colour');
  await writeFile(file, '{');
  expect((await runCli(['recipes', library, 'save', file])).stderr).toContain('holds no JSON');
});
