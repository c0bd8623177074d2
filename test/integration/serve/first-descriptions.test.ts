import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Served, serveLibrary } from '../../fixtures/serve/served-library.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('serve-seeds');
let served: Served;

beforeAll(async () => {
  // Nothing is worked on: what was asked for stays as it was stored.
  served = await serveLibrary(folder, { work: false, configOverrides: { jobs: { max_queue_size: 3 } } });
});
afterAll(() => served.close());

const idOf = (json: unknown) => (json as { taskId: string }).taskId;
const error = (status: number, code: string) => ({ status, json: { error: { code } } });

describe('POST /batch, GET and DELETE /batch/{id}', () => {
  test('202 with its task, 409 for the same path, then what it found, then canceled', async () => {
    const path = join(folder, 'card');
    const started = await served.call('POST', '/batch', {
      json: { path, pattern: '**/*.JPG', priority: 'high' },
    });
    expect(started).toMatchObject({ status: 202, json: { taskId: expect.any(String) } });
    expect(await served.call('POST', '/api/batch', { json: { path } })).toMatchObject(
      error(409, 'ALREADY_RUNNING'),
    );
    expect(await served.call('GET', `/batch/${idOf(started.json)}`)).toMatchObject({
      status: 200,
      json: { params: { path, pattern: '**/*.JPG' }, counts: { processed: 0 } },
    });
    expect(await served.call('DELETE', `/batch/${idOf(started.json)}`)).toMatchObject({
      status: 200,
      json: { task: { state: 'canceled' }, processedBefore: 0 },
    });
  });

  test('takes the very order of the first description: its fields are other names of ours', async () => {
    const order = {
      path: join(folder, 'card'),
      recursive: true,
      pattern: '**/*.JPG',
      dry_run: true,
      priority: 'normal',
      filters: { min_size_mb: 0.5, max_age_days: 30, exclude_patterns: ['*sample*', '*trailer*'] },
    };
    const { status, json } = await served.call('POST', '/batch', { json: order });
    expect(status).toBe(202);
    const ours = {
      path: order.path,
      pattern: '**/*.JPG',
      priority: 'normal',
      dryRun: true,
      filters: { minSizeMb: 0.5, maxAgeDays: 30, excludePatterns: ['*sample*', '*trailer*'] },
    };
    expect(await served.call('GET', `/api/batch/${idOf(json)}`)).toMatchObject({ json: { params: ours } });
    await served.call('DELETE', `/api/batch/${idOf(json)}`);
    const slash = await served.call('POST', '/batch/', { json: order });
    expect(slash.status).toBe(202);
    await served.call('DELETE', `/batch/${idOf(slash.json)}/`);
    const same = await served.call('POST', '/api/batch', { json: ours });
    expect(await served.call('GET', `/batch/${idOf(same.json)}`)).toMatchObject({ json: { params: ours } });
    await served.call('DELETE', `/batch/${idOf(same.json)}`);
  });

  test.each([
    ['both names of a field', { dry_run: true, dryRun: false }],
    ['both names of a filter', { filters: { min_size_mb: 1, minSizeMb: 2 } }],
    ['another case of ours', { DryRun: true }],
    ['a filter of no kind', { filters: { max_size_mb: 1 } }],
    ['filters that are none', { filters: 'all' }],
    ['a number as text', { filters: { min_size_mb: '1' } }],
    ['what is inherited by every object', { __proto__: null, constructor: 1 }],
  ])('400 for %s', async (_what, fields) => {
    const json = { path: join(folder, 'card'), ...fields };
    expect(await served.call('POST', '/batch', { json })).toMatchObject(error(400, 'BAD_REQUEST'));
  });

  test('400 for what cannot be scanned, 404 for a scan that there is not', async () => {
    expect(await served.call('POST', '/batch', { json: { path: join(folder, 'nothing') } })).toMatchObject(
      error(400, 'PATH_UNREADABLE'),
    );
    expect(await served.call('POST', '/batch', { json: { path: folder, pattern: '[' } })).toMatchObject({
      status: 400,
    });
    expect(await served.call('GET', '/batch/00000000-0000-4000-8000-000000000000')).toMatchObject(
      error(404, 'NOT_FOUND'),
    );
  });
});

describe('POST /api/sync/jobs, GET and DELETE /api/sync/jobs/{id}', () => {
  const order = () => ({ json: { operation: 'import', target: { projectId: served.projectId } } });

  test('202, how it is doing, and canceled with nothing touched', async () => {
    const started = await served.call('POST', '/api/sync/jobs', order());
    expect(started.status).toBe(202);
    const path = `/api/sync/jobs/${idOf(started.json)}`;
    expect(await served.call('GET', path)).toMatchObject({
      status: 200,
      json: { state: 'queued', progress: { processed: 0, failed: 0 }, errors: [] },
    });
    expect(await served.call('DELETE', path)).toMatchObject({ status: 200, json: { state: 'canceled' } });
    expect(await served.call('DELETE', path)).toMatchObject(error(409, 'ALREADY_FINISHED'));
  });

  test('knows a file by a path that leads through links', async () => {
    const [photo] = await served.client.photos.query({ limit: 1 }).then(({ photos }) => photos);
    await symlink(served.root, join(folder, 'link'));
    const path = photo?.files[0]?.path.replace(served.root, join(folder, 'link'));
    const started = await served.call('POST', '/api/sync/jobs', {
      json: { type: 'import', payload: { files: [path] } },
    });
    expect(started).toMatchObject({ status: 202 });
    await served.call('DELETE', `/api/sync/jobs/${idOf(started.json)}`);
  });

  test('403 where the library does not allow it by hand', async () => {
    const allow = (allowManualImport: boolean | null) =>
      served.call('PATCH', '/api/settings', { json: { changes: { sync: { allowManualImport } } } });
    expect((await allow(false)).status).toBe(200);
    expect(await served.call('POST', '/api/sync/jobs', order())).toMatchObject(error(403, 'ACTION_DISABLED'));
    await allow(null);
  });
});

test('503 while the queue is full, and with room again 202', async () => {
  const path = `/api/projects/${served.projectId}/jobs`;
  const statuses: number[] = [];
  const tasks: string[] = [];
  for (let n = 0; n < 4; n += 1) {
    const { status, json } = await served.call('POST', path, { json: { type: 'verify' } });
    statuses.push(status);
    if (status === 202) tasks.push(idOf(json));
  }
  expect(statuses).toEqual([202, 202, 202, 503]);
  expect(await served.call('POST', path, { json: { type: 'verify' } })).toMatchObject({
    json: { error: { code: 'QUEUE_FULL', data: { limit: 3, queued: 3 } } },
  });
  await served.call('DELETE', `/api/tasks/${tasks[0]}`);
  expect((await served.call('POST', path, { json: { type: 'verify' } })).status).toBe(202);
});

describe('POST /api/sync/jobs', () => {
  const files = [join(folder, 'library', 'Nowhere', 'IMG_1.JPG')];

  test('takes the order of the first description: a file that the library does not know is a 404, and nothing begins', async () => {
    for (const type of ['import', 'write'])
      expect(
        await served.call('POST', '/api/sync/jobs', { json: { type, payload: { files } } }),
      ).toMatchObject({
        status: 404,
        json: { error: { code: 'NOT_FOUND', data: { kind: 'photo', id: files[0] } } },
      });
  });

  test.each([
    ['another type', { type: 'scan', payload: { files } }],
    ['no files', { type: 'write', payload: {} }],
    ['an empty list', { type: 'write', payload: { files: [] } }],
    ['keywords for reading', { type: 'import', payload: { files: ['/x'], subjects: ['a'] } }],
    ['a keyword of nothing', { type: 'write', payload: { files, subjects: [' '] } }],
  ])('400 for %s', async (_what, json) => {
    expect(await served.call('POST', '/api/sync/jobs', { json })).toMatchObject({ status: 400 });
  });
});
