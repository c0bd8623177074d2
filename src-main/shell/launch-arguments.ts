import { resolve } from 'node:path';

/** Starts the app in the tray, without a window: what an entry for the login says. */
export const BACKGROUND_FLAG = '--background';

export interface LaunchArguments {
  /** `--library FOLDER`: the library to open at start, absolute; made where there is none. */
  library: string | null;
  /** `--background` */
  background: boolean;
}

/** Reads our own flags out of a command line that also carries Electron's and Chromium's. */
export function parseLaunchArguments(argv: readonly string[], workingFolder: string): LaunchArguments {
  const background = argv.includes(BACKGROUND_FLAG);
  const at = argv.findIndex((arg) => arg === '--library' || arg.startsWith('--library='));
  const arg = argv[at];
  if (arg === undefined) return { library: null, background };
  const value = arg.startsWith('--library=') ? arg.slice('--library='.length) : argv[at + 1];
  return { library: value === undefined || value === '' ? null : resolve(workingFolder, value), background };
}
