import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ImportDocument, type PhotoDocument, runCli, runJson } from '../fixtures/cli/run-cli.ts';
import { makeShoot } from '../fixtures/photos/index.ts';
import { callOver } from '../fixtures/serve/call.ts';
import { takePicture } from './actions/artifacts.ts';
import { waitForPictures } from './actions/watch-import.ts';
import { startTestApp, type TestApp } from './harness/app.ts';

let app: TestApp;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safelight-e2e-local-api-'));
  app = await startTestApp();
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const clipboard = () => app.electron.evaluate(({ clipboard }) => clipboard.readText());

test('a person lets scripts use the open library, hands them address and token, and stops it again', async () => {
  const { page } = app;
  await page.getByTestId('settings').click();
  const choice = page.getByRole('menuitemcheckbox', { name: 'Local API' });
  expect(await choice.getAttribute('aria-checked')).toBe('false');
  await choice.click();
  await page.getByRole('menuitem', { name: 'Copy token' }).waitFor();
  await takePicture(app, 'local-api');
  await page.getByRole('menuitem', { name: 'Copy token' }).click();
  await expect.poll(clipboard).toMatch(/^[\w-]{43}$/);
  const token = await clipboard();
  await page.getByTestId('settings').click();
  await page.getByRole('menuitem', { name: 'Copy address' }).click();
  await expect.poll(clipboard).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api$/);
  const url = await clipboard();

  const headers = { authorization: `Bearer ${token}` };
  expect(await callOver({ url: `${url}/health` })).toMatchObject({ status: 401 });
  expect(await callOver({ url: `${url}/health`, headers })).toMatchObject({
    status: 200,
    json: { electron: expect.any(String), library: app.library },
  });
  // What a script does, the window shows.
  await callOver({ url: `${url}/projects`, method: 'POST', headers, json: { name: 'From a script' } });
  await page.getByText('From a script').first().waitFor();
  expect(await callOver({ url: `${url}/system/setLocalApi`, method: 'POST', headers })).toMatchObject({
    status: 404,
  });

  await page.getByTestId('settings').click();
  await page.getByRole('menuitemcheckbox', { name: 'Local API' }).click();
  await page.getByRole('menuitem', { name: 'Copy token' }).waitFor({ state: 'detached' });
  await expect
    .poll(() => callOver({ url: `${url}/health`, headers }).catch(() => 'nobody there'))
    .toBe('nobody there');
  await page.keyboard.press('Escape');
});

test('a command on the library that the app has open is done by the app, and the window shows it', async () => {
  const { page } = app;
  const card = join(folder, 'From a terminal');
  const photos = await makeShoot(card, { count: 12, pairs: 2 });
  const off = await runCli(['projects', app.library]);
  expect(off).toMatchObject({ code: 3, stdout: '' });
  expect(off.stderr).toContain('is in use by the Safelight app');
  expect(off.stderr).toContain('Switch on "Local API" in its settings menu');

  await page.getByTestId('settings').click();
  await page.getByRole('menuitemcheckbox', { name: 'Local API' }).click();
  await page.getByRole('menuitem', { name: 'Copy token' }).waitFor();
  await page.keyboard.press('Escape');
  const imported = await runJson<ImportDocument>(['import', app.library, '--project', 'Terminal', card]);
  expect(imported).toMatchObject({ code: 0, json: { state: 'completed', counts: { failed: 0 } } });
  await page
    .getByRole('button', { name: /Terminal/ })
    .first()
    .click();
  await waitForPictures(app, photos);

  const { json } = await runJson<PhotoDocument[]>(['photos', app.library, '--project', 'Terminal']);
  // The grid begins with the oldest, the list with the newest.
  const [first, second] = json.map(({ id }) => String(id)).reverse() as [string, string];
  const stars = (id: string) => page.locator(`[data-photo-id="${id}"] [data-testid="rating"]`);
  expect(await runCli(['rate', app.library, '4', '--photo', first])).toMatchObject({ code: 0, stderr: '' });
  await expect.poll(() => stars(first).getAttribute('data-rating')).toBe('4');
  await runCli(['keep', app.library, '--photo', second, '--jpg', 'off', '--raw', 'off']);
  await expect
    .poll(() => page.locator(`[data-photo-id="${second}"]`).getAttribute('data-keep'))
    .not.toBe(await page.locator(`[data-photo-id="${first}"]`).getAttribute('data-keep'));
  await expect.poll(() => page.getByTestId('toast').count(), { timeout: 30_000 }).toBe(0);
  await takePicture(app, 'local-api-command');

  // What a person does in the window, the command tells.
  await page.locator(`[data-photo-id="${second}"]`).click();
  await page.getByTestId('photo-grid').focus();
  await page.keyboard.press('3');
  await expect.poll(() => stars(second).getAttribute('data-rating')).toBe('3');
  const told = (await runJson<PhotoDocument[]>(['photos', app.library, '--project', 'Terminal'])).json;
  expect(told.find(({ id }) => String(id) === second)?.rating).toBe(3);

  await page.getByTestId('settings').click();
  await page.getByRole('menuitemcheckbox', { name: 'Local API' }).click();
  await page.getByRole('menuitem', { name: 'Copy token' }).waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await runCli(['projects', app.library])).code).toBe(3);
});
