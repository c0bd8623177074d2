import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { projectRoot } from '../../scripts/project-root.ts';
import { glibComplaints, startTestApp, type TestApp } from './harness/app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('the page', () => {
  it('has no Node and no Electron, only the one function of the preload', async () => {
    const seen = await app.page.evaluate(() => {
      const { safelight, ...rest } = globalThis as unknown as Record<string, object>;
      return {
        api: Object.keys(safelight ?? {}),
        leaks: ['require', 'process', 'module'].filter((key) => key in rest),
      };
    });
    expect(seen).toEqual({ api: ['pathsOf'], leaks: [] });
  });

  it('cannot be led elsewhere, nor open windows', async () => {
    const before = app.page.url();
    const opened = await app.page.evaluate(() => {
      const { window } = globalThis as unknown as {
        window: { open(url: string): unknown; location: { href: string } };
      };
      const popup = window.open('https://example.com/');
      window.location.href = 'https://example.com/';
      return popup !== null;
    });
    expect(opened).toBe(false);
    // A navigation that was let through would have replaced the page by the time this round trip is over.
    await app.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    expect(app.page.url()).toBe(before);
    expect(app.electron.windows()).toHaveLength(1);
  });

  it('runs no script that is not its own', async () => {
    const ran = await app.page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.intruder = true';
      document.body.append(script);
      return 'intruder' in globalThis;
    });
    expect(ran).toBe(false);
  });

  it('is granted no permission', async () => {
    const states = await app.page.evaluate(() => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone'] as const;
      return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state));
    });
    expect(new Set(states)).toEqual(new Set(['denied']));
  });

  it('gets no file that is not part of it, and no picture that is no derivative', async () => {
    const answers = await app.page.evaluate(async () => {
      const status = async (url: string): Promise<number> => (await fetch(url)).status;
      const picture = (url: string): Promise<string> =>
        new Promise((resolve) => {
          const image = new Image();
          image.onload = () => resolve('shown');
          image.onerror = () => resolve('refused');
          image.src = url;
        });
      return {
        index: await status('safelight://app/index.html'),
        outside: await status('safelight://app/..%2f..%2fpackage.json'),
        directory: await status('safelight://app/assets'),
        unknownPhoto: await picture('safelight-media://thumbnail/999999?v=x'),
        notAKind: await picture('safelight-media://original/1?v=x'),
      };
    });
    expect(answers).toEqual({
      index: 200,
      outside: 404,
      directory: 404,
      unknownPhoto: 'refused',
      notAKind: 'refused',
    });
  });
});

describe('the process', () => {
  it('is one: a second start hands over and ends', async () => {
    const { executable, args, env } = inject('electron');
    const userData = await app.electron.evaluate(({ app: electronApp }) => electronApp.getPath('userData'));
    const second = spawn(executable, [...args, projectRoot], {
      env: { ...env, SAFELIGHT_USER_DATA: userData, SAFELIGHT_UNATTENDED: '1' },
      stdio: 'ignore',
    });
    const [code] = await once(second, 'exit');
    expect(code).toBe(0);
    expect(app.electron.windows()).toHaveLength(1);
  });

  it('has one GLib only', () => {
    expect(glibComplaints(app.stderr())).toEqual([]);
  });
});
