import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
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

test('a job is stored without being begun, paused, made urgent, resumed and tried again by its number', async () => {
  const enqueue = ['jobs', library, 'enqueue', 'generate_derivatives', '--payload', '{"force":true}'];
  const { json: job, stderr } = await runJson<Job>([...enqueue, '--priority', '20', '--no-wait']);
  expect(job).toMatchObject({ state: 'queued', priority: 20, lane: 'normal', startedAt: null });
  expect(stderr).toContain('goes on when the library is next opened for work');
  const id = String(job.id);
  expect((await runJson<Job>(['jobs', library, 'pause', id])).json.waitingFor).toEqual({ reason: 'paused' });
  const opened = await runCli(['tasks', library]);
  expect(opened).toMatchObject({ code: 0, stderr: expect.stringContaining('1 unfinished task is paused') });
  expect((await runJson<Job>(['jobs', library, 'priority', id, '95'])).json).toMatchObject({
    priority: 95,
    lane: 'priority',
    startedAt: null,
  });
  const resumed = await runJson<Job>(['jobs', library, 'resume', id]);
  expect(resumed.json).toMatchObject({ state: 'failed', progress: { succeeded: 4, failed: 1 } });
  expect(resumed.code).toBe(1);
  const again = await runJson<Job>(['jobs', library, 'retry', id]);
  expect(again).toMatchObject({ code: 1, json: { state: 'failed', progress: { total: 5, failed: 1 } } });
  const { json: log } = await runJson<{ log: JobLogLine[] }>(['jobs', library, 'show', id]);
  const events = log.log.map((line) => line.event);
  expect(events).toEqual([
    'paused',
    'priority_changed',
    'resumed',
    'started',
    'discovered',
    'failed',
    'retried',
    'started',
    'failed',
  ]);
});

test('work that fails while the library is opened for work is told by the exit code', async () => {
  await runCli([
    'tasks',
    library,
    'start',
    'generate_derivatives',
    '--params',
    '{"force":true}',
    '--no-wait',
  ]);
  expect((await runCli(['tasks', library, '--status', 'completed'])).code).toBe(1);
  expect((await runCli(['tasks', library])).code).toBe(0);
});

test('statistics are told in numbers and in small tables', async () => {
  const { json } = await runJson<JobStats>(['jobs', library, 'stats']);
  expect(json.filesProcessed).toBeGreaterThan(4);
  expect(json.days).toHaveLength(1);
  const { stdout } = await runCli(['jobs', library, 'stats']);
  expect(stdout).toMatch(/^day +jobs +failed jobs/m);
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
  const cut = await runJson<Job[]>(['jobs', library, '--limit', '1', '--offset', '1']);
  expect(cut.json).toHaveLength(1);
  expect(cut.stderr).toContain('These are 1 of');
  expect((await runCli(['jobs', library, 'schedules'])).stdout).toContain('maintenance_global');
});

test('a setting is read, set, and taken back', async () => {
  const key = 'pipeline.max_parallel_jobs';
  expect((await runCli(['settings', library, 'get', key])).stdout).toBe(`${key} = 2\n`);
  expect((await runCli(['settings', library, 'set', key, '4'])).stdout).toBe(`${key} = 4\n`);
  expect((await runJson<QueueStatus>(['jobs', library, 'queue'])).json.slots.total).toBe(4);
  expect((await runCli(['settings', library, 'unset', key])).stdout).toBe(`${key} = 2\n`);
});
