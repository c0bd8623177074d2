import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import type { ElectronRuntime } from './electron-runtime.ts';
import { distributionVersion, executableName } from './override-electron.ts';
import { lastLines, runCommand } from './run-command.ts';
import type { Report } from './setup-problem.ts';

/** How long a server may take to say that it is there. A machine that cannot reach it mostly says so at once. */
const PROBE_LIMIT_MS = 8_000;
/** 110 MB on a slow line; a stalled download must not hold a script for ever. */
const DOWNLOAD_LIMIT_MS = 10 * 60_000;
/** For so long a failed download is not tried again, so that not each run waits for it. */
const FAILURE_COUNTS_MS = 6 * 3_600_000;

const electronFolder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));

/** The official binary of the npm package `electron`, fetched in the package's own way where it is not there yet. */
export async function officialElectron(
  report: Report,
): Promise<{ runtime: ElectronRuntime; reason: null } | { runtime: null; reason: string }> {
  const installed = await installedElectron();
  if (installed !== null) return { runtime: installed, reason: null };
  const noted = await notedFailure();
  if (noted !== null) return { runtime: null, reason: noted };

  const version = await packageVersion();
  const reason = await download(version, report);
  if (reason !== null) {
    await noteFailure(version, reason);
    return { runtime: null, reason };
  }
  const runtime = await installedElectron();
  return runtime === null ? { runtime, reason: 'it left no binary behind' } : { runtime, reason: null };
}

async function installedElectron(): Promise<ElectronRuntime | null> {
  const folder = join(electronFolder, 'dist');
  const executable = join(folder, executableName());
  // path.txt is written last: without it the files may be half a download.
  if (!existsSync(executable) || !existsSync(join(electronFolder, 'path.txt'))) return null;
  return { executable, version: await distributionVersion(folder), origin: 'official' };
}

async function packageVersion(): Promise<string> {
  const manifest: { version: string } = JSON.parse(
    await readFile(join(electronFolder, 'package.json'), 'utf8'),
  );
  return manifest.version;
}

/** Null when it worked, else why not. */
async function download(version: string, report: Report): Promise<string | null> {
  const mirrored = Object.keys(process.env).some((name) => /^(npm_config_)?electron_mirror$/i.test(name));
  const proxied = process.env.ELECTRON_GET_USE_PROXY !== undefined;
  // Through a mirror or a proxy our probe could say no where the package's own download says yes.
  if (!mirrored && !proxied) {
    const unreachable = await probe(`https://github.com/electron/electron/releases/tag/v${version}`);
    if (unreachable !== null) return unreachable;
  }
  report(`fetching Electron ${version} (about 110 MB, once) ...`);
  const result = await runCommand(process.execPath, [join(electronFolder, 'install.js')], {
    timeoutMs: DOWNLOAD_LIMIT_MS,
  });
  return result.code === 0 ? null : lastLines(result.output, 1) || 'no reason given';
}

async function probe(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_LIMIT_MS) });
    return response.ok ? null : `GitHub answers ${response.status}`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return cause instanceof Error ? cause.message : String(cause);
  }
}

const failureNote = (): string => join(cacheFolder(), 'official-electron-unreachable.json');

async function notedFailure(): Promise<string | null> {
  try {
    const note: { version: string; at: number; reason: string } = JSON.parse(
      await readFile(failureNote(), 'utf8'),
    );
    const age = Date.now() - note.at;
    const counts = age >= 0 && age < FAILURE_COUNTS_MS && note.version === (await packageVersion());
    return counts ? note.reason : null;
  } catch {
    return null; // No note, or one that cannot be read: the download is simply tried again.
  }
}

async function noteFailure(version: string, reason: string): Promise<void> {
  await mkdir(dirname(failureNote()), { recursive: true });
  await writeFile(failureNote(), JSON.stringify({ version, at: Date.now(), reason }));
}
