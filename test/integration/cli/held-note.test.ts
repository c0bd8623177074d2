import { chmod, chown, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type ApiNote, readApiNote } from '../../../src-main/library/api-note.ts';
import { libraryPaths } from '../../../src-main/library/library-paths.ts';
import { type CliResult, runCli, runJson } from '../../fixtures/cli/run-cli.ts';
import { type Served, serveLibrary } from '../../fixtures/serve/served-library.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('cli-held-note');
let served: Served;
let root: string;
let path: string;
let note: ApiNote;
let stranger: Server;
const heard: IncomingMessage[] = [];

beforeAll(async () => {
  // It calls itself the app, as the app does.
  served = await serveLibrary(folder, { photos: 1, program: 'app' });
  ({ root } = served);
  path = libraryPaths(root).api;
  note = JSON.parse(await readFile(path, 'utf8'));
  stranger = createServer((request, response) => {
    heard.push(request);
    response.end('{"id":"somebody else"}');
  });
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  heard.length = 0;
  await rm(path, { force: true });
  await write(note);
});
afterAll(async () => {
  stranger.close();
  await served.close();
});

async function write(value: unknown): Promise<void> {
  await writeFile(path, JSON.stringify(value), { mode: 0o600 });
  await chmod(path, 0o600);
}
const strangerPort = () => (stranger.address() as AddressInfo).port;
const projects = () => runCli(['projects', root]);

function expectRefused(result: CliResult, words: string | RegExp): void {
  expect(result).toMatchObject({ code: 3, stdout: '' });
  expect(result.stderr).toContain('is in use by the Safelight app');
  expect(result.stderr).toMatch(words);
}

test('says a port of this machine, to its owner alone', async () => {
  const { mode } = await stat(path);
  expect(mode & 0o777).toBe(0o600);
  expect(note).toEqual({
    pid: process.pid,
    host: hostname(),
    port: Number(new URL(served.server.url).port),
    token: served.server.token,
    libraryId: served.app.library().engine.id,
  });
  expect((await runJson(['projects', root])).json).toMatchObject([{ name: 'Shoot', photos: 1 }]);
});

describe('where the API is off', () => {
  test('a command exits with 3, and says where it is switched on', async () => {
    await rm(path);
    expectRefused(await projects(), /Switch on "Local API" in its settings menu/);
  });

  test.each([
    ['another process, which was killed', { pid: 1 }],
    ['another machine, which shares the disk', { host: 'elsewhere' }],
  ])('the note of %s counts for nothing, and nobody is told the token', async (_whose, other) => {
    await write({ ...note, port: strangerPort(), ...other });
    expectRefused(await projects(), /Switch on "Local API"/);
    expect(heard).toEqual([]);
  });
});

describe('is not believed, and nobody is told the token,', () => {
  const pointed = () => ({ ...note, port: strangerPort() });

  test.each([0o644, 0o660, 0o602])('where others can read or change it (%o)', async (mode) => {
    await write(pointed());
    await chmod(path, mode);
    expectRefused(await projects(), /other users can read or change/);
    expect(heard).toEqual([]);
  });

  test('where it is a link', async () => {
    await write(pointed());
    await rename(path, join(folder, 'elsewhere.json'));
    await symlink(join(folder, 'elsewhere.json'), path);
    expectRefused(await projects(), /not as Safelight writes it/);
    expect(heard).toEqual([]);
  });

  test.each([
    ['no JSON', 'token'],
    ['half of it', '{"pid":'],
    ['an address instead of a port', JSON.stringify({ pid: 1, url: 'http://evil.example' })],
    [
      'a port that is none',
      JSON.stringify({ ...{ pid: 1, host: 'h', token: 't', libraryId: 'i' }, port: 70000 }),
    ],
    ['more than it has to say', 'x'.repeat(5000)],
  ])('where it is %s', async (_what, text) => {
    await writeFile(path, text);
    expectRefused(await projects(), /not as Safelight writes it/);
  });

  test('where it belongs to another user', async () => {
    const self = process.getuid?.() ?? 0;
    const uid = vi.spyOn(process, 'getuid').mockReturnValue(self + 1);
    expect(await readApiNote(libraryPaths(root))).toEqual({ doubt: 'foreign_owner' });
    uid.mockRestore();
    expect(await readApiNote(libraryPaths(root))).toEqual({ note });
  });

  test.runIf(process.getuid?.() === 0)(
    'and a command says so (only root can give a file away, so it runs as root only)',
    async () => {
      await write(pointed());
      await chown(path, 12_345, 12_345);
      expectRefused(await projects(), /belongs to another user/);
      expect(heard).toEqual([]);
    },
  );
});

describe('whoever listens at its port', () => {
  test('has to have this library open', async () => {
    await write({ ...note, port: strangerPort() });
    expectRefused(await projects(), /or has another library open/);
    expect(heard.map(({ url }) => url)).toEqual(['/api/library']);
  });

  test('has to take its token', async () => {
    await write({ ...note, token: 'another-token-altogether' });
    expectRefused(await projects(), /does not take its token/);
  });

  test('has to be there', async () => {
    await write({ ...note, port: 1 });
    expectRefused(await projects(), /does not answer/);
  });

  test('is called without the proxy that the environment names', async () => {
    const proxy = `http://127.0.0.1:${strangerPort()}`;
    const env = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy, http_proxy: proxy, NO_PROXY: '', no_proxy: '' };
    expect(await runCli(['projects', root], env)).toMatchObject({ code: 0 });
    expect(heard).toEqual([]);
  });
});
