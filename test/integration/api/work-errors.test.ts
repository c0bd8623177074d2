import { join } from 'node:path';
import { isDefinedError, safe } from '@orpc/client';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selectAll } from '../../../src-main/db/connection.ts';
import { type App, createApp } from '../../../src-main/engine/app.ts';
import { connectOverPort, type PortClient } from '../../fixtures/rpc/port-client.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const resources = join(import.meta.dirname, '..', '..', '..', 'resources');
const folder = await temporaryFolder('work-errors');
let app: App;
let client: PortClient;
let disconnect: () => void;

beforeAll(async () => {
  app = await createApp({
    settingsFile: null,
    resourcesDir: resources,
    log: pino({ level: 'silent' }),
    shell: null,
    program: 'test',
  });
  ({ client, close: disconnect } = connectOverPort(app));
  await client.library.open({ root: join(folder, 'library'), create: true });
  await client.projects.create({ name: 'Shoot' });
});

afterAll(async () => {
  disconnect();
  await app.close();
});

const UNKNOWN_TASK = '00000000-0000-4000-8000-000000000000';
const rows = () => {
  const { db } = app.library().engine;
  return ['tasks', 'jobs', 'job_items', 'task_steps', 'audit'].map((table) =>
    selectAll(db, `SELECT * FROM ${table}`),
  );
};

/** The typed error of a call that has to fail, and to change nothing. */
async function refused(call: () => Promise<unknown>): Promise<{ code: string; data: unknown }> {
  const before = JSON.stringify(rows());
  const [error, , isDefined] = await safe(call() as never);
  expect(JSON.stringify(rows())).toBe(before);
  const { code, data, defined } = error as unknown as { code: string; data: unknown; defined: boolean };
  expect({
    code,
    defined,
    isDefined: isDefined || isDefinedError(error as never) || code === 'BAD_REQUEST',
  }).toEqual({
    code,
    defined: code !== 'BAD_REQUEST',
    isDefined: true,
  });
  return { code, data };
}

describe('over the port, each refusal is a typed error and changes nothing', () => {
  test('the queue is full', async () => {
    await client.jobs.pauseAll();
    await client.settings.update({ changes: { jobs: { max_queue_size: 1 } } });
    const { taskId } = await client.derivatives.generate({ target: { projectId: 1 } });
    expect(await refused(() => client.derivatives.generate({ target: { projectId: 1 } }))).toEqual({
      code: 'QUEUE_FULL',
      data: { limit: 1, queued: 1 },
    });
    await client.tasks.cancel({ id: taskId });
    await client.settings.update({ changes: { jobs: { max_queue_size: null } } });
  });

  test('what asks for a typed name is started by its own call alone', async () => {
    const issues = [{ path: 'type', message: 'is started by projects.delete alone' }];
    const target = { projectId: 1 };
    expect(await refused(() => client.tasks.start({ type: 'project_delete', target }))).toMatchObject({
      data: { issues },
    });
    for (const type of ['project_delete_files', 'project_cleanup']) {
      expect(await refused(() => client.jobs.enqueue({ type, target }))).toMatchObject({ data: { issues } });
    }
  });

  test('the same path is being scanned already', async () => {
    const params = { path: '/somewhere' };
    const { taskId } = await client.tasks.start({ type: 'batch_scan', params });
    expect(await refused(() => client.tasks.start({ type: 'batch_scan', params }))).toEqual({
      code: 'ALREADY_RUNNING',
      data: { key: 'batch_scan /somewhere', taskId },
    });
    const other = await client.tasks.start({ type: 'batch_scan', params: { path: '/elsewhere' } });
    await client.tasks.cancel({ id: other.taskId });
    await client.tasks.cancel({ id: taskId });
    await client.tasks
      .start({ type: 'batch_scan', params })
      .then(({ taskId: id }) => client.tasks.cancel({ id }));
  });

  test.each([
    ['task', () => client.tasks.start({ type: 'make_coffee' })],
    ['job', () => client.jobs.enqueue({ type: 'make_coffee' })],
  ])('an unknown type of %s', async (kind, call) => {
    expect(await refused(call)).toEqual({ code: 'UNKNOWN_TYPE', data: { kind, type: 'make_coffee' } });
  });

  test('a type that is a name of Object itself is unknown as well', async () => {
    expect((await refused(() => client.tasks.start({ type: 'constructor' }))).code).toBe('UNKNOWN_TYPE');
  });

  test.each([
    ['projectId', { projectId: 'one' }],
    ['projectId', { projectId: -1 }],
    ['photoIds', { photoIds: [1, 'two'] }],
    ['photoIds', { photoIds: 7 }],
    ['force', { force: 'yes' }],
    ['', { colour: 'blue' }],
  ])('a payload that does not fit in %j: %j', async (field, payload) => {
    const { code, data } = await refused(() =>
      client.jobs.enqueue({ type: 'generate_derivatives', payload }),
    );
    expect(code).toBe('BAD_PAYLOAD');
    const { issues } = data as { issues: { path: string; message: string }[] };
    expect(issues).toHaveLength(1);
    expect(issues[0]?.path.split('.')[0]).toBe(field);
    expect(issues[0]?.message).not.toBe('');
  });

  test('a target that a task cannot have', async () => {
    const { code, data } = await refused(() =>
      client.tasks.start({ type: 'batch_scan', target: { projectId: 1 } }),
    );
    expect({ code, path: (data as { issues: { path: string }[] }).issues[0]?.path }).toEqual({
      code: 'BAD_PAYLOAD',
      path: 'target',
    });
  });

  test('an action that the settings do not allow', async () => {
    await client.settings.update({ changes: { sync: { allowManualWrite: false } } });
    expect(
      await refused(() => client.tasks.start({ type: 'metadata_write', target: { projectId: 1 } })),
    ).toEqual({
      code: 'ACTION_DISABLED',
      data: { setting: 'sync.allowManualWrite' },
    });
    await client.settings.update({ changes: { sync: { allowManualWrite: null } } });
    const { taskId } = await client.tasks.start({ type: 'metadata_write', target: { projectId: 1 } });
    await client.tasks.cancel({ id: taskId });
  });

  test.each([
    ['job', '4711', () => client.jobs.get({ id: 4711 })],
    ['job', '4711', () => client.jobs.log({ id: 4711 })],
    ['job', '4711', () => client.jobs.cancel({ id: 4711 })],
    ['job', '4711', () => client.jobs.pause({ id: 4711 })],
    ['job', '4711', () => client.jobs.retry({ id: 4711 })],
    ['task', UNKNOWN_TASK, () => client.tasks.get({ id: UNKNOWN_TASK })],
    ['task', UNKNOWN_TASK, () => client.tasks.cancel({ id: UNKNOWN_TASK })],
    ['task', UNKNOWN_TASK, () => client.tasks.setPriority({ id: UNKNOWN_TASK, priority: 5 })],
    ['item', '4711', () => client.tasks.retryItem({ itemId: 4711 })],
    ['project', '99', () => client.derivatives.generate({ target: { projectId: 99 } })],
  ])('there is no such %s', async (kind, id, call) => {
    expect(await refused(call)).toEqual({ code: 'NOT_FOUND', data: { kind, id } });
  });

  test('what has ended can neither be canceled nor paused, resumed or reordered; what did not fail not retried', async () => {
    const { taskId, jobId } = await client.jobs.enqueue({ type: 'history_cleaning' });
    await client.tasks.cancel({ id: taskId });
    const over = { code: 'ALREADY_FINISHED', data: { id: taskId, state: 'canceled' } };
    expect(await refused(() => client.tasks.cancel({ id: taskId }))).toEqual(over);
    expect(await refused(() => client.tasks.pause({ id: taskId }))).toEqual(over);
    expect(await refused(() => client.tasks.resume({ id: taskId }))).toEqual(over);
    expect(await refused(() => client.tasks.setPriority({ id: taskId, priority: 1 }))).toEqual(over);
    expect(await refused(() => client.jobs.cancel({ id: jobId }))).toEqual({
      code: 'ALREADY_FINISHED',
      data: { id: String(jobId), state: 'canceled' },
    });
    expect((await refused(() => client.tasks.retry({ id: taskId }))).code).toBe('NOTHING_TO_DO');
  });

  test.each([
    ['pipeline.max_parallel_jobs', { pipeline: { max_parallel_jobs: 0 } }],
    ['pipeline', { pipeline: { slots: 3 } }],
    ['ui.include_maintenance_jobs', { ui: { include_maintenance_jobs: 'no' } }],
  ])('a setting that is not possible: %s', async (path, changes) => {
    const before = await client.settings.get();
    const { code, data } = await refused(() => client.settings.update({ changes }));
    expect(code).toBe('SETTINGS_INVALID');
    expect((data as { issues: { path: string }[] }).issues[0]?.path).toBe(path);
    expect(await client.settings.get()).toEqual(before);
  });

  test.each([
    ['priority', () => client.tasks.setPriority({ id: UNKNOWN_TASK, priority: 101 })],
    ['id', () => client.tasks.pause({ id: 'not a uuid' } as never)],
    ['limit', () => client.tasks.items({ taskId: UNKNOWN_TASK, limit: 100_000 })],
  ])('input that does not fit its schema: %s', async (_field, call) => {
    expect((await refused(call)).code).toBe('BAD_REQUEST');
  });
});

test('a task whose handler is not built yet ends as failed, with its reason', async () => {
  await client.jobs.resumeAll();
  const { engine } = app.library();
  const taskId = engine.startOwnTask(
    {
      label: 'Of a newer version',
      scope: 'global',
      source: 'user',
      successToast: null,
      steps: [{ jobType: 'not_yet_built', priority: 50 }],
    },
    { type: 'of_a_newer_version', projectId: null, params: {}, items: [] },
  );
  await engine.taskEnded(taskId);
  const { task, jobs } = await client.tasks.get({ id: taskId });
  expect({ state: task.state, error: jobs[0]?.error }).toEqual({
    state: 'failed',
    error: { code: 'unknown_job_type', detail: 'not_yet_built' },
  });
});

test('settings count at once, are stored with the library, and survive being opened again', async () => {
  await client.settings.update({ changes: { pipeline: { max_parallel_jobs: 5 } } });
  expect((await client.jobs.queue()).slots.total).toBe(5);
  await client.library.close();
  await client.library.open({ root: join(folder, 'library'), create: false });
  expect((await client.settings.get()).overrides).toMatchObject({ pipeline: { max_parallel_jobs: 5 } });
  expect((await client.jobs.queue()).slots.total).toBe(5);
});

test('asking again under one key replaces the order that waits, and follows one that runs', async () => {
  await client.jobs.pauseAll();
  const ask = (force: boolean) =>
    client.jobs.enqueue({ type: 'generate_derivatives', payload: { force }, dedupeKey: 'watcher:/shoot' });
  const first = await ask(false);
  const second = await ask(true);
  expect(second).toEqual(first);
  const { db } = app.library().engine;
  expect(selectAll(db, `SELECT payload FROM jobs WHERE dedupe_key LIKE '%watcher:/shoot'`)).toEqual([
    { payload: expect.stringContaining('"force":true') },
  ]);
  await client.jobs.resumeAll();
  await app.library().engine.taskEnded(first.taskId);
  const third = await ask(false);
  expect(third.taskId).not.toBe(first.taskId);
});

test('a key is about one type of work and one project: what waits under it for another keeps its order', async () => {
  await client.jobs.pauseAll();
  const dedupeKey = 'one for all';
  const orders = [
    { type: 'generate_derivatives', payload: { force: false } },
    { type: 'verify', payload: { everything: true } },
    { type: 'generate_derivatives', payload: { force: true }, target: { projectId: 1 } },
  ];
  const jobs = [];
  for (const order of orders) jobs.push((await client.jobs.enqueue({ ...order, dedupeKey })).jobId);
  const { db } = app.library().engine;
  const stored = selectAll<{ type: string; payload: string }>(
    db,
    `SELECT type, payload FROM jobs WHERE id IN (SELECT value FROM json_each(@jobs)) ORDER BY id`,
    { jobs: JSON.stringify(jobs) },
  );
  expect(stored.map(({ type, payload }) => ({ type, payload: JSON.parse(payload) }))).toMatchObject(
    orders.map(({ type, payload }) => ({ type, payload })),
  );
  for (const id of jobs) await client.jobs.cancel({ id });
  await client.jobs.resumeAll();
});
