import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Served, serveLibrary } from '../../fixtures/serve/served-library.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('serve-requests');
let served: Served;

beforeAll(async () => {
  served = await serveLibrary(folder);
});
afterAll(() => served.close());

const error = (status: number, code: string, data?: unknown) => ({
  status,
  json: { error: { code, message: expect.any(String), ...(data === undefined ? {} : { data }) } },
});

describe('what is asked for by its path', () => {
  test('lists, single things and numbers are read with GET', async () => {
    expect(await served.call('GET', '/api/projects')).toMatchObject({
      status: 200,
      json: [{ id: served.projectId, name: 'Shoot', photos: 2 }],
    });
    const jobs = await served.call('GET', '/api/jobs?states=completed&limit=1');
    expect(jobs).toMatchObject({ status: 200, json: { total: 1, jobs: [{ state: 'completed' }] } });
    const [job] = (jobs.json as { jobs: { id: number; taskId: string }[] }).jobs;
    expect(await served.call('GET', `/api/jobs/${job?.id}`)).toMatchObject({
      status: 200,
      json: { job: { id: job?.id }, items: { done: 2 } },
    });
    expect(await served.call('GET', `/api/tasks/${job?.taskId}/items?limit=1`)).toMatchObject({
      json: { total: 2, items: [{ state: 'done' }] },
    });
    expect(await served.call('GET', '/api/jobs/stats')).toMatchObject({ json: { filesProcessed: 2 } });
    expect(await served.call('GET', '/api/health')).toMatchObject({ json: { jobs: { completed: 1 } } });
  });

  test('the names of the first descriptions are understood, with and without the prefix', async () => {
    for (const path of ['/jobs', '/api/jobs', `/api/projects/${served.projectId}/jobs`]) {
      const query = path.includes('projects') ? '' : '&order_by=created_at';
      const answer = await served.call(
        'GET',
        `${path}?status=completed&show_maintenance=true&limit=10${query}`,
      );
      expect(answer).toMatchObject({ status: 200, json: { total: 1 } });
    }
    expect(await served.call('GET', '/jobs?status=queued,running')).toMatchObject({ json: { total: 0 } });
    // Also one in a list, and with a slash at the end, which must not be taken for a question without a filter.
    expect(await served.call('GET', '/jobs?status=failed,cancelled')).toMatchObject({ json: { total: 0 } });
    expect(await served.call('GET', '/jobs/?status=cancelled')).toMatchObject({ json: { total: 0 } });
  });

  test('everything else is a POST to its group and name', async () => {
    const answer = await served.call('POST', '/api/photos/query', { json: { limit: 1 } });
    expect(answer).toMatchObject({ status: 200, json: { total: 2, photos: [{ project: 'Shoot' }] } });
  });

  test('work that was asked for is 202, with its task', async () => {
    const path = `/api/projects/${served.projectId}/process`;
    const answer = await served.call('POST', path, { json: { force: true } });
    expect(answer).toMatchObject({ status: 202, json: { taskId: expect.any(String) } });
    await served.app.library().engine.taskEnded((answer.json as { taskId: string }).taskId);
  });

  test('what belongs to the window is not there', async () => {
    for (const path of ['library/open', 'library/close', 'system/chooseFolder', 'system/setLocalApi']) {
      expect(await served.call('POST', `/api/${path}`, { json: {} })).toMatchObject(error(404, 'NOT_FOUND'));
    }
  });
});

describe('judging, committing and undoing from a script', () => {
  test('moves what is not wanted to the trash, and takes it back', async () => {
    const { json } = await served.call('POST', '/api/photos/query', { json: { limit: 1 } });
    const id = (json as { photos: { id: number }[] }).photos[0]?.id;
    expect(
      await served.call('POST', '/api/photos/setKeep', {
        json: { ids: [id], keepJpg: false, keepRaw: false },
      }),
    ).toMatchObject({
      status: 200,
      json: [{ photoId: id, pending: true }],
    });
    expect(
      await served.call('POST', '/api/photos/revert-changes', { json: { photoIds: [id] } }),
    ).toMatchObject({
      status: 200,
      json: { photos: 1 },
    });
    await served.call('POST', '/api/photos/setKeep', { json: { ids: [id], keepJpg: false, keepRaw: false } });
    const commit = await served.call('POST', `/api/projects/${served.projectId}/commit-changes`);
    expect(commit.status).toBe(202);
    const { taskId } = commit.json as { taskId: string };
    await served.app.library().engine.taskEnded(taskId);
    expect(await served.call('GET', '/api/trash')).toMatchObject({
      json: { totals: { photos: 1, files: 1 } },
    });
    const undo = await served.call('POST', '/api/changes/undo', { json: { taskId } });
    expect(undo.status).toBe(202);
    await served.app.library().engine.taskEnded((undo.json as { taskId: string }).taskId);
    expect(await served.call('GET', '/api/trash')).toMatchObject({ json: { totals: { photos: 0 } } });
  });
});

describe('every refusal has one shape and a status that says what it is', () => {
  test('no such path, no such thing', async () => {
    for (const path of [
      '/',
      '/api',
      '/api/nothing',
      '/nothing',
      '/api/jobs/1/nothing',
      '/api/%zz',
      '/api//',
    ]) {
      expect(await served.call('GET', path)).toMatchObject(error(404, 'NOT_FOUND'));
    }
    expect(await served.call('GET', '/api/jobs/9999')).toMatchObject(
      error(404, 'NOT_FOUND', { kind: 'job', id: '9999' }),
    );
    expect(await served.call('GET', '/api/projects/9999/jobs')).toMatchObject(
      error(404, 'NOT_FOUND', { kind: 'project', id: '9999' }),
    );
  });

  test('the wrong method, with those that would do', async () => {
    const answer = await served.call('PUT', '/api/jobs/1');
    expect(answer).toMatchObject(error(405, 'METHOD_NOT_ALLOWED'));
    expect(answer.headers.allow).toBe('GET, DELETE');
    expect((await served.call('POST', '/api/events')).headers.allow).toBe('GET');
    expect((await served.call('GET', '/api/photos/query')).headers.allow).toBe('POST');
  });

  test('input that does not fit says where', async () => {
    expect(await served.call('GET', '/api/jobs/abc')).toMatchObject(
      error(400, 'BAD_REQUEST', { issues: [{ path: 'id', message: expect.any(String) }] }),
    );
    expect(await served.call('POST', '/api/photos/query', { json: { limit: 'ten' } })).toMatchObject(
      error(400, 'BAD_REQUEST', { issues: [{ path: 'limit', message: expect.any(String) }] }),
    );
    expect(await served.call('GET', '/api/jobs?limit=0&states=nonsense')).toMatchObject({ status: 400 });
  });

  test('a body that names another project than its path does not fit, and nothing begins', async () => {
    const path = `/api/projects/${served.projectId}/jobs`;
    for (const payload of [{ projectId: 4711 }, { photoIds: [1] }]) {
      expect(
        await served.call('POST', path, { json: { type: 'generate_derivatives', payload } }),
      ).toMatchObject({
        status: 400,
        json: { error: { code: 'BAD_PAYLOAD', data: { issues: [{ path: Object.keys(payload)[0] }] } } },
      });
    }
  });

  test('a number in a body is a number: only addresses are text', async () => {
    expect((await served.call('POST', '/api/photos/query', { json: { limit: '1' } })).status).toBe(400);
  });

  test('a name that something in the library has already is no name of a project', async () => {
    await mkdir(join(served.root, 'Folder'));
    await writeFile(join(served.root, 'File'), '');
    const taken = (name: string) => error(400, 'PROJECT_NAME_INVALID', { name, reason: 'taken' });
    for (const name of ['Folder', 'File']) {
      const json = { id: served.projectId, name };
      expect(await served.call('POST', '/api/projects/rename', { json })).toMatchObject(taken(name));
    }
    expect(await served.call('POST', '/api/projects', { json: { name: 'File' } })).toMatchObject(
      taken('File'),
    );
  });

  test('conflicts are 409, and orders that make no sense 400', async () => {
    expect(await served.call('POST', '/api/projects', { json: { name: 'Shoot' } })).toMatchObject(
      error(409, 'PROJECT_EXISTS', { name: 'Shoot', projectId: served.projectId }),
    );
    expect(await served.call('POST', '/api/jobs/enqueue', { json: { type: 'nothing' } })).toMatchObject(
      error(400, 'UNKNOWN_TYPE', { kind: 'job', type: 'nothing' }),
    );
    expect(await served.call('DELETE', '/api/jobs/1')).toMatchObject(
      error(409, 'ALREADY_FINISHED', { id: '1', state: 'completed' }),
    );
    expect(await served.call('POST', '/api/photos/commit-changes', { json: { photoIds: [] } })).toMatchObject(
      {
        status: 400,
      },
    );
  });
});

describe('bodies', () => {
  const query = (body: string | Buffer, headers: Record<string, string> = {}) =>
    served.call('POST', '/api/photos/query', {
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });

  test('are JSON and nothing else', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      '',
    ]) {
      expect(await query('{}', { 'content-type': type })).toMatchObject(error(415, 'UNSUPPORTED_MEDIA_TYPE'));
    }
    expect(await query('{}', { 'content-encoding': 'gzip' })).toMatchObject({ status: 415 });
    expect(await query('{}', { 'content-type': 'application/json; charset=utf-8' })).toMatchObject({
      status: 200,
    });
  });

  test('that are no JSON are refused as such', async () => {
    for (const body of ['{', 'nonsense', '{"limit":1}}', Buffer.from([0xff, 0xfe, 0x7b])]) {
      expect(await query(body)).toMatchObject(error(400, 'MALFORMED_BODY'));
    }
  });

  test('nested too deeply for anyone to walk through are refused', async () => {
    expect(await query(`${'['.repeat(400_000)}${']'.repeat(400_000)}`)).toMatchObject(
      error(400, 'MALFORMED_BODY'),
    );
    expect(await query(`{"filter":${'{"a":'.repeat(100)}1${'}'.repeat(100)}}`)).toMatchObject({
      status: 400,
    });
  });

  test('of more than 1 MiB are refused, whether or not their length is told', async () => {
    const large = Buffer.alloc(1024 * 1024 + 1, ' ');
    expect(await query(large)).toMatchObject(error(413, 'PAYLOAD_TOO_LARGE'));
    const { port } = new URL(served.server.url);
    const answer = await raw(
      Number(port),
      `POST /api/photos/query HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${served.server.token}\r\n` +
        'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n' +
        `${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect((await query(Buffer.alloc(1024 * 1024, ' '))).status).toBe(400);
  });
});

test('what is no HTTP gets an answer all the same, and hurts nobody', async () => {
  const port = Number(new URL(served.server.url).port);
  expect(await raw(port, 'GARBAGE\r\n\r\n')).toContain('"code":"MALFORMED_REQUEST"');
  expect(await raw(port, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(
    /^HTTP\/1.1 431 /,
  );
  expect(await raw(port, 'GET http://evil.example/ HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1.1 403 /);
  expect((await served.call('GET', '/api/health')).status).toBe(200);
});

function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('utf8').on('data', (part: string) => {
      answer += part;
      socket.end();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}
