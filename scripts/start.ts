import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from './build-app.ts';
import { cacheFolder } from './electron/cache-folder.ts';
import { prepareElectron } from './electron/electron-launch.ts';
import { reportToStderr } from './electron/setup-problem.ts';
import { projectRoot } from './project-root.ts';

/** By then the window is open, on all but the slowest machines. */
const WINDOW_MS = 3_000;

/** `npm start`: opens the app, built first where it is not. Arguments go to the app: `npm start -- --library DIR`. */
export async function main(args: string[]): Promise<number> {
  await buildIfStale(reportToStderr);
  const launch = await prepareElectron(reportToStderr);
  if (launch.virtualDisplay) {
    reportToStderr(
      'there is no display, so the window is drawn in memory and nobody sees it; Ctrl-C ends it',
    );
  }
  const samples = join(cacheFolder(), 'samples');
  const child = spawn(launch.electron.executable, [...launch.args, projectRoot, ...args], {
    stdio: 'inherit',
    env: { SAFELIGHT_SAMPLES: samples, ...launch.env },
  });
  const drawing = existsSync(samples) ? null : setTimeout(() => drawSamples(child), WINDOW_MS);
  // Ctrl-C reaches the app too, which then closes in order; this process only waits for it.
  const ignore = (): void => {};
  process.on('SIGINT', ignore);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode, signal) => resolve(exitCode ?? (signal === 'SIGINT' ? 130 : 1)));
  });
  if (drawing !== null) clearTimeout(drawing);
  await launch.close();
  return code;
}

/** Draws the sample photos while the app is there; its welcome page notices when they are done. */
function drawSamples(app: ChildProcess): void {
  const drawing = spawn(process.execPath, [join(projectRoot, 'scripts', 'run.mjs'), 'samples'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // Without samples the app offers none: no reason to trouble anyone.
  drawing.once('error', () => {});
  app.once('exit', () => drawing.kill());
}
