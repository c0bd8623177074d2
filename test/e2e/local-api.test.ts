import { afterAll, beforeAll, expect, test } from 'vitest';
import { callOver } from '../fixtures/serve/call.ts';
import { takePicture } from './actions/artifacts.ts';
import { startTestApp, type TestApp } from './harness/app.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

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
});
