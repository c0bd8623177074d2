import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LiveRegions } from '../../../src-renderer/app/live-regions.tsx';
import { SettingsMenu } from '../../../src-renderer/features/settings/settings-menu.tsx';
import { answerCalls, during, engine, show } from './engine-behind.tsx';

let desktop = { keepInTray: true, startAtLogin: false, trayAvailable: true };
const asked: object[] = [];
const OFF = { on: false, url: null, token: null, problem: null };
let api: { on: boolean; url: string | null; token: string | null; problem: string | null } = OFF;

beforeAll(() =>
  answerCalls({
    system: {
      desktop: engine.system.desktop.handler(() => desktop),
      setDesktop: engine.system.setDesktop.handler(({ input }) => {
        asked.push(input);
        const { keepInTray = desktop.keepInTray, startAtLogin = desktop.startAtLogin } = input;
        desktop = { ...desktop, keepInTray, startAtLogin };
        return desktop;
      }),
      localApi: engine.system.localApi.handler(() => api),
      setLocalApi: engine.system.setLocalApi.handler(({ input }) => {
        asked.push(input);
        api = input.on
          ? { on: true, url: 'http://127.0.0.1:7171', token: 'secret-token', problem: null }
          : OFF;
        return api;
      }),
      copyLocalApi: engine.system.copyLocalApi.handler(({ input }) => {
        asked.push(input);
        return true;
      }),
    },
  }),
);
afterEach(() => {
  desktop = { keepInTray: true, startAtLogin: false, trayAvailable: true };
  api = OFF;
  asked.length = 0;
});

async function openMenu() {
  const { root } = await show(
    <>
      <SettingsMenu />
      <LiveRegions />
    </>,
  );
  await during(() => root.querySelector<HTMLElement>('[data-testid="settings"]')?.click());
  return [...document.querySelectorAll<HTMLElement>('[role="menuitemcheckbox"]')];
}
const ticked = (entries: HTMLElement[]) =>
  entries.map((entry) => `${entry.textContent}: ${entry.getAttribute('aria-checked')}`);

test('the menu shows how the app behaves on the desktop', async () => {
  expect(ticked(await openMenu())).toEqual([
    'Keep running in the tray when closed: true',
    'Start at login: false',
    'Local APILets commands and scripts on this computer use the open library: false',
  ]);
});

test('each is switched by itself, and the menu shows what became of it', async () => {
  const entries = await openMenu();
  await during(() => entries[1]?.click());
  await during(() => entries[0]?.click());
  expect(asked).toEqual([{ startAtLogin: true }, { keepInTray: false }]);
  expect(ticked(entries).slice(0, 2)).toEqual([
    'Keep running in the tray when closed: false',
    'Start at login: true',
  ]);
});

test('where the desktop has no tray, the menu says what closing does', async () => {
  desktop = { ...desktop, trayAvailable: false };
  expect((await openMenu())[0]?.textContent).toContain('This desktop shows no tray');
});

describe('the local API', () => {
  const entriesNamed = (name: string) =>
    [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')].filter((entry) =>
      entry.textContent?.startsWith(name),
    );

  test('is off until it is switched on; then its address and token are there to be copied', async () => {
    const entries = await openMenu();
    expect(entriesNamed('Copy')).toEqual([]);
    await during(() => entries[2]?.click());
    expect(entriesNamed('Copy').map(({ textContent }) => textContent)).toEqual([
      'Copy addresshttp://127.0.0.1:7171/api',
      'Copy tokensecret-token',
    ]);
    await during(() => entriesNamed('Copy token')[0]?.click());
    expect(asked).toEqual([{ on: true }, { what: 'token' }]);
    expect(document.querySelector('[aria-live=polite]')?.textContent).toBe('The token is in the clipboard');
  });

  test('says why where it could not be started', async () => {
    api = { on: true, url: null, token: null, problem: 'port_taken' };
    expect((await openMenu())[2]?.textContent).toContain('could not be started');
    expect(entriesNamed('Copy')).toEqual([]);
  });
});
