import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildIfStale } from './build-app.ts';
import { cacheFolder } from './electron/cache-folder.ts';
import { prepareElectron } from './electron/electron-launch.ts';
import { reportToStderr } from './electron/setup-problem.ts';
import { projectRoot } from './project-root.ts';

/** `npm start`: opens the app, built first where it is not. Arguments go to the app: `npm start -- --library DIR`. */
export async function main(args: string[]): Promise<number> {
  await buildIfStale(reportToStderr);
  const launch = await prepareElectron(reportToStderr);
  if (launch.virtualDisplay) {
    reportToStderr(
      'there is no display, so the window is drawn in memory and nobody sees it; Ctrl-C ends it',
    );
  }
  const child = spawn(launch.electron.executable, [...launch.args, projectRoot, ...args], {
    stdio: 'inherit',
    // Drawn by `npm run demo`; without them the app offers none.
    env: { SAFELIGHT_SAMPLES: join(cacheFolder(), 'samples'), ...launch.env },
  });
  // Ctrl-C reaches the app too, which then closes in order; this process only waits for it.
  const ignore = (): void => {};
  process.on('SIGINT', ignore);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode, signal) => resolve(exitCode ?? (signal === 'SIGINT' ? 130 : 1)));
  });
  await launch.close();
  return code;
}
