import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { execute, selectOne } from '../../../src-main/db/connection.ts';
import type { EventBatch } from '../../../src-preload/contract/events.ts';
import { EventReader } from '../../fixtures/serve/event-reader.ts';
import { type Served, serveLibrary } from '../../fixtures/serve/served-library.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const ITEMS = 5000;
const CLIENTS = 100;
const folder = await temporaryFolder('serve-events');
let served: Served;
const open: EventReader[] = [];

beforeAll(async () => {
  served = await serveLibrary(folder, { photos: 1, serve: { events: { heartbeatMs: 50 } } });
  await addSmallFiles();
});
afterEach(() => {
  for (const reader of open.splice(0)) reader.close();
});
afterAll(() => served.close());

function listen(lastId?: string, path = '/api/events'): EventReader {
  const reader = new EventReader(`${served.server.url}${path}`, served.server.token, lastId);
  open.push(reader);
  return reader;
}
const batch = (event: { data: unknown } | undefined) => event?.data as EventBatch;
const ended = (taskId: string) => (events: { data: unknown }[]) =>
  events.some((event) =>
    batch(event).tasks.some(({ id, finishedAt }) => id === taskId && finishedAt !== null),
  );
const tellSomething = () => served.client.projects.create({ name: `P${Math.random()}` });

/** Cheap items: files of a few bytes, each of which `verify` reads. */
async function addSmallFiles(): Promise<void> {
  const { db, paths } = served.app.library().engine;
  const content = 'a small file';
  const sha256 = createHash('sha256').update(content).digest('hex');
  await mkdir(join(paths.root, 'Shoot'), { recursive: true });
  const photo = selectOne<{ id: number; project_id: number }>(db, 'SELECT id, project_id FROM photos');
  for (let n = 0; n < ITEMS; n += 1) {
    await writeFile(join(paths.root, 'Shoot', `small-${n}.txt`), content);
    execute(
      db,
      `INSERT INTO files(photo_id, project_id, path, role, format, bytes, mtime_ms, sha256, created_at)
       VALUES (:photo, :project, :path, 'other', 'other', :bytes, 0, :sha256, 0)`,
      {
        photo: photo?.id ?? 0,
        project: photo?.project_id ?? 0,
        path: `small-${n}.txt`,
        bytes: content.length,
        sha256,
      },
    );
  }
}

test('begins with a reset that says what is open', async () => {
  const reader = listen();
  await reader.until((events) => events.length > 0);
  expect(batch(reader.events[0])).toMatchObject({ reset: true, library: { root: served.root } });
  expect(reader.events[0]?.id).toMatch(/^[0-9a-f]+-\d+$/);
});

test('has two addresses, and a slash at the end changes nothing', async () => {
  for (const path of ['/api/jobs/stream', '/jobs/stream', '/api/events/']) {
    const reader = listen(undefined, path);
    await reader.until((events) => events.length > 0);
    expect(reader.lastId).toBeDefined();
  }
});

test('silence is broken by comments, so that nobody takes it for death', async () => {
  const reader = listen();
  await reader.until(() => reader.comments >= 3);
});

describe('who comes back', () => {
  test('with the last id goes on after it: nothing is missed, nothing comes twice', async () => {
    const first = listen();
    await first.until((events) => events.length > 0);
    await tellSomething();
    await first.until((events) => events.some((event) => batch(event).projectsChanged));
    const { lastId } = first;
    const seq = batch(first.events.at(-1)).seq;
    first.close();
    await tellSomething();
    await tellSomething();
    const again = listen(lastId);
    await again.until((events) => events.length > 0);
    expect(batch(again.events[0])).toMatchObject({ reset: false, seq: seq + 1, projectsChanged: true });
  });

  test.each(['nonsense', '0-1', '000000000000-1', '', 'a'.repeat(5000)])(
    'with an id that says nothing (%#) begins with a reset',
    async (lastId) => {
      const reader = listen(lastId);
      await reader.until((events) => events.length > 0);
      expect(batch(reader.events[0]).reset).toBe(true);
    },
  );

  test('with an id of the future begins with a reset', async () => {
    const reader = listen();
    await reader.until((events) => events.length > 0);
    const later = listen(`${reader.lastId?.split('-')[0]}-99999999`);
    await later.until((events) => events.length > 0);
    expect(batch(later.events[0]).reset).toBe(true);
  });
});

test(`${CLIENTS} clients see ${ITEMS} items being worked on to their end, one of them reading nothing`, async () => {
  const readers = Array.from({ length: CLIENTS }, () => listen());
  await Promise.all(readers.map((reader) => reader.until((events) => events.length > 0)));
  expect(readers.filter(({ ended }) => !ended)).toHaveLength(CLIENTS);
  const [idle, leaver, ...others] = readers as [EventReader, EventReader, ...EventReader[]];
  idle.stall();
  const { taskId } = await served.client.jobs.enqueue({ type: 'verify', payload: { everything: true } });
  await leaver.until((events) => events.length > 2);
  leaver.close();
  const back = listen(leaver.lastId);
  await served.app.library().engine.taskEnded(taskId);
  await Promise.all([...others, back].map((reader) => reader.until(ended(taskId))));
  for (const reader of [...others, back]) {
    const seqs = reader.events.map((event) => batch(event).seq);
    expect(seqs).toEqual(seqs.map((_seq, index) => (seqs[0] ?? 0) + index));
  }
  // They were told of it on the way, not of its end alone.
  const onTheWay = (reader: EventReader) =>
    reader.events.flatMap((event) =>
      batch(event).tasks.filter(
        ({ id, progress }) => id === taskId && progress.processed > 0 && progress.processed < ITEMS,
      ),
    );
  for (const reader of others) expect(onTheWay(reader).length).toBeGreaterThan(2);
  expect(batch(back.events[0])).toMatchObject({
    reset: false,
    seq: batch(leaver.events.at(-1)).seq + 1,
  });
  idle.readOn();
  await idle.until(ended(taskId));
  const { progress } = (await served.client.tasks.get({ id: taskId })).task;
  expect(progress.processed).toBeGreaterThanOrEqual(ITEMS);
});
