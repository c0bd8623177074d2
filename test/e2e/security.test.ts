import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCard } from '../fixtures/photos/index.ts';
import { importPhotos } from './actions/import-photos.ts';
import { waitForEnd, waitForPictures } from './actions/watch-import.ts';
import { startTestApp, type TestApp } from './harness/app.ts';

/** What `shell.test.ts` cannot ask without photos, and what lies deeper than the page. */
describe('what the page is kept from', () => {
  let folder: string;
  let app: TestApp;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safelight-e2e-security-'));
    app = await startTestApp();
    await makeCard(join(folder, 'card'), 3);
    expect(await waitForEnd(await importPhotos(app, [join(folder, 'card')]))).toBe('completed');
    await waitForPictures(app, 3);
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('its process is sandboxed, with an isolated context', async () => {
    const preferences = await app.electron.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      const { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity } =
        contents.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity };
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    });
    expect(preferences.webSecurity).not.toBe(false);
  });

  test('its content security policy runs no code but its own', async () => {
    const policy = await app.page.evaluate(async () => {
      const response = await fetch(location.href);
      return response.headers.get('content-security-policy');
    });
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
  });

  test('it cannot be led to a file, nor to a page of its own scheme that is not the app', async () => {
    const before = app.page.url();
    for (const address of [
      'file:///etc/hostname',
      'safelight://elsewhere/index.html',
      'data:text/html,hello',
    ]) {
      await app.page.evaluate((target) => {
        location.href = target;
      }, address);
      // A navigation that was let through would have replaced the page by the time this round trip is over.
      await app.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
      expect(app.page.url(), address).toBe(before);
    }
    expect(await app.page.evaluate(() => window.open('about:blank') === null)).toBe(true);
  });

  test('a web page that is dropped or framed does not load', async () => {
    const framed = await app.page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const frame = document.createElement('iframe');
          frame.src = 'https://example.com/';
          document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
            once: true,
          });
          document.body.append(frame);
        }),
    );
    expect(framed).toMatch(/frame-src|child-src|default-src/);
  });

  test('pictures come by photo id and version, and by nothing else', async () => {
    const shown = await app.page.getByTestId('photo-cell').first().locator('img').getAttribute('src');
    expect(shown).toMatch(/^safelight-media:\/\/thumbnail\/\d+\?v=.+/);
    const derivatives = await readdir(join(app.library, '.safelight', 'derivatives'), { recursive: true });
    const version = new URL(shown ?? '').searchParams.get('v');
    const loads = (address: string): Promise<boolean> =>
      app.page.evaluate(
        (src) =>
          new Promise<boolean>((resolve) => {
            const image = new Image();
            image.onload = () => resolve(true);
            image.onerror = () => resolve(false);
            image.src = src;
          }),
        address,
      );
    expect(await loads(shown ?? '')).toBe(true);
    const refused = [
      'safelight-media://thumbnail/1',
      `safelight-media://thumbnail/999999?v=${version}`,
      'safelight-media://thumbnail/1?v=0000',
      `safelight-media://original/1?v=${version}`,
      `safelight-media://thumbnail/1/../../1.webp?v=${version}`,
      `safelight-media://thumbnail/01?v=${version}`,
      `safelight-media://thumbnail/${encodeURIComponent(join(folder, 'card', 'DSC_00001.JPG'))}?v=${version}`,
      `safelight-media://thumbnail/${encodeURIComponent(derivatives.find((name) => name.endsWith('.webp')) ?? '')}?v=${version}`,
      `file://${join(folder, 'card', 'DSC_00001.JPG')}`,
      'safelight://app/../../package.json',
      'safelight://app/%2e%2e/%2e%2e/package.json',
    ];
    for (const address of refused) expect(await loads(address), address).toBe(false);
  });
});
