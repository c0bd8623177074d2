import type { TestProject } from 'vitest/node';
import { buildIfStale } from '../../../scripts/build-app.ts';
import { type ElectronLaunch, prepareElectron } from '../../../scripts/electron/electron-launch.ts';
import { describeElectron } from '../../../scripts/electron/electron-runtime.ts';
import { reportToStderr } from '../../../scripts/electron/setup-problem.ts';

declare module 'vitest' {
  interface ProvidedContext {
    electron: Pick<ElectronLaunch, 'args' | 'env'> & { executable: string; version: string };
  }
}

/** Once for all e2e files: the app built, Electron found, one display for all. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildIfStale(reportToStderr);
  const launch = await prepareElectron(reportToStderr);
  console.log(`e2e runs in ${describeElectron(launch.electron)}`);
  const { executable, version } = launch.electron;
  project.provide('electron', { executable, version, args: launch.args, env: launch.env });
  return () => launch.close();
}
