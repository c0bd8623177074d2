import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { execute, selectOne } from '../../../src-main/db/connection.ts';
import type { Job, QueueStatus } from '../../../src-preload/contract/jobs.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { type ImportDocument, resultOf, runCli, runJson, startCli } from '../../fixtures/cli/run-cli.ts';
import { said } from '../../fixtures/cli/said.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { brokenInvariants, inspectDatabase } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('cli-held');
const library = join(folder, 'library');
const card = join(folder, 'card');
const START = ['tasks', library, 'start', 'generate_derivatives', '--params', '{"force":true}'];

beforeAll(async () => {
  await makeCard(card, 3, { size: 'tiny' });
  await runJson<ImportDocument>(['import', library, '--project', 'Card', card]);
});

const show = async (id: string) =>
  (await runJson<Task & { jobs: Job[] }>(['tasks', library, 'show', id])).json;

describe('while everything is paused', () => {
  test('nothing is begun, nothing hangs, and every command says why', async () => {
    const { json: queue } = await runJson<QueueStatus>(['jobs', library, 'pause-all', '--reason', 'a talk']);
    expect(queue.pauses).toMatchObject([{ owner: 'person', reason: 'a talk' }]);
    expect((await runCli(['jobs', library, 'queue'])).stdout).toMatch(/^paused by person .*: a talk$/m);

    const started = await runJson<Task>(START);
    expect(started.json).toMatchObject({ state: 'queued', waitingFor: { reason: 'all_paused' } });
    expect(started).toMatchObject({ code: 0, stderr: expect.stringContaining('all work is paused') });
    const imported = await runJson<ImportDocument>(['import', library, '--project', 'Second', card]);
    expect(imported.json).toMatchObject({ state: 'queued', counts: { succeeded: 0, failed: 0 } });
    expect(imported).toMatchObject({ code: 0, stderr: expect.stringContaining('all work is paused') });
    const listed = await runCli(['tasks', library]);
    expect(listed).toMatchObject({ code: 0, stderr: expect.stringContaining('All work is paused') });
    expect((await show(started.json.id)).startedAt).toBeNull();

    expect((await runJson<Task>(['tasks', library, 'cancel', started.json.id])).json.state).toBe('canceled');
    await runCli(['jobs', library, 'resume-all']);
    expect((await runCli(['tasks', library])).code).toBe(0);
    expect((await runJson<Task[]>(['tasks', library, '--status', 'queued,running,paused'])).json).toEqual([]);
  });

  test('by a part of the app that died with its process, nobody is kept waiting', async () => {
    inspectDatabase(library, (db) =>
      execute(db, `INSERT INTO queue_pauses(owner, reason, at, boot_id) VALUES ('battery', '', 1, 'dead')`),
    );
    expect((await runJson<QueueStatus>(['jobs', library, 'queue'])).json.pauses).toEqual([]);
  });
});

test('what was not begun is canceled where it lies, and other work is not touched by it', async () => {
  const { json: one } = await runJson<Task>([...START, '--no-wait']);
  const { json: other } = await runJson<Task>([...START, '--no-wait']);
  expect((await runJson<Task>(['tasks', library, 'cancel', one.id])).json.state).toBe('canceled');
  const jobs = (await show(other.id)).jobs;
  expect(jobs).toMatchObject([{ state: 'queued', startedAt: null }]);
  const canceled = await runJson<Job>(['jobs', library, 'cancel', String(jobs[0]?.id)]);
  expect(canceled).toMatchObject({ code: 0, json: { state: 'canceled' } });
  expect((await show(other.id)).state).toBe('canceled');
});

test('the first Ctrl-C cancels, waits for that, and tells what became of each file', async () => {
  const big = join(folder, 'interrupted');
  await makeCard(big, 60, { from: 1000 });
  const child = startCli(['import', library, '--project', 'Interrupted', big, '--json']);
  const ended = resultOf(child);
  await said(child, 'Upload processing: ');
  child.kill('SIGINT');
  const { code, signal, stdout } = await ended;
  const { state, items } = JSON.parse(stdout) as ImportDocument;
  expect({ code, signal, state }).toEqual({ code: 130, signal: null, state: 'canceled' });
  expect(items.length).toBeLessThan(60);
  inspectDatabase(library, (db) => expect(brokenInvariants(db)).toEqual([]));
});

test('what a killed process had begun is cleaned up behind when it is canceled', async () => {
  const big = join(folder, 'big');
  await makeCard(big, 60);
  const child = startCli(['import', library, '--project', 'Big', big]);
  const ended = resultOf(child);
  await said(child, 'Upload processing: ');
  child.kill('SIGKILL');
  await ended;
  const { json: tasks } = await runJson<Task[]>(['tasks', library, '--no-wait', '--limit', '1']);
  expect(tasks[0]).toMatchObject({ state: 'running' });
  const { code, json } = await runJson<Task>(['tasks', library, 'cancel', tasks[0]?.id ?? '']);
  expect({ code, state: json.state }).toEqual({ code: 0, state: 'canceled' });
  inspectDatabase(library, (db) => {
    expect(brokenInvariants(db)).toEqual([]);
    const open = `SELECT count(*) AS n FROM job_items WHERE state IN ('pending', 'running')`;
    expect(selectOne(db, open)).toEqual({ n: 0 });
  });
});

// Ten processes one after the other: on a busy machine that is most of a minute.
const SLOW = { timeout: 120_000 };

test(
  'work that needs a card which is not there waits for it, says so, and ends when the card is back',
  SLOW,
  async () => {
    const usb = join(folder, 'usb');
    await makeCard(usb, 3, { size: 'tiny', from: 100 });
    await runCli(['jobs', library, 'pause-all']);
    const { json } = await runJson<ImportDocument>(['import', library, '--project', 'Usb', usb]);
    await rename(usb, `${usb} in a pocket`);
    await runCli(['jobs', library, 'resume-all']);

    const words = `waits for ${usb} to come back`;
    const listing = startCli(['tasks', library]);
    const left = resultOf(listing);
    await said(listing, words);
    listing.kill('SIGINT');
    expect((await left).code).toBe(130);
    const resuming = startCli(['tasks', library, 'resume', json.taskId, '--json']);
    const gaveUp = resultOf(resuming);
    await said(resuming, words);
    resuming.kill('SIGINT');
    const { code, stdout } = await gaveUp;
    expect({ code, task: JSON.parse(stdout) }).toMatchObject({ code: 130, task: { state: 'waiting' } });
    // To stop waiting is not to cancel.
    expect(await show(json.taskId)).toMatchObject({ state: 'waiting', cancelRequestedAt: null });

    const waiting = startCli(['tasks', library, 'resume', json.taskId]);
    const done = resultOf(waiting);
    await said(waiting, words);
    await rename(`${usb} in a pocket`, usb);
    expect((await done).code).toBe(0);
    expect(await show(json.taskId)).toMatchObject({ state: 'completed', progress: { succeeded: 3 } });
    const jobId = String((await show(json.taskId)).jobs[0]?.id);
    const { stdout: log } = await runCli(['jobs', library, 'show', jobId]);
    expect(log).toContain(`Waits for ${usb} to come back.`);
    expect(log).toContain(`${usb} is back.`);
  },
);
