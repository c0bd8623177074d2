import type { TestApp } from '../harness/app.ts';

/**
 * What the app shows outside its window. The tray and the notifications are the real ones; as nobody can click them
 * here, the app's own calls to them are listened to, and a click is the click of the menu's own entry.
 */
interface Seen {
  menu: Electron.Menu | null;
  notifications: { title: string; body: string }[];
  questions: { message: string; buttons: string[] }[];
  answer: string;
}

/** From now on the app behaves as before a person, who answers each question with the button `answer`. */
export async function watchDesktop(app: TestApp, answer: string): Promise<void> {
  await app.electron.evaluate(({ Tray, Notification, dialog }, first) => {
    const seen: Seen = { menu: null, notifications: [], questions: [], answer: first };
    Object.assign(globalThis, { seen });
    delete process.env.SAFELIGHT_UNATTENDED;
    const { setContextMenu } = Tray.prototype;
    Tray.prototype.setContextMenu = function (menu) {
      seen.menu = menu;
      return setContextMenu.call(this, menu);
    };
    const { show } = Notification.prototype;
    Notification.prototype.show = function () {
      seen.notifications.push({ title: this.title, body: this.body });
      return show.call(this);
    };
    // The last argument: the options come after the window, where there is one.
    dialog.showMessageBox = async (...args: unknown[]) => {
      const { message, buttons = [] } = args.at(-1) as Electron.MessageBoxOptions;
      seen.questions.push({ message, buttons });
      const response = buttons.indexOf(seen.answer);
      if (response < 0) throw new Error(`no button "${seen.answer}" in ${buttons.join(', ')}`);
      return { response, checkboxChecked: false };
    };
  }, answer);
}

export async function answerWith(app: TestApp, answer: string): Promise<void> {
  await app.electron.evaluate((_electron, next) => {
    (globalThis as unknown as { seen: Seen }).seen.answer = next;
  }, answer);
}

export async function questions(app: TestApp): Promise<Seen['questions']> {
  return await app.electron.evaluate(() => (globalThis as unknown as { seen: Seen }).seen.questions);
}

export async function notifications(app: TestApp): Promise<Seen['notifications']> {
  return await app.electron.evaluate(() => (globalThis as unknown as { seen: Seen }).seen.notifications);
}

/** The labels of the tray's menu, as it was last set. */
export async function trayLabels(app: TestApp): Promise<string[]> {
  return await app.electron.evaluate(() =>
    ((globalThis as unknown as { seen: Seen }).seen.menu?.items ?? [])
      .filter(({ type }) => type !== 'separator')
      .map(({ label }) => label),
  );
}

export async function clickTray(app: TestApp, label: string): Promise<void> {
  await app.electron.evaluate((_electron, wanted) => {
    const { menu } = (globalThis as unknown as { seen: Seen }).seen;
    const item = menu?.items.find((entry) => entry.label === wanted);
    if (item === undefined || !item.enabled)
      throw new Error(`the tray has nothing to click named "${wanted}"`);
    item.click();
  }, label);
}

/** As by its close button. */
export async function closeWindow(app: TestApp): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
}

export async function isWindowShown(app: TestApp): Promise<boolean> {
  return await app.electron.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() === true,
  );
}

/** As by the menu of the system: with all that the app asks before. */
export async function quit(app: TestApp): Promise<void> {
  await app.electron.evaluate(({ app: electronApp }) => electronApp.quit());
}
