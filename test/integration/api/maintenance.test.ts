import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { safe } from '@orpc/client';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, createApp } from '../../../src-main/engine/app.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { connectOverPort, type PortClient } from '../../fixtures/rpc/port-client.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const resources = join(import.meta.dirname, '..', '..', '..', 'resources');
const folder = await temporaryFolder('maintenance-api');
const trip = join(folder, 'library', 'Trip');
let app: App;
let client: PortClient;
let disconnect: () => void;
let projectId: number;

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
  ({ id: projectId } = await client.projects.create({ name: 'Trip' }));
  // Put there by hand: the checks take them in.
  await makeCard(trip, 15, { size: 'tiny' });
  await writeFile(join(trip, 'notes.txt'), 'noon');
});

afterAll(async () => {
  disconnect();
  await app.close();
});

async function ended(taskId: string) {
  const { engine } = app.library();
  await engine.taskEnded(taskId);
  for (const other of engine.unfinishedTasks()) await engine.taskEnded(other);
  const task = await client.tasks.get({ id: taskId });
  return { ...task.task, steps: task.steps.map((step) => step.jobType) };
}

test('all of it is the declared task, of the library or of a project', async () => {
  const whole = await ended((await client.maintenance.run({})).taskId);
  expect(whole).toMatchObject({ type: 'maintenance_global', source: 'maintenance', state: 'completed' });
  expect(whole.steps).toHaveLength(6);
  const one = await ended((await client.maintenance.run({ projectId })).taskId);
  expect(one).toMatchObject({ type: 'maintenance', projectId, source: 'maintenance', state: 'completed' });
  expect((await client.projects.list())[0]?.photos).toBe(15);
});

test('some of it is done in the declared order, whatever the order it is asked for in, and is a person’s own', async () => {
  const { taskId } = await client.maintenance.run({ types: ['verify', 'folder_check', 'manifest_check'] });
  const task = await ended(taskId);
  expect(task.steps).toEqual(['manifest_check', 'folder_check', 'verify']);
  expect(task).toMatchObject({ source: 'user', state: 'completed' });
});

test('what is none of the library’s is listed', async () => {
  expect(await client.maintenance.untracked({ projectId })).toEqual({
    files: [{ projectId, project: 'Trip', path: join(trip, 'notes.txt'), bytes: 4, code: 'unknown_content' }],
    total: 1,
  });
});

test('a check that found too much missing runs again when a person says so, with the steps that were to follow', async () => {
  for (let n = 1; n <= 12; n += 1) await rm(join(trip, `DSC_${String(n).padStart(5, '0')}.JPG`));
  const { taskId } = await client.maintenance.run({
    types: ['manifest_check', 'manifest_cleaning'],
    projectId,
  });
  const stopped = await ended(taskId);
  expect(stopped.state).toBe('failed');
  const accepted = await ended((await client.maintenance.acceptLoss({ taskId })).taskId);
  expect(accepted).toMatchObject({ state: 'completed', projectId });
  expect(accepted.steps).toEqual(['manifest_check', 'manifest_cleaning']);
  expect((await client.projects.list())[0]?.photos).toBe(3);
});

test('refusals are typed', async () => {
  const { taskId } = await client.maintenance.run({ types: ['folder_check'] });
  await ended(taskId);
  const codeOf = async (call: Promise<unknown>) =>
    ((await safe(call as never))[0] as { code?: string } | null)?.code;
  expect(await codeOf(client.maintenance.acceptLoss({ taskId }))).toBe('NOTHING_TO_DO');
  const unknown = '00000000-0000-4000-8000-000000000000';
  expect(await codeOf(client.maintenance.acceptLoss({ taskId: unknown }))).toBe('NOT_FOUND');
  expect(await codeOf(client.maintenance.run({ projectId: 4711 }))).toBe('NOT_FOUND');
  expect(await codeOf(client.maintenance.run({ types: [] }))).toBe('BAD_REQUEST');
});
