import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer } from '../../../src-main/serve/server.ts';
import { type Served, serveLibrary } from '../../fixtures/serve/served-library.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

/** A person opens another library in the app, while scripts and commands are at work with the first. */
const folder = await temporaryFolder('serve-other');
let served: Served;
let other: string;

beforeAll(async () => {
  served = await serveLibrary(join(folder, 'one'), { photos: 1 });
  other = join(folder, 'other');
});
afterAll(() => served.close());

const noteOf = (root: string) => join(root, '.safelight', 'api.json');
const meaning = (id: string) => ({ headers: { 'x-safelight-library': id } });
const refused = { status: 409, json: { error: { code: 'OTHER_LIBRARY' } } };

test('a call that names its library is done there or nowhere', async () => {
  const { id } = served.app.library().engine;
  const rate = (rating: number) =>
    served.call('POST', '/api/photos/setRating', { json: { ids: [1], rating }, ...meaning(id) });
  expect(await rate(4)).toMatchObject({ status: 200 });
  expect(await served.call('GET', '/api/library', meaning('another'))).toMatchObject(refused);

  await served.app.openLibrary(other, true);
  const project = await served.client.projects.create({ name: 'Another' });
  expect(await rate(5)).toMatchObject(refused);
  expect(await served.call('GET', '/api/events', meaning(id))).toMatchObject(refused);
  expect(await served.client.projects.list()).toMatchObject([{ id: project.id }]);
  await served.app.closeLibrary();
  expect(await rate(5)).toMatchObject(refused);

  await served.app.openLibrary(served.root, false);
  expect((await served.client.photos.get({ ids: [1] }))[0]?.rating).toBe(4);
});

test('the note for commands goes with the library that is open, and away with the server', async () => {
  expect(existsSync(noteOf(served.root))).toBe(true);
  await served.app.openLibrary(other, true);
  expect([existsSync(noteOf(served.root)), existsSync(noteOf(other))]).toEqual([false, true]);
  expect(JSON.parse(await readFile(noteOf(other), 'utf8'))).toMatchObject({
    token: served.server.token,
    libraryId: served.app.library().engine.id,
  });
  await served.app.closeLibrary();
  expect(existsSync(noteOf(other))).toBe(false);

  await served.app.openLibrary(served.root, false);
  const second = await startServer({ app: served.app });
  await served.server.stop();
  // It is of the second by now, and the first does not take it away.
  expect(JSON.parse(await readFile(noteOf(served.root), 'utf8'))).toMatchObject({ token: second.token });
  await second.stop();
  expect(existsSync(noteOf(served.root))).toBe(false);
});
