import { join } from 'node:path';
import { safe } from '@orpc/client';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, createApp } from '../../../src-main/engine/app.ts';
import { importCard } from '../../fixtures/engine/library-with-photos.ts';
import { makeCard, makeSidecar } from '../../fixtures/photos/index.ts';
import { connectOverPort, type PortClient } from '../../fixtures/rpc/port-client.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const resources = join(import.meta.dirname, '..', '..', '..', 'resources');
const folder = await temporaryFolder('api-metadata');
let app: App;
let client: PortClient;
let disconnect: () => void;
let ids: number[] = [];

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
  const card = join(folder, 'card');
  await makeCard(card, 2, { size: 'tiny' });
  await importCard(app.library().engine, card, 'Trip');
  // In the order in which a task lists them: several are taken in at once, so that names say nothing of it.
  ids = (await client.photos.index({})).ids.sort((a, b) => a - b);
});

afterAll(async () => {
  disconnect();
  await app.close();
});

const first = () => ids[0] ?? 0;
async function ended(operation: 'import' | 'write', dryRun = false): Promise<string> {
  const { taskId } = await client.metadata.start({ operation, target: { all: true }, dryRun });
  await app.library().engine.taskEnded(taskId);
  return taskId;
}

test('the items of a writing tell which files say something new, those of a reading do not', async () => {
  await client.photos.describe({ ids: [first()], title: 'North' });
  const written = await client.tasks.items({ taskId: await ended('write', true) });
  const [name] = (await client.photos.get({ ids: [first()] })).map((photo) => photo.name);
  expect(written.items.map(({ photoId, writes }) => [photoId, writes])).toEqual([
    [ids[0], [{ path: `${name}.xmp`, fields: expect.arrayContaining(['title']) }]],
    [ids[1], []],
  ]);
  const read = await client.tasks.items({ taskId: await ended('import', true) });
  expect(read.items.some((item) => 'writes' in item)).toBe(false);
});

test('a task tells that it only looks', async () => {
  const dry = await client.tasks.get({ id: await ended('import', true) });
  const real = await client.tasks.get({ id: await ended('import') });
  expect([dry.task.dryRun, real.task.dryRun]).toEqual([true, false]);
});

test('the mode of writing that is set counts for the next writing', async () => {
  await client.settings.update({ changes: { exif: { writeMode: 'embedded-only' } } });
  const { items } = await client.tasks.items({ taskId: await ended('write', true) });
  await client.settings.update({ changes: { exif: { writeMode: null } } });
  expect(items[0]?.writes?.[0]?.path).toMatch(/\.jpe?g$/i);
});

test('contradictions are listed for all photos, or for one', async () => {
  await client.photos.describe({ ids, title: 'Agreed' });
  await ended('write');
  for (const { id, name } of await client.photos.get({ ids })) {
    await client.photos.describe({ ids: [id], title: 'Ours' });
    await makeSidecar(join(folder, 'library', 'Trip', `${name}.xmp`), { title: 'Theirs' });
  }
  await ended('import');
  expect((await client.metadata.conflicts({})).total).toBe(2);
  const one = await client.metadata.conflicts({ photoId: first() });
  expect([one.total, one.conflicts.map(({ photoId, field }) => [photoId, field])]).toEqual([
    1,
    [[first(), 'title']],
  ]);
  expect(await client.metadata.state({ photoId: first() })).toMatchObject({ conflicts: ['title'] });
});

test('a photo or a file that is gone is a typed error', async () => {
  const code = async (call: Promise<unknown>) => {
    const [error] = await safe(call as never);
    return (error as unknown as { code: string; data: unknown } | null) ?? { code: 'none' };
  };
  expect(await code(client.metadata.state({ photoId: 999 }))).toMatchObject({
    code: 'NOT_FOUND',
    data: { kind: 'photo' },
  });
  expect(await code(client.metadata.tags({ photoId: first(), fileId: 999 }))).toMatchObject({
    code: 'NOT_FOUND',
  });
});
