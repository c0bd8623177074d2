import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog, shell } from 'electron';
import type { ShellServices } from '../engine/shell-services.ts';
import { trayAvailable } from './background.ts';
import { setStartAtLogin, startsAtLogin } from './start-at-login.ts';

/** The desktop's side of what the engine may ask for. `window` gives the window to ask in, if one is open. */
export function desktopServices(
  window: () => BrowserWindow | null,
  resourcesDir: string,
  localApi: ShellServices['localApi'],
): ShellServices {
  return {
    async chooseFolder(title) {
      const options: Electron.OpenDialogOptions = { title, properties: ['openDirectory', 'createDirectory'] };
      const parent = window();
      const answer = await (parent === null
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(parent, options));
      return answer.canceled ? null : (answer.filePaths[0] ?? null);
    },
    async reveal(path) {
      shell.showItemInFolder(path);
    },
    trayAvailable,
    startsAtLogin,
    setStartAtLogin,
    localApi,
    versions: { electron: process.versions.electron ?? 'unknown' },
    places: () => {
      // A package brings its samples; in a checkout they are drawn on demand, elsewhere.
      const samples = process.env.SAFELIGHT_SAMPLES ?? join(resourcesDir, 'samples');
      return {
        suggestedLibrary: join(picturesFolder(), 'Safelight'),
        samples: existsSync(samples) ? samples : null,
      };
    },
  };
}

function picturesFolder(): string {
  try {
    return app.getPath('pictures');
  } catch {
    return app.getPath('home'); // Some Linux systems name no such folder.
  }
}
