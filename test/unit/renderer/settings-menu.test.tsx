import { afterEach, beforeAll, expect, test } from 'vitest';
import { SettingsMenu } from '../../../src-renderer/features/settings/settings-menu.tsx';
import { answerCalls, during, engine, show } from './engine-behind.tsx';

let desktop = { keepInTray: true, startAtLogin: false, trayAvailable: true };
const asked: object[] = [];

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
    },
  }),
);
afterEach(() => {
  desktop = { keepInTray: true, startAtLogin: false, trayAvailable: true };
  asked.length = 0;
});

async function openMenu() {
  const { root } = await show(<SettingsMenu />);
  await during(() => root.querySelector<HTMLElement>('[data-testid="settings"]')?.click());
  return [...document.querySelectorAll<HTMLElement>('[role="menuitemcheckbox"]')];
}
const ticked = (entries: HTMLElement[]) =>
  entries.map((entry) => `${entry.textContent}: ${entry.getAttribute('aria-checked')}`);

test('the menu shows how the app behaves on the desktop', async () => {
  expect(ticked(await openMenu())).toEqual([
    'Keep running in the tray when closed: true',
    'Start at login: false',
  ]);
});

test('each is switched by itself, and the menu shows what became of it', async () => {
  const entries = await openMenu();
  await during(() => entries[1]?.click());
  await during(() => entries[0]?.click());
  expect(asked).toEqual([{ startAtLogin: true }, { keepInTray: false }]);
  expect(ticked(entries)).toEqual(['Keep running in the tray when closed: false', 'Start at login: true']);
});

test('where the desktop has no tray, the menu says what closing does', async () => {
  desktop = { ...desktop, trayAvailable: false };
  expect((await openMenu())[0]?.textContent).toContain('This desktop shows no tray');
});
