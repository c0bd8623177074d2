import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resultOf, runJson, startCli } from '../../fixtures/cli/run-cli.ts';
import { said } from '../../fixtures/cli/said.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { type Served, serveLibrary } from '../../fixtures/serve/served-library.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('cli-held-full');
const card = join(folder, 'big');
let served: Served;

beforeAll(async () => {
  await makeCard(card, 200);
  served = await serveLibrary(folder, { photos: 1 });
});
afterAll(() => served.close());

test('a queue that cannot be written ends no task: a command that waits says so, and the task goes on with room', {
  timeout: 120_000,
}, async () => {
  const { db } = served.app.library().engine;
  const importing = startCli(['import', served.root, '--project', 'Big', card, '--json']);
  const result = resultOf(importing);
  await said(importing, 'Upload processing: ');
  // To SQLite a database that may not grow is a full disk.
  const most = db.pragma('max_page_count', { simple: true });
  db.pragma('max_page_count = 1');
  const { code, stdout, stderr } = await result;
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toMatch(/disk is full/i);
  db.pragma(`max_page_count = ${most}`);
  await expect
    .poll(async () => (await runJson<{ state: string }[]>(['tasks', served.root])).json[0]?.state, {
      timeout: 50_000,
      interval: 1000,
    })
    .toBe('completed');
});
