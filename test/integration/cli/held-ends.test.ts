import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import {
  type ImportDocument,
  type PhotoDocument,
  resultOf,
  runCli,
  runJson,
  startCli,
} from '../../fixtures/cli/run-cli.ts';
import { said } from '../../fixtures/cli/said.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { startServing } from '../../fixtures/serve/serving-process.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { brokenInvariants, inspectDatabase } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('cli-held-ends');
const small = join(folder, 'small');
const big = join(folder, 'big');
const BIG = 60;
// Processes one after the other: on a busy machine that is most of a minute.
const SLOW = { timeout: 120_000 };

beforeAll(async () => {
  await makeCard(small, 3, { size: 'tiny', from: 500 });
  await makeCard(big, BIG);
});

async function library(name: string): Promise<string> {
  const root = join(folder, name);
  await runJson<ImportDocument>(['import', root, '--project', 'Small', small]);
  return root;
}

const contents = async (path: string) => (await hashTree(path)).map(({ sha256 }) => sha256).sort();

/** Nothing is half done, and no photo was lost or doubled: the project has the card, or a part of it. */
async function expectWhole(root: string, project: string): Promise<number> {
  inspectDatabase(root, (db) => expect(brokenInvariants(db)).toEqual([]));
  const taken = await contents(join(root, project));
  const card = await contents(big);
  expect(new Set(taken).size).toBe(taken.length);
  expect(taken.filter((sha256) => !card.includes(sha256))).toEqual([]);
  return taken.length;
}

describe('Ctrl-C', () => {
  test(
    'cancels the task that was asked for, and nothing else of the program that works on it',
    SLOW,
    async () => {
      const root = await library('interrupted');
      const serving = await startServing(root);
      const { json: other } = await runJson<Task>([
        'tasks',
        root,
        'start',
        'generate_derivatives',
        '--project',
        'Small',
        '--params',
        '{"force":true}',
        '--no-wait',
      ]);
      const importing = startCli(['import', root, '--project', 'Big', big, '--json']);
      const result = resultOf(importing);
      await said(importing, 'Upload processing: ');
      importing.kill('SIGINT');
      const { code, signal, stdout } = await result;
      const { state, taskId } = JSON.parse(stdout) as ImportDocument;
      expect({ code, signal, state }).toEqual({ code: 130, signal: null, state: 'canceled' });
      expect((await runJson<Task>(['tasks', root, 'show', taskId])).json).toMatchObject({
        state: 'canceled',
      });
      // The server is there, works, and the other task came to its end.
      expect(serving.child.exitCode).toBeNull();
      await runJson(['verify', root]);
      expect((await runJson<Task>(['tasks', root, 'show', other.id])).json).toMatchObject({
        state: 'completed',
      });
      expect(await serving.end()).toMatchObject({ code: 0 });
      expect(await expectWhole(root, 'Big')).toBeLessThan(BIG);
    },
  );

  test('the second ends the command on the spot; the task is canceled all the same', SLOW, async () => {
    const root = await library('interrupted-twice');
    const serving = await startServing(root);
    onTestFinished(() => {
      serving.child.kill('SIGKILL');
    });
    const importing = startCli(['import', root, '--project', 'Big', big]);
    const result = resultOf(importing);
    await said(importing, 'Upload processing: ');
    serving.child.kill('SIGSTOP');
    importing.kill('SIGINT');
    await sleep(300);
    importing.kill('SIGINT');
    expect(await result).toMatchObject({ code: 130 });
    serving.child.kill('SIGCONT');
    await expect
      .poll(async () => (await runJson<Task[]>(['tasks', root, '--limit', '9'])).json, { timeout: 20_000 })
      .toContainEqual(expect.objectContaining({ type: 'upload_processing', state: 'canceled' }));
    expect(await serving.end()).toMatchObject({ code: 0 });
    await expectWhole(root, 'Big');
  });
});

test('--no-wait, and a list of tasks, leave the work to the program that has the library', SLOW, async () => {
  const root = await library('no-wait');
  const serving = await startServing(root);
  const start = ['tasks', root, 'start', 'generate_derivatives', '--params', '{"force":true}', '--no-wait'];
  const { json, stderr } = await runJson<Task>(start);
  expect(stderr).toContain('It is worked on by the command line.');
  await runCli(['jobs', root, 'pause-all']);
  const begun = performance.now();
  // Nothing is waited for that this command has not begun.
  expect(await runCli(['tasks', root])).toMatchObject({ code: 0, stderr: '' });
  expect(performance.now() - begun).toBeLessThan(20_000);
  await runCli(['jobs', root, 'resume-all']);
  await expect
    .poll(async () => (await runJson<Task>(['tasks', root, 'show', json.id])).json.state, { timeout: 20_000 })
    .toBe('completed');
  await serving.end();
});

test('two commands at once, and a third in between, get what each of them asked for', SLOW, async () => {
  const root = await library('at-once');
  const serving = await startServing(root);
  const [one, two, rated] = await Promise.all([
    runJson<ImportDocument>(['import', root, '--project', 'One', big]),
    runJson<ImportDocument>(['import', root, '--project', 'Two', '--conflicts', 'import', big]),
    runJson<PhotoDocument[]>(['rate', root, '5', '--photo', '1']),
  ]);
  expect(rated.json).toMatchObject([{ id: 1, rating: 5 }]);
  for (const { code, json } of [one, two])
    expect({ code, ...json }).toMatchObject({
      code: 0,
      state: 'completed',
      counts: { total: BIG, failed: 0 },
    });
  expect(two.json.counts.succeeded).toBe(BIG);
  expect(await serving.end()).toMatchObject({ code: 0 });
  expect(await expectWhole(root, 'Two')).toBe(BIG);
  await expectWhole(root, 'One');
});

describe('where the program that holds the library ends in the middle of a task', () => {
  test.each([['SIGKILL'], ['SIGINT']] as const)(
    'by %s, the command says so and exits with 3; the next command goes on, and nothing is lost',
    SLOW,
    async (signal) => {
      const root = await library(`ended-by-${signal}`);
      const serving = await startServing(root);
      const importing = startCli(['import', root, '--project', 'Big', big, '--json']);
      const result = resultOf(importing);
      await said(importing, 'Upload processing: ');
      const ended = serving.end(signal);
      const { code, stdout, stderr } = await result;
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
      expect(stderr).toMatch(/It was waiting for task [0-9a-f-]{36}\./);
      expect(stderr).toContain('Nothing is lost; what was begun goes on when the library is next opened');
      await ended;
      // SIGKILL leaves the note behind: it is of a process that holds nothing, and nobody believes it.
      const note = join(root, '.safelight', 'api.json');
      expect(existsSync(note)).toBe(signal === 'SIGKILL');
      const { code: after } = await runCli(['tasks', root]);
      expect(after).toBe(0);
      expect(existsSync(note)).toBe(false);
      const taskId = /task ([0-9a-f-]{36})/.exec(stderr)?.[1] ?? '';
      expect((await runJson<Task>(['tasks', root, 'show', taskId])).json).toMatchObject({
        state: 'completed',
        progress: { total: BIG, succeeded: BIG },
      });
      expect(await expectWhole(root, 'Big')).toBe(BIG);
    },
  );
});

test('a program that hangs is not waited for', SLOW, async () => {
  const root = await library('hanging');
  const serving = await startServing(root);
  serving.child.kill('SIGSTOP');
  const { code, stderr } = await runCli(['projects', root]);
  expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('does not answer') });
  serving.child.kill('SIGCONT');
  expect((await runCli(['projects', root])).code).toBe(0);
  await serving.end();
});
