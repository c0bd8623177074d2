import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type AppUnderControl, launchApp } from '../../../scripts/electron/app-under-control.ts';

export interface TestApp extends AppUnderControl {
  /** Root of the library that is open: a new temporary folder of this test. */
  library: string;
  /** Closes the app the way a person does and removes its folders. */
  close(): Promise<void>;
  /** Ends every process of the app at once, as a crash would. The library stays as it is then, for the next start. */
  kill(): Promise<void>;
}

export interface TestAppOptions {
  /** A library to open, e.g. the one of an app that was killed. Default: a new one in a temporary folder. */
  library?: string;
  /** False starts the app without a library, as at its very first start. Default: true. */
  openLibrary?: boolean;
  /** Set for the app on top of what it is started with. */
  env?: Record<string, string>;
}

/** The real app in a real Electron, with settings and a library of its own. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { executable, args, env } = inject('electron');
  const folder = await mkdtemp(join(tmpdir(), 'safelight-e2e-'));
  const library = options.library ?? join(folder, 'library');
  const app = await launchApp({
    executable,
    args,
    env: { ...env, ...options.env },
    userData: join(folder, 'user-data'),
    appArguments: options.openLibrary === false ? [] : ['--library', library],
  });
  return {
    ...app,
    library,
    async close() {
      await app.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
    async kill() {
      await app.kill();
      await rm(join(folder, 'user-data'), { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Lines that must never appear on stderr: two GLibs in one process, which ends in crashes sooner or later. */
export function glibComplaints(stderr: string): string[] {
  return stderr
    .split('\n')
    .filter((line) => /G(Lib|Object|dk|tk|IO)-?[\w-]*-(CRITICAL|WARNING)|GLib-GObject/.test(line));
}
