import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer } from '../../../src-main/serve/server.ts';
import { callOver } from '../../fixtures/serve/call.ts';
import { type Served, serveLibrary } from '../../fixtures/serve/served-library.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('serve-who');
let served: Served;
let health: string;

beforeAll(async () => {
  served = await serveLibrary(folder, {
    photos: 1,
    serve: { strangers: { burst: 1000, perSecond: 1000 } },
  });
  health = `${served.server.url}/api/health`;
});
afterAll(() => served.close());

const refused = (code: string) => ({ json: { error: { code, message: expect.any(String) } } });

describe('the token', () => {
  test('opens the API, and is new with each start', async () => {
    expect(await served.call('GET', '/api/health')).toMatchObject({ status: 200 });
    const other = await startServer({ app: served.app });
    expect(other.token).not.toBe(served.server.token);
    expect(other.token.length).toBeGreaterThan(40);
    await other.stop();
  });

  test.each([
    ['none', {}],
    ['a wrong one', { authorization: 'Bearer wrong' }],
    ['an empty one', { authorization: 'Bearer ' }],
    ['another scheme', { authorization: 'Basic abc' }],
  ])('%s is refused, whatever is asked for', async (_what, headers) => {
    for (const path of ['/api/health', '/openapi.json', '/api/events', '/nothing', '/api/jobs']) {
      const answer = await callOver({ url: `${served.server.url}${path}`, headers: { ...headers } });
      expect(answer).toMatchObject({ status: 401, ...refused('UNAUTHORIZED') });
      expect(answer.headers['www-authenticate']).toContain('Bearer');
    }
  });

  test('that is a part of the right one, or more than it, is a wrong one', async () => {
    const { token } = served.server;
    for (const near of [token.slice(0, -1), `${token}x`, token.toUpperCase()]) {
      expect(await callOver({ url: health, headers: { authorization: `Bearer ${near}` } })).toMatchObject({
        status: 401,
      });
    }
  });

  test('that somebody chose must not be short', async () => {
    await expect(startServer({ app: served.app, token: 'short' })).rejects.toMatchObject({
      code: 'token_too_short',
    });
  });
});

describe('the name that we are called by', () => {
  test('is one of this machine, with the port', async () => {
    const { port } = new URL(served.server.url);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, `LOCALHOST:${port}`]) {
      expect((await served.call('GET', '/api/health', { headers: { host } })).status).toBe(200);
    }
  });

  test('else it is DNS rebinding, and refused although the token fits', async () => {
    const { port } = new URL(served.server.url);
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      'localhost',
      '127.0.0.1:1',
      `127.0.0.1.evil.example:${port}`,
    ]) {
      const answer = await served.call('GET', '/api/health', { headers: { host } });
      expect(answer).toMatchObject({ status: 403, ...refused('FOREIGN_HOST') });
    }
  });
});

describe('pages on the web', () => {
  test.each([
    ['another origin', { origin: 'http://evil.example' }],
    ['an origin that is kept secret', { origin: 'null' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a picture or a form on another site', { 'sec-fetch-site': 'cross-site' }],
  ])('%s is refused, and told nothing that it could read', async (_what, headers) => {
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      const answer = await served.call(method, '/api/projects', { headers: { ...headers } });
      expect(answer).toMatchObject({ status: 403, ...refused('FOREIGN_ORIGIN') });
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  test('nothing is done for it, token or no token', async () => {
    const projects = await served.client.projects.list();
    const own = await hashTree(served.root, { own: true });
    const { port } = new URL(served.server.url);
    for (const headers of [
      { origin: 'http://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { host: `evil.example:${port}` },
      { authorization: 'Bearer wrong' },
    ]) {
      const call = (path: string, json: unknown) =>
        served.call('POST', path, { json, headers: { ...headers } as Record<string, string> });
      expect((await call('/api/projects', { name: 'Theirs' })).status).toBeGreaterThan(400);
      expect((await call('/api/photos/setRating', { ids: [1], rating: 5 })).status).toBeGreaterThan(400);
    }
    expect(await served.client.projects.list()).toEqual(projects);
    expect(await hashTree(served.root, { own: true })).toEqual(own);
  });

  test('our own origin is none of them', async () => {
    const headers = { origin: served.server.url, 'sec-fetch-site': 'same-origin' };
    expect((await served.call('GET', '/api/projects', { headers })).status).toBe(200);
  });
});

test('it listens on loopback and nowhere else', () => {
  expect(new URL(served.server.url).hostname).toBe('127.0.0.1');
});

test('a port that is taken is told of', async () => {
  const port = Number(new URL(served.server.url).port);
  await expect(startServer({ app: served.app, port })).rejects.toMatchObject({ code: 'port_taken' });
});

describe('too many calls', () => {
  test('are told when to come again, and taken again then', async () => {
    const server = await startServer({ app: served.app, calls: { burst: 3, perSecond: 10 } });
    const call = () =>
      callOver({ url: `${server.url}/api/health`, headers: { authorization: `Bearer ${server.token}` } });
    const answers = [];
    for (let n = 0; n < 8; n += 1) answers.push(await call());
    const limited = answers.find(({ status }) => status === 429);
    expect(answers[0]?.status).toBe(200);
    expect(limited).toMatchObject(refused('TOO_MANY_REQUESTS'));
    expect(Number(limited?.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await call()).status).toBe(200);
    await server.stop();
  });

  test('without the token cost those who have it nothing', async () => {
    const server = await startServer({ app: served.app, strangers: { burst: 5, perSecond: 0.1 } });
    const call = (token: string) =>
      callOver({ url: `${server.url}/api/health`, headers: { authorization: `Bearer ${token}` } });
    const guesses = [];
    for (let n = 0; n < 8; n += 1) guesses.push((await call(`guess ${n}`)).status);
    expect(guesses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    expect((await call(server.token)).status).toBe(200);
    await server.stop();
  });
});
