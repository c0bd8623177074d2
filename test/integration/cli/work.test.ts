import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Job, JobLogLine, JobStats, QueueStatus } from '../../../src-preload/contract/jobs.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { type ImportDocument, runCli, runJson } from '../../fixtures/cli/run-cli.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { brokenInvariants, inspectDatabase } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('cli-work');
const library = join(folder, 'library');
const card = join(folder, 'card');
let imported: ImportDocument;

beforeAll(async () => {
  await makeCard(card, 4, { size: 'tiny' });
  await writeFile(join(card, 'BROKEN.JPG'), 'no picture at all');
  ({ json: imported } = await runJson<ImportDocument>(['import', library, '--project', 'Card', card]));
});

test('a task is shown with its steps, its jobs and what became of each file', async () => {
  const { json } = await runJson<Task & { jobs: Job[]; items: { state: string }[] }>([
    'tasks',
    library,
    'show',
    imported.taskId,
  ]);
  expect(json).toMatchObject({
    state: 'failed',
    retryable: 1,
    requestedBy: 'safelight command line',
    waitingFor: null,
  });
  expect(json.items.filter((item) => item.state === 'failed')).toHaveLength(1);
  const { stdout } = await runCli(['tasks', library, 'show', imported.taskId]);
  expect(stdout).toContain('Processing uploads: done');
  expect(stdout).toContain('BROKEN.JPG');
});

test('a job tells its log in sentences', async () => {
  const { json: jobs } = await runJson<Job[]>(['jobs', library, '--type', 'upload_postprocess']);
  const { json } = await runJson<Job & { log: JobLogLine[] }>(['jobs', library, 'show', String(jobs[0]?.id)]);
  expect(json.log.map((line) => line.event)).toEqual(['started', 'failed']);
  const { stdout } = await runCli(['jobs', library, 'show', String(jobs[0]?.id)]);
  expect(stdout).toContain('Started.');
  expect(stdout).toContain('Ended, with failed items.');
});

test('what failed is tried again, as a whole or one file of it', async () => {
  const whole = await runJson<Task>(['tasks', library, 'retry', imported.taskId]);
  expect({ code: whole.code, state: whole.json.state }).toEqual({ code: 1, state: 'failed' });
  const item = inspectDatabase(library, (db) =>
    db.prepare(`SELECT id FROM job_items WHERE state = 'failed'`).get(),
  ) as { id: number };
  const one = await runJson<Task>(['tasks', library, 'retry-item', String(item.id)]);
  expect({ code: one.code, failed: one.json.progress.failed }).toEqual({ code: 1, failed: 1 });
  inspectDatabase(library, (db) => expect(brokenInvariants(db)).toEqual([]));
});

test('work is stored without being begun, paused, made urgent, and goes on when it is resumed', async () => {
  const start = [
    'tasks',
    library,
    'start',
    'generate_derivatives',
    '--project',
    'Card',
    '--params',
    '{"force":true}',
  ];
  const { json: task } = await runJson<Task>([...start, '--no-wait']);
  expect(task).toMatchObject({ state: 'queued', progress: { processed: 0 } });
  const { json: paused } = await runJson<Task>(['tasks', library, 'pause', task.id]);
  expect(paused).toMatchObject({
    state: 'paused',
    paused: { by: 'person' },
    waitingFor: { reason: 'paused' },
  });
  // Opening the library for work leaves it alone, and does not wait for it.
  expect((await runCli(['tasks', library])).code).toBe(0);
  const { json: urgent } = await runJson<Task>(['tasks', library, 'priority', task.id, '100']);
  expect(urgent).toMatchObject({ priority: 100, state: 'paused' });
  const { json: resumed, code } = await runJson<Task>(['tasks', library, 'resume', task.id]);
  expect(resumed).toMatchObject({ state: 'failed', progress: { succeeded: 4, failed: 1 } });
  expect(code).toBe(1);
});

describe('while everything is paused', () => {
  test('nothing hangs, everything says so, and nothing is begun', async () => {
    const { json: queue } = await runJson<QueueStatus>(['jobs', library, 'pause-all', '--reason', 'a talk']);
    expect(queue.pauses).toMatchObject([{ owner: 'person', reason: 'a talk' }]);
    const listed = await runCli(['tasks', library]);
    expect(listed.code).toBe(0);
    const started = await runJson<Task>(['tasks', library, 'start', 'generate_derivatives']);
    expect(started.json).toMatchObject({ state: 'queued', waitingFor: { reason: 'all_paused' } });
    expect(started.stderr).toContain('All work is paused');
    expect((await runCli(['jobs', library, 'queue'])).stdout).toContain('paused by person');
    await runCli(['jobs', library, 'resume-all']);
    expect((await runJson<Task[]>(['tasks', library, '--status', 'queued,running'])).json).toEqual([]);
  });
});

test('statistics are told in numbers and in small tables', async () => {
  const { json } = await runJson<JobStats>(['jobs', library, 'stats']);
  expect(json.filesProcessed).toBeGreaterThan(4);
  expect(json.days).toHaveLength(1);
  const { stdout } = await runCli(['jobs', library, 'stats']);
  expect(stdout).toMatch(/^day +jobs +failed/m);
  expect(stdout).toMatch(/^upload_postprocess /m);
});

test('jobs are filtered and ordered; schedules are listed', async () => {
  const { json } = await runJson<Job[]>([
    'jobs',
    library,
    '--status',
    'failed',
    '--order',
    'updated',
    '--limit',
    '2',
  ]);
  expect(json.every((job) => job.state === 'failed')).toBe(true);
  expect(json.length).toBeLessThanOrEqual(2);
  expect((await runCli(['jobs', library, 'schedules'])).stdout).toContain('maintenance_global');
});

test('a setting is read, set, and taken back', async () => {
  const key = 'pipeline.max_parallel_jobs';
  expect((await runCli(['settings', library, 'get', key])).stdout).toBe(`${key} = 2\n`);
  expect((await runCli(['settings', library, 'set', key, '4'])).stdout).toBe(`${key} = 4\n`);
  expect((await runJson<QueueStatus>(['jobs', library, 'queue'])).json.slots.total).toBe(4);
  expect((await runCli(['settings', library, 'unset', key])).stdout).toBe(`${key} = 2\n`);
});
