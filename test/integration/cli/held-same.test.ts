import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { QueueStatus } from '../../../src-preload/contract/jobs.ts';
import { type ImportDocument, runCli, runJson } from '../../fixtures/cli/run-cli.ts';
import { makeCard, makePair } from '../../fixtures/photos/index.ts';
import { makeOddNames } from '../../fixtures/photos/make-odd-names.ts';
import { type Serving, startServing } from '../../fixtures/serve/serving-process.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

/** One library and its copy: the first is opened by each command itself, the other is held by `safelight serve`. */
const folder = await temporaryFolder('cli-held-same');
const own = join(folder, 'own');
const held = join(folder, 'held');
const card = join(folder, 'card');
const later = join(folder, 'later');
let serving: Serving;
// Dozens of processes one after the other: on a busy machine that is most of a minute.
const SLOW = { timeout: 180_000 };

beforeAll(async () => {
  await makePair(card, 'PAIR', { width: 96, height: 64 });
  await makeCard(card, 4, { size: 'tiny' });
  await runCli(['import', own, '--project', 'First', join(card, 'DSC_00001.JPG')]);
  await runCli(['import', own, '--project', 'Trip', card]);
  await cp(own, held, { recursive: true });
  await makeCard(later, 3, { size: 'tiny', from: 4 });
  await makePair(later, 'PAIR2', { width: 96, height: 64 });
  await writeFile(join(later, 'BROKEN.JPG'), 'no picture at all');
  await writeFile(join(later, 'notes.txt'), 'not a photo');
  serving = await startServing(held);
});
afterAll(() => serving.end());

/** What is another in each library: where it is, ids that are made by chance, times, and which photo came in first. */
function comparable(text: string, library: string): string {
  return inOrder(text)
    .replaceAll(library, 'LIBRARY')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g, 'UUID')
    .replace(/"(\w*At|at|durationMs|meanDurationMs|freeBytes)": \d+(\.\d+)?/g, '"$1": 0')
    .replace(/"photoId": \d+/g, '"photoId": 0');
}

/** Files are worked on two at a time, and those first that were not checked for longest. */
function inOrder(text: string): string {
  if (text === '') return '';
  const told = JSON.parse(text) as { items?: { path: string }[] | object };
  if (Array.isArray(told.items)) told.items.sort((a, b) => (a.path < b.path ? -1 : 1));
  return JSON.stringify(told, null, 2);
}

/** Runs it on both, with `ID` for the task of the step before, and holds what they answer against each other. */
async function both(words: readonly string[], ids: readonly [string, string] = ['', '']) {
  const [command = '', ...rest] = words;
  const run = async (library: string, id: string) => {
    const given = rest.map((word) => (word === 'ID' ? id : word));
    const result = await runCli([command, library, ...given, '--json']);
    const told = comparable(result.stdout, library);
    // `serve` has work of its own by the clock, so that jobs are not numbered alike.
    const isWork = command === 'jobs' || command === 'tasks';
    return { ...result, told: isWork ? told.replace(/"(id|jobId)": \d+/g, '"$1": 0') : told };
  };
  const here = await run(own, ids[0]);
  const there = await run(held, ids[1]);
  expect({ words, code: there.code, told: there.told }).toEqual({ words, code: here.code, told: here.told });
  const taskOf = ({ stdout }: { stdout: string }) =>
    stdout === '' ? '' : ((JSON.parse(stdout) as { taskId?: string }).taskId ?? '');
  return { code: there.code, ids: [taskOf(here), taskOf(there)] as const, stdout: there.stdout };
}

test('whatever a person decides, commits and takes back', SLOW, async () => {
  await both(['projects']);
  await both(['photos', '--project', 'Trip']);
  await both(['photos', '--text', 'PAIR', '--limit', '1']);
  await both(['rate', '4', '--photo', '1', '2']);
  await both(['tag', '--photo', '2', '--add', 'sea,birds']);
  await both(['keep', '--photo', '2', '--jpg', 'off', '--raw', 'off']);
  await both(['commit', '--dry-run']);
  const { ids } = await both(['commit', '--project', 'Trip']);
  await both(['trash']);
  await both(['trash', 'undoable']);
  await both(['undo', 'ID'], ids);
  await both(['commit', '--photo', '2']);
  await both(['trash', 'restore', '--photo', '2']);
  await both(['revert']);
  await both(['trash', 'purge', '--all', '--dry-run']);
});

test('metadata, scans, recipes and maintenance', SLOW, async () => {
  await both(['metadata', 'import', '--dry-run']);
  await both(['metadata', 'write']);
  await both(['scan', card, '--pattern', '*.JPG', '--hash']);
  await both(['recipes', 'save', 'raws', card, '--pattern', '*.DNG']);
  await both(['recipes']);
  await both(['recipes', 'run', 'raws']);
  await both(['recipes', 'remove', 'raws']);
  await both(['maintain']);
  await both(['verify']);
});

test('tasks, jobs and settings', SLOW, async () => {
  await both(['settings', 'set', 'derivatives.thumbnail.longEdge', '320']);
  await both(['settings', 'get', 'derivatives.thumbnail.longEdge']);
  await both(['settings', 'unset', 'derivatives.thumbnail.longEdge']);
  for (const library of [own, held]) await runCli(['jobs', library, 'pause-all', '--reason', 'a talk']);
  await both(['tasks', 'start', 'generate_derivatives', '--project', 'First', '--params', '{"force":true}']);
  // What `serve` does by the clock is in the queue of the one, and not of the other.
  for (const library of [own, held]) {
    const { json } = await runJson<QueueStatus>(['jobs', library, 'queue']);
    expect(json.pauses).toMatchObject([{ owner: 'person', reason: 'a talk' }]);
    expect((await runJson<QueueStatus>(['jobs', library, 'resume-all'])).json.pauses).toEqual([]);
  }
  await both(['jobs', 'enqueue', 'generate_derivatives', '--photo', '1', '--payload', '{"force":true}']);
  await both(['jobs', '--type', 'upload_postprocess', '--order', 'created', '--status', 'completed,failed']);
  await both(['jobs', 'show', '1']);
  const { json } = await runJson<{ id: string; type: string }[]>([
    'tasks',
    held,
    '--type',
    'upload_processing',
  ]);
  expect(json).toHaveLength(2);
  expect((await runJson(['tasks', held, 'show', json[0]?.id ?? ''])).json).toMatchObject({
    state: 'completed',
  });
});

describe('an import by way of the program that holds the library', () => {
  test('tells what any import tells', SLOW, async () => {
    expect((await both(['import', '--project', 'Later', '--dry-run', later])).code).toBe(1);
    const { code, stdout } = await both(['import', '--project', 'Later', later]);
    const { counts, items } = JSON.parse(stdout) as ImportDocument;
    expect({ code, counts }).toEqual({ code: 1, counts: { total: 7, succeeded: 2, skipped: 4, failed: 1 } });
    expect(items.map(({ outcome }) => outcome).sort()).toEqual([
      'conflict',
      'conflict',
      'conflict',
      'failed',
      'imported',
      'imported',
      'unsupported',
    ]);
    await both(['import', '--project', 'Later', '--conflicts', 'import', later]);
    await both(['scan', card, '--action', 'import', '--project', 'Scanned']);
  });

  test('takes names of any bytes as they are', async () => {
    const odd = join(folder, 'odd');
    const names = await makeOddNames(odd);
    const { stdout } = await both(['import', '--project', 'Odd', odd]);
    expect((JSON.parse(stdout) as ImportDocument).counts.succeeded).toBe(names.length);
  });
});

describe('a wrong call is told in the same sentence', () => {
  test.each([
    [['keep', '--photo', '9999', '--jpg', 'off']],
    [['photos', '--project', 'Nope']],
    [['tasks', 'show', '11111111-1111-4111-8111-111111111111']],
    [['tasks', 'start', 'bogus']],
    [['jobs', 'cancel', '1']],
    [['jobs', 'enqueue', 'verify', '--payload', '{"everything":7}']],
    [['commit']],
    [['undo', '11111111-1111-4111-8111-111111111111']],
    [['settings', 'set', 'pipeline.max_parallel_jobs', '"many"']],
    [['scan', '/nowhere/at/all']],
    [['import', '--project', 'Trip', '/nowhere/at/all']],
  ])('%j', async ([command = '', ...rest]) => {
    const here = await runCli([command, own, ...rest]);
    const there = await runCli([command, held, ...rest]);
    expect(there).toEqual(here);
    expect(there.code).toBe(2);
    expect(there.stderr).not.toBe('');
  });
});
