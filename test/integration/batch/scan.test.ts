import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { safe } from '@orpc/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selectAll } from '../../../src-main/db/connection.ts';
import { toNative } from '../../../src-main/files/native-path.ts';
import type { ScanResult } from '../../../src-preload/contract/batch.ts';
import { makeTree, openScanApp, type ScanApp } from '../../fixtures/batch/scan-app.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { makeOddNames } from '../../fixtures/photos/make-odd-names.ts';
import { makePair } from '../../fixtures/photos/make-pair.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('batch-scan');
const tree = join(folder, 'tree');
const library = join(folder, 'library');
const MB = 1024 * 1024;
let on: ScanApp;

beforeAll(async () => {
  await makeTree(tree, {
    'a.jpg': { bytes: 2 * MB },
    'B.JPG': { bytes: MB, ageDays: 40 },
    'a.cr3': { bytes: 3 * MB, ageDays: 5 },
    'notes.txt': {},
    '2026/11/c.jpg': { ageDays: 10 },
    '2026/11/c sample.jpg': {},
    '2026/proofs/d.jpg': {},
    '.hidden/e.jpg': {},
    // What systems keep for themselves is nobody's photo.
    '.DS_Store': {},
    '._a.jpg': {},
    '@eaDir/a.jpg': {},
    '.trash/f.jpg': {},
  });
  on = await openScanApp(library);
});

afterAll(async () => {
  expect(brokenInvariants(on.app.library().engine.db)).toEqual([]);
  await on.close();
});

type Params = Omit<Parameters<ScanApp['client']['batch']['start']>[0], 'path'>;

async function scanned(params: Params, path = tree) {
  const { taskId } = await on.client.batch.start({ path, ...params });
  return await on.ended(taskId);
}

const names = (results: readonly { path: string }[], root = tree) =>
  results.map(({ path }) => path.slice(root.length + 1)).sort();

describe('what matches', () => {
  const everything = [
    '.hidden/e.jpg',
    '2026/11/c sample.jpg',
    '2026/11/c.jpg',
    '2026/proofs/d.jpg',
    'B.JPG',
    'a.cr3',
    'a.jpg',
    'notes.txt',
  ];
  const cases: [string, Params, string[]][] = [
    ['everything', {}, everything],
    ['a pattern of names', { pattern: '*.jpg' }, everything.filter((name) => /jpg$/i.test(name))],
    [
      'capital letters as written',
      { pattern: '*.jpg', ignoreCase: false },
      everything.filter((name) => /jpg$/.test(name)),
    ],
    [
      'a pattern of paths',
      { pattern: '2026/**/*.jpg' },
      everything.filter((name) => name.startsWith('2026')),
    ],
    ['this folder only', { recursive: false }, everything.filter((name) => !name.includes('/'))],
    ['large files', { filters: { minSizeMb: 1.5 } }, ['a.cr3', 'a.jpg']],
    ['what is new', { filters: { maxAgeDays: 7 }, pattern: 'a.*' }, ['a.cr3', 'a.jpg']],
    ['what is not too old', { filters: { maxAgeDays: 20 } }, everything.filter((name) => name !== 'B.JPG')],
    [
      'all but some',
      { filters: { excludePatterns: ['*sample*', 'proofs', '*.txt', '.hidden/**'] } },
      ['2026/11/c.jpg', 'B.JPG', 'a.cr3', 'a.jpg'],
    ],
    ['nothing', { pattern: '*.nef' }, []],
  ];
  test.each(cases)(
    '%s: the same for the scan, its dry run and its preview',
    async (_what, params, expected) => {
      const { report, results } = await scanned(params);
      expect(report.task).toMatchObject({ state: 'completed', folder: tree });
      expect(names(results)).toEqual([...expected].sort());
      expect(results.every(({ state, action }) => state === 'done' && action === 'index')).toBe(true);
      expect(report.counts).toMatchObject({
        total: expected.length,
        processed: expected.length,
        remaining: 0,
      });
      const dry = await scanned({ ...params, dryRun: true });
      expect(names(dry.results)).toEqual([...expected].sort());
      const preview = await on.client.batch.preview({ path: tree, ...params });
      expect(names(preview.files)).toEqual([...expected].sort());
      expect(preview).toMatchObject({ taskId: null, matched: expected.length, looked: report.looked });
      expect(dry.report.looked).toBe(report.looked);
    },
  );
});

test('an index tells what each file is, and its hash when asked to, whatever it is named', async () => {
  const odd = join(folder, 'odd');
  const made = await makeOddNames(odd);
  const { results } = await scanned({ hash: true }, odd);
  expect(results.map(({ path }) => path).sort()).toEqual(made.map(({ path }) => path).sort());
  for (const result of results) {
    const content = await readFile(toNative(result.path));
    expect(result).toMatchObject({
      format: 'jpeg',
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    });
    expect(result.modifiedAt).toBeGreaterThan(0);
  }
  const { results: unhashed } = await scanned({}, odd);
  expect(unhashed.every(({ sha256, format }) => sha256 === null && format === 'jpeg')).toBe(true);
});

test('a link, a folder without rights and a link that was named are told of as what they are', async () => {
  const strange = join(folder, 'strange');
  await makeTree(strange, { 'a.jpg': {}, 'shut/b.jpg': {} });
  await symlink(tree, join(strange, 'circle.jpg'));
  await symlink(strange, join(folder, 'named'));
  const isRoot = process.getuid?.() === 0;
  if (!isRoot) await chmod(join(strange, 'shut'), 0);
  const { report, results } = await scanned({ pattern: '*.jpg' }, join(folder, 'named'));
  if (!isRoot) await chmod(join(strange, 'shut'), 0o755);
  const told = Object.fromEntries(results.map(({ path, state, problem }) => [path, problem?.code ?? state]));
  expect(told).toEqual({
    [join(folder, 'named', 'a.jpg')]: 'done',
    [join(folder, 'named', 'circle.jpg')]: 'link',
    ...(isRoot
      ? { [join(folder, 'named', 'shut', 'b.jpg')]: 'done' }
      : { [join(folder, 'named', 'shut')]: 'no_permission' }),
  });
  expect(report.params.path).toBe(join(folder, 'named'));
  expect(report.task.state).toBe(isRoot ? 'completed' : 'failed');
});

test('a dry run of every action changes nothing on the disk, and nothing in the library but its own task', async () => {
  const { id: projectId } = await on.client.projects.create({ name: 'Dry' });
  await makeCard(join(library, 'Dry'), 3, { size: 'tiny' });
  await on.client.maintenance.run({ types: ['folder_check'], projectId });
  const { engine } = on.app.library();
  for (const id of engine.unfinishedTasks()) await engine.taskEnded(id);
  for (const id of engine.unfinishedTasks()) await engine.taskEnded(id);
  const rows = () =>
    ['projects', 'photos', 'files', 'derivatives', 'file_ops', 'trash', 'audit', 'recipes'].map((table) =>
      selectAll(engine.db, `SELECT * FROM ${table}`),
    );
  const files = async () => [...(await hashTree(tree)), ...(await hashTree(library))];
  const before = { files: await files(), rows: rows() };
  const own = await hashTree(join(library, '.safelight', 'derivatives'));
  for (const action of ['index', 'derivatives', 'metadata_import', 'metadata_write', 'verify'] as const) {
    const { report, results } = await scanned({ action, dryRun: true }, join(library, 'Dry'));
    expect(report).toMatchObject({ task: { state: 'completed' }, follows: [], counts: { succeeded: 3 } });
    expect(results.every((result) => result.action === action)).toBe(true);
  }
  const { results } = await scanned({ action: 'import', projectId, dryRun: true });
  expect(results.every((result) => result.action === 'import')).toBe(true);
  expect({ files: await files(), rows: rows() }).toEqual(before);
  expect(await hashTree(join(library, '.safelight', 'derivatives'))).toEqual(own);
});

describe('an import', () => {
  test('is one task, in which the halves of pairs become one photo; the same again brings nothing', async () => {
    const card = join(folder, 'card');
    for (const base of ['P1', 'P2', 'P3'])
      await makePair(join(card, base === 'P3' ? 'DCIM' : '.'), base, { seed: Number(base.slice(1)) });
    await makeCard(join(card, 'single'), 2, { size: 'tiny', from: 50 });
    await writeFile(join(card, 'notes.txt'), 'noon');
    const { id: projectId } = await on.client.projects.create({ name: 'Card' });
    const first = await scanned({ action: 'import', projectId, pattern: '*.{jpg,dng}' }, card);
    expect(first.report.task.state).toBe('completed');
    expect(first.report.follows).toMatchObject([
      { type: 'upload_processing', projectId, state: 'completed' },
    ]);
    const { photos } = await on.client.photos.query({ filter: { projectId } });
    expect(photos.map(({ name }) => name).sort()).toEqual(['DSC_00050', 'DSC_00051', 'P1', 'P2', 'P3']);
    expect((await hashTree(join(library, 'Card'))).map(({ path }) => path.split('/').at(-1)).sort()).toEqual([
      'DSC_00050.JPG',
      'DSC_00051.JPG',
      'P1.DNG',
      'P1.JPG',
      'P2.DNG',
      'P2.JPG',
      'P3.DNG',
      'P3.JPG',
    ]);
    const again = await scanned({ action: 'import', projectId }, card);
    expect(again.report.follows).toMatchObject([{ progress: { succeeded: 0, failed: 0 } }]);
    const items = await on.client.tasks.items({ taskId: again.report.follows[0]?.id ?? '' });
    const outcomes = items.items.flatMap(({ files }) => files.map(({ outcome }) => outcome));
    expect(new Set(outcomes)).toEqual(new Set(['duplicate', 'unsupported']));
  });

  test('of a folder that the library lies in takes in what is around it, and nothing of its own', async () => {
    const around = join(folder, 'around');
    const inner = await openScanApp(join(around, 'library'));
    try {
      await makeCard(join(around, 'photos'), 2, { size: 'tiny' });
      const { id: projectId } = await inner.client.projects.create({ name: 'P' });
      const start = async () =>
        inner.ended((await inner.client.batch.start({ path: around, action: 'import', projectId })).taskId);
      await start();
      const { results } = await start();
      expect(names(results, around)).toEqual(['photos/DSC_00001.JPG', 'photos/DSC_00002.JPG']);
    } finally {
      await inner.close();
    }
  });
});

describe('an action upon photos of the library', () => {
  let project: string;
  const states = (results: readonly ScanResult[]) =>
    Object.fromEntries(
      names(results, project).map((name) => [name, results.find(({ path }) => path.endsWith(name))]),
    );

  beforeAll(async () => {
    const { id: projectId } = await on.client.projects.create({ name: 'Shoot' });
    project = join(library, 'Shoot');
    const card = join(folder, 'shoot');
    await makeCard(card, 3, { size: 'tiny', from: 100 });
    await scanned({ action: 'import', projectId }, card);
    await writeFile(join(project, 'stranger.jpg'), 'of nobody');
  });

  test.each([
    ['derivatives', 'generate_derivatives'],
    ['verify', 'verify'],
    ['metadata_import', 'metadata_import'],
  ] as const)('%s starts the task %s for them, and leaves strangers out', async (action, type) => {
    const { report, results } = await scanned({ action }, project);
    expect(report.follows).toMatchObject([{ type, state: 'completed' }]);
    expect(report.counts).toMatchObject({ succeeded: 3, skipped: 1, failed: 0 });
    // Files alone are counted, and not that something was started with them.
    expect(report.task.progress).toMatchObject({ total: 4, succeeded: 3, skipped: 1, failed: 0 });
    expect(states(results)['stranger.jpg']).toMatchObject({
      state: 'skipped',
      action: null,
      problem: { code: 'not_in_library' },
    });
    if (type === 'verify') expect(report.follows[0]?.progress.succeeded).toBe(3);
  });

  test.each([
    ['low', 20],
    ['high', 90],
  ] as const)('is done at the priority that was asked for: %s', async (priority, number) => {
    for (const action of ['verify', 'derivatives'] as const) {
      const { report } = await scanned({ action, priority }, project);
      expect(report.follows.map((task) => task.priority)).toEqual([number]);
    }
  });

  test('starts nothing where no file belongs to a photo', async () => {
    const { report } = await scanned({ action: 'verify' });
    expect(report).toMatchObject({ follows: [], task: { state: 'completed' }, counts: { succeeded: 0 } });
  });

  test('is refused where the settings do not allow it by hand', async () => {
    await on.client.settings.update({ changes: { sync: { allowManualWrite: false } } });
    expect(await refused({ action: 'metadata_write', path: project })).toMatchObject({
      code: 'ACTION_DISABLED',
      data: { setting: 'sync.allowManualWrite' },
    });
    await on.client.settings.update({ changes: { sync: { allowManualWrite: null } } });
  });
});

/** The typed error of a scan that has to be refused with nothing stored. */
async function refused(params: Params & { path: string }): Promise<{ code?: string; data?: unknown }> {
  const { db } = on.app.library().engine;
  const rows = () =>
    ['tasks', 'jobs', 'job_items', 'audit'].map((table) => selectAll(db, `SELECT * FROM ${table}`));
  const before = rows();
  const [error] = await safe(on.client.batch.start(params));
  expect(rows()).toEqual(before);
  const { code, data } = error as { code?: string; data?: unknown };
  return { ...(code === undefined ? {} : { code }), data };
}

describe('what is wrong is said before anything is stored', () => {
  test.each([
    ['a relative path', 'tree', 'PATH_UNREADABLE', { reason: 'not_absolute' }],
    ['a path that is not there', join(folder, 'nowhere'), 'PATH_UNREADABLE', { reason: 'missing' }],
    ['what is ours alone', join(library, '.safelight'), 'PATH_UNREADABLE', { reason: 'inside_library' }],
    ['below it', join(library, '.safelight', 'tmp'), 'PATH_UNREADABLE', { reason: 'inside_library' }],
    [
      'a file',
      join(tree, 'a.jpg'),
      'BAD_PAYLOAD',
      { issues: [{ path: 'path', message: 'is not a folder' }] },
    ],
    ['a name that cannot be', `${tree}/\0`, 'PATH_UNREADABLE', {}],
    ['nothing', '', 'BAD_REQUEST', {}],
  ])('%s', async (_what, path, code, data) => {
    if (path.endsWith('tmp')) await mkdir(path, { recursive: true });
    expect(await refused({ path })).toMatchObject({ code, data });
  });

  test.each([
    ['a glob that is none', { pattern: '*.{jpg' }, 'BAD_PAYLOAD'],
    ['an excluded glob that is none', { filters: { excludePatterns: ['ok', '['] } }, 'BAD_PAYLOAD'],
    ['a glob that leads out', { pattern: '../*' }, 'BAD_PAYLOAD'],
    ['an import into nowhere', { action: 'import' }, 'BAD_PAYLOAD'],
    ['a project without an import', { projectId: 1 }, 'BAD_PAYLOAD'],
    ['an import into a project that is not there', { action: 'import', projectId: 4711 }, 'NOT_FOUND'],
    ['a negative size', { filters: { minSizeMb: -1 } }, 'BAD_REQUEST'],
    ['a negative age', { filters: { maxAgeDays: -1 } }, 'BAD_REQUEST'],
    ['no number', { filters: { maxAgeDays: Number.NaN } }, 'BAD_REQUEST'],
    ['an action that there is not', { action: 'delete' }, 'BAD_REQUEST'],
    ['a word that there is not', { recursve: false }, 'BAD_REQUEST'],
  ])('%s', async (_what, params, code) => {
    expect((await refused({ path: tree, ...params } as never)).code).toBe(code);
  });

  test('an import of the library into itself', async () => {
    const { id: projectId } = await on.client.projects.create({ name: 'Self' });
    expect(await refused({ path: library, action: 'import', projectId })).toMatchObject({
      code: 'PATH_UNREADABLE',
      data: { reason: 'inside_library' },
    });
  });
});

describe('while other work is held back', () => {
  beforeAll(() => on.client.jobs.pauseAll());
  afterAll(() => on.client.jobs.resumeAll());

  test('the same folder is scanned once at a time, however it is named', async () => {
    const { taskId } = await on.client.batch.start({ path: tree });
    await symlink(tree, join(folder, 'other-name'));
    for (const path of [tree, `${tree}/`, `${tree}/2026/..`, join(folder, 'other-name')]) {
      expect(await refused({ path })).toMatchObject({ code: 'ALREADY_RUNNING', data: { taskId } });
    }
    await on.client.batch.cancel({ taskId });
    const next = await on.client.batch.start({ path: tree, priority: 'high' });
    const { task } = await on.client.batch.get({ taskId: next.taskId });
    expect(task.priority).toBeGreaterThanOrEqual(90);
    const { task: canceled } = await on.client.batch.cancel({ taskId: next.taskId });
    expect(canceled.state).toBe('canceled');
    expect(await safe(on.client.batch.cancel({ taskId: next.taskId }))).toMatchObject({
      error: { code: 'ALREADY_FINISHED' },
    });
  });

  test('a full queue takes no more', async () => {
    await on.client.settings.update({ changes: { jobs: { max_queue_size: 1 } } });
    const { taskId } = await on.client.batch.start({ path: tree });
    expect(await refused({ path: join(tree, '2026') })).toEqual({
      code: 'QUEUE_FULL',
      data: { limit: 1, queued: 1 },
    });
    await on.client.batch.cancel({ taskId });
    await on.client.settings.update({ changes: { jobs: { max_queue_size: null } } });
  });
});

test('results are had page by page and state by state, each once', async () => {
  const { taskId } = await on.client.batch.start({ path: tree });
  const { results } = await on.ended(taskId);
  const paged: ScanResult[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page: Awaited<ReturnType<typeof on.client.batch.get>> = await on.client.batch.get({
      taskId,
      after,
      limit: 3,
    });
    expect(page.total).toBe(results.length);
    paged.push(...page.results);
    after = page.next;
  }
  expect(paged).toEqual(results);
  expect(await on.client.batch.get({ taskId, states: ['failed'] })).toMatchObject({ results: [], total: 0 });
});

test('a task that is no scan is none', async () => {
  const { taskId } = await on.client.maintenance.run({ types: ['manifest_check'] });
  await on.app.library().engine.taskEnded(taskId);
  expect(await safe(on.client.batch.get({ taskId }))).toMatchObject({ error: { code: 'NOT_FOUND' } });
  expect(await safe(on.client.batch.cancel({ taskId }))).toMatchObject({ error: { code: 'NOT_FOUND' } });
});
