import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ElectronRuntime } from './electron-runtime.ts';
import { lastLines, runCommand } from './run-command.ts';
import { SetupProblem } from './setup-problem.ts';

/** The Electron in the folder of `ELECTRON_OVERRIDE_DIST_PATH`; null where it is not set. */
export async function overrideElectron(env: NodeJS.ProcessEnv): Promise<ElectronRuntime | null> {
  if (!env.ELECTRON_OVERRIDE_DIST_PATH) return null;
  const folder = resolve(env.ELECTRON_OVERRIDE_DIST_PATH);
  const executable = join(folder, executableName());
  if (!existsSync(executable)) {
    throw new SetupProblem(`ELECTRON_OVERRIDE_DIST_PATH is set, but there is no ${executable}`);
  }
  return { executable, version: await distributionVersion(folder), origin: 'override' };
}

/** Path of the program inside an Electron distribution. */
export function executableName(platform: NodeJS.Platform = process.platform): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/** What an Electron distribution says in its file `version`; one without that file is asked. */
export async function distributionVersion(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'version'), 'utf8').catch(() => null);
  if (text !== null) return text.trim().replace(/^v/, '');
  const asked = await runCommand(join(folder, executableName()), ['-p', 'process.versions.electron'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    timeoutMs: 20_000,
  });
  const version = /^\d+\.\d+\.\d+\S*$/m.exec(asked.output)?.[0];
  if (version !== undefined) return version;
  throw new SetupProblem(`${folder} does not say which Electron it is:\n${lastLines(asked.output, 5)}`);
}
