import { type BrowserWindow, dialog, type MessageBoxOptions } from 'electron';
import { type QuitAnswer, quitQuestion } from './leaving.ts';

/** Asks what is to become of work that is not finished. */
export async function askBeforeQuit(
  window: BrowserWindow | null,
  titles: readonly string[],
  trayAvailable: boolean,
): Promise<QuitAnswer> {
  const { message, detail, answers } = quitQuestion(titles, trayAvailable);
  const chosen = await ask(window, {
    type: 'question',
    message,
    detail,
    buttons: answers.map(({ label }) => label),
    defaultId: 0,
    cancelId: answers.length - 1,
  });
  return answers[chosen]?.answer ?? 'stay';
}

/** Said once, when the window is first closed. False where the person would rather have quit. */
export async function tellOfTray(window: BrowserWindow | null): Promise<boolean> {
  const chosen = await ask(window, {
    type: 'info',
    message: 'Safelight goes on in the tray',
    detail:
      'Closing the window keeps background work going. Open or quit Safelight from its icon in the tray. ' +
      'The settings in the window can change this.',
    buttons: ['Keep running', 'Quit instead'],
    defaultId: 0,
    cancelId: 0,
  });
  return chosen !== 1;
}

/** On the window where it can be seen, else on its own. */
async function ask(window: BrowserWindow | null, options: MessageBoxOptions): Promise<number> {
  const all = { title: 'Safelight', noLink: true, ...options };
  const answer =
    window?.isVisible() === true
      ? await dialog.showMessageBox(window, all)
      : await dialog.showMessageBox(all);
  return answer.response;
}
