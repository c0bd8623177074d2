import { homedir } from 'node:os';
import { app } from 'electron';
import { addToAutostart, autostartFolder, isInAutostart, removeFromAutostart } from './autostart-file.ts';
import { BACKGROUND_FLAG } from './launch-arguments.ts';

/** The system keeps this setting, not we: a person may change it there as well. */
export async function startsAtLogin(): Promise<boolean> {
  if (process.platform === 'linux') return await isInAutostart(folder());
  return app.getLoginItemSettings(loginItem()).openAtLogin;
}

export async function setStartAtLogin(on: boolean): Promise<void> {
  if (process.platform !== 'linux') app.setLoginItemSettings({ ...loginItem(), openAtLogin: on });
  else if (on) await addToAutostart(folder(), launchCommand());
  else await removeFromAutostart(folder());
}

/** Whether the login started this process. macOS passes no arguments, but tells. */
export function startedAtLogin(): boolean {
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}

function folder(): string {
  return autostartFolder(process.env, homedir());
}

/** An AppImage runs from a mount that is gone after the next login; the file itself is what can be started. */
function launchCommand(): string[] {
  const program = process.env.APPIMAGE ?? process.execPath;
  return [program, ...appFolder(), BACKGROUND_FLAG];
}

function loginItem() {
  // Windows compares these to find its entry; macOS takes neither.
  return process.platform === 'win32'
    ? { path: process.execPath, args: [...appFolder(), BACKGROUND_FLAG] }
    : {};
}

/** In a checkout, Electron has to be told which app to start. */
function appFolder(): string[] {
  return app.isPackaged ? [] : [app.getAppPath()];
}
