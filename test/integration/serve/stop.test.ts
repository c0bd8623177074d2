import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { App } from '../../../src-main/engine/app.ts';
import { startServer } from '../../../src-main/serve/server.ts';
import { runCli, runJson } from '../../fixtures/cli/run-cli.ts';
import { makeShoot } from '../../fixtures/photos/make-shoot.ts';
import { type Answer, callOver } from '../../fixtures/serve/call.ts';
import { EventReader } from '../../fixtures/serve/event-reader.ts';
import { serveLibrary } from '../../fixtures/serve/served-library.ts';
import { startServing } from '../../fixtures/serve/serving-process.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('serve-stop');

test('stopping ends the streams, lets calls under way finish, and takes no new ones', async () => {
  const served = await serveLibrary(join(folder, 'one'), { photos: 1 });
  const { url, token } = served.server;
  const reader = new EventReader(`${url}/api/events`, token);
  await reader.until((events) => events.length > 0);
  await makeShoot(join(folder, 'more'), { count: 12, pairs: 0 });
  // On a connection that is there already: one that is not taken yet when it stops is refused, as it should.
  await served.call('GET', '/api/health');
  let underWay: Promise<Answer> | null = null;
  await new Promise<void>((resolve) => {
    const order = { json: { paths: [join(folder, 'more')] }, onTaken: resolve };
    underWay = served.call('POST', `/api/projects/${served.projectId}/upload`, order);
  });
  const begun = performance.now();
  await served.server.stop();
  expect(performance.now() - begun).toBeLessThan(3000);
  expect(await underWay).toMatchObject({ status: 202 });
  await reader.toEnd();
  await expect(fetch(`${url}/api/health`)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  await served.app.close();
});

test('a client that never finishes its call does not keep it from stopping', async () => {
  const served = await serveLibrary(join(folder, 'two'), { photos: 1, serve: { stopMs: 300 } });
  const hanging = served
    .call('POST', '/api/photos/query', {
      body: '{',
      headers: { 'content-type': 'application/json', 'content-length': '1000' },
    })
    .catch((error: NodeJS.ErrnoException) => error.code);
  await sleep(100);
  const begun = performance.now();
  await served.server.stop();
  expect(performance.now() - begun).toBeLessThan(2000);
  expect(await hanging).toBe('ECONNRESET');
  await served.app.close();
});

test('a call that does not arrive in whole is given up', async () => {
  const served = await serveLibrary(join(folder, 'three'), { photos: 1, serve: { requestMs: 300 } });
  const slow = await served.call('POST', '/api/photos/query', {
    body: '{',
    headers: { 'content-type': 'application/json', 'content-length': '1000' },
  });
  expect(slow).toMatchObject({ status: 408, json: { error: { code: 'REQUEST_TIMEOUT' } } });
  await served.close();
});

test('safelight serve says where and with what, works meanwhile, and ends with Ctrl-C in order', async () => {
  const root = join(folder, 'cli');
  const card = join(folder, 'card');
  await makeShoot(card, { count: 3, pairs: 0 });
  await runCli(['import', root, '--project', 'Shoot', card]);
  const serving = await startServing(root);
  const headers = { authorization: `Bearer ${serving.token}` };
  expect(await callOver({ url: serving.openapi, headers })).toMatchObject({
    status: 200,
    json: { openapi: expect.stringMatching(/^3\.1/) },
  });
  // While it serves, it holds the library: other commands ask it, and nothing else can hold it.
  expect((await runJson(['projects', root])).json).toMatchObject([{ name: 'Shoot', photos: 3 }]);
  expect(await runCli(['serve', root])).toMatchObject({ code: 3, stdout: '' });
  const started = await callOver({
    url: `${serving.url}/api/projects/1/process`,
    method: 'POST',
    headers,
    json: { force: true },
  });
  expect(started.status).toBe(202);
  expect(await serving.end()).toMatchObject({ code: 0, signal: null });
  // The work was handed back, and goes on when the library is next opened for it.
  const { taskId } = started.json as { taskId: string };
  await runCli(['tasks', root]);
  const shown = await runJson<{ task: { state: string } }>(['tasks', root, 'show', taskId]);
  expect(JSON.stringify(shown.json)).toContain('"completed"');
});

function bound(target: object, key: PropertyKey): unknown {
  const value = Reflect.get(target, key, target);
  return typeof value === 'function' ? value.bind(target) : value;
}

test('who calls while it still makes itself known is answered, and does not wait for ever', async () => {
  const served = await serveLibrary(join(folder, 'early'), { photos: 1 });
  await served.server.stop();
  const token = 'a-token-of-my-own';
  const early: number[] = [];
  // As while a person opens a large library: the note beside its lock waits for its turn.
  const announce: App['announce'] = async ({ port }) => {
    const url = `http://127.0.0.1:${port}/api/health`;
    const headers = { authorization: `Bearer ${token}` };
    early.push((await callOver({ url, headers, limitMs: 5000 })).status);
    return async () => undefined;
  };
  const app = new Proxy(served.app, {
    get: (target, key) => (key === 'announce' ? announce : bound(target, key)),
  });
  const server = await startServer({ app, token });
  expect(early).toEqual([200]);
  await server.stop();
  await served.app.close();
});

test('a token of one’s own is taken from the environment, and a wrong port is a wrong call', async () => {
  const root = join(folder, 'own-token');
  await makeShoot(join(folder, 'card2'), { count: 1, pairs: 0 });
  await runCli(['import', root, '--project', 'Shoot', join(folder, 'card2')]);
  const serving = await startServing(root, { SAFELIGHT_TOKEN: 'a-token-of-my-own' });
  expect(serving.token).toBe('a-token-of-my-own');
  expect(await serving.end('SIGTERM')).toMatchObject({ code: 0 });
  expect(await runCli(['serve', root, '--port', 'abc'])).toMatchObject({ code: 2, stdout: '' });
  expect(await runCli(['serve', root], { SAFELIGHT_TOKEN: 'short' })).toMatchObject({ code: 2 });
  expect(await runCli(['serve', join(folder, 'nothing')])).toMatchObject({ code: 3 });
});
