import { resolve } from 'node:path';

export interface LaunchArguments {
  /** `--library FOLDER`: the library to open at start, absolute; made where there is none. */
  library: string | null;
}

/** Reads our own flags out of a command line that also carries Electron's and Chromium's. */
export function parseLaunchArguments(argv: readonly string[], workingFolder: string): LaunchArguments {
  const at = argv.findIndex((arg) => arg === '--library' || arg.startsWith('--library='));
  const arg = argv[at];
  if (arg === undefined) return { library: null };
  const value = arg.startsWith('--library=') ? arg.slice('--library='.length) : argv[at + 1];
  return { library: value === undefined || value === '' ? null : resolve(workingFolder, value) };
}
