import { spawn } from 'node:child_process';
import { electronVite } from './build-app.ts';
import { prepareElectron } from './electron/electron-launch.ts';
import { projectRoot } from './project-root.ts';

/** `npm run dev`: the app with a development server; the page reloads as you edit, main restarts. */
export async function main(args: string[]): Promise<number> {
  const launch = await prepareElectron();
  const child = spawn(process.execPath, [electronVite(), 'dev', '--watch', '--', ...args], {
    cwd: projectRoot,
    stdio: 'inherit',
    env: {
      ...launch.env,
      ...(launch.args.includes('--no-sandbox') ? { NO_SANDBOX: '1' } : {}),
      // Which program to start; with its version electron-vite need not ask the npm package for it.
      ELECTRON_EXEC_PATH: launch.electron.executable,
      ELECTRON_MAJOR_VER: launch.electron.version.split('.')[0] ?? '',
    },
  });
  process.on('SIGINT', () => {});
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode) => resolve(exitCode ?? 1));
  });
  await launch.close();
  return code;
}
