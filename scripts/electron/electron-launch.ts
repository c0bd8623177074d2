import { existsSync, readFileSync } from 'node:fs';
import { type Display, hasDisplay, startVirtualDisplay } from './display.ts';
import type { ElectronRuntime } from './electron-runtime.ts';
import { type Report, reportToStderr } from './setup-problem.ts';
import { needsOwnSqliteBinding, sqliteBinding } from './sqlite-binding.ts';
import { ensureSystemLibraries } from './system-libraries.ts';
import { whichElectron } from './which-electron.ts';

/** All that is needed to start the app: `spawn(electron.executable, [...args, appFolder], { env })`. */
export interface ElectronLaunch {
  electron: ElectronRuntime;
  /** Flags that this machine needs, to go before the app's folder. */
  args: string[];
  env: Record<string, string>;
  /** True where nobody sees the window: it is drawn in memory. */
  virtualDisplay: boolean;
  /** Ends the virtual display, if there is one. */
  close(): Promise<void>;
}

/** Finds Electron, fetches and builds what is missing, and sees to libraries and a display. */
export async function prepareElectron(report: Report = reportToStderr): Promise<ElectronLaunch> {
  const electron = await whichElectron(report);
  const virtual = !hasDisplay();
  await ensureSystemLibraries(electron.executable, virtual, report);
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
  delete env.ELECTRON_RUN_AS_NODE; // Set by some editors' terminals; Electron would be a plain Node then.
  if (needsOwnSqliteBinding(electron.version)) env.SAFELIGHT_SQLITE_BINDING = await sqliteBinding(report);
  const display: Display | null = virtual ? await startVirtualDisplay() : null;
  return {
    electron,
    args: mustGoWithoutSandbox() ? ['--no-sandbox'] : [],
    env: { ...env, ...display?.env },
    virtualDisplay: virtual,
    close: async () => display?.close(),
  };
}

/** Chromium's sandbox refuses root, and needs user namespaces, which some systems deny to unpackaged programs. */
function mustGoWithoutSandbox(): boolean {
  if (process.platform !== 'linux') return false;
  if (process.getuid?.() === 0) return true;
  return (
    setting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' ||
    setting('/proc/sys/kernel/unprivileged_userns_clone') === '0' ||
    setting('/proc/sys/user/max_user_namespaces') === '0'
  );
}

function setting(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
}
