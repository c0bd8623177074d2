import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { makeOnce } from './make-once.ts';
import { lastLines, runCommand } from './run-command.ts';
import { type Report, SetupProblem } from './setup-problem.ts';
import { findProgram, installSystemPackages } from './system-packages.ts';

/** The first Electron whose Node (22.14) has Node-API 10, which the binary in better-sqlite3's package needs. */
const FIRST_ELECTRON_WITH_NODE_API_10 = 36;
/**
 * Takes the build back to Node-API 9: the package's own `NAPI_VERSION=10` is undone, and what it needs of 10 is asked
 * for as "experimental", the name it had in 9.
 */
const COMPILER_FLAGS = '-UNAPI_VERSION -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT';
const BUILD_LIMIT_MS = 20 * 60_000;

const require = createRequire(import.meta.url);

/** Whether this Electron can load the binary that better-sqlite3's package carries. An older one crashes on it. */
export function needsOwnSqliteBinding(electronVersion: string): boolean {
  return Number.parseInt(electronVersion, 10) < FIRST_ELECTRON_WITH_NODE_API_10;
}

/** Path of a better-sqlite3 binary for older Electrons, built once (a bit over a minute) from the package's source. */
export async function sqliteBinding(report: Report): Promise<string> {
  const source = dirname(require.resolve('better-sqlite3/package.json'));
  const { version }: { version: string } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8'));
  const folder = join(cacheFolder(), `better-sqlite3-${version}-napi9-${process.platform}-${process.arch}`);
  await makeOnce(
    folder,
    (temporary) => build(source, version, temporary, report),
    () => report('another process is building better-sqlite3; waiting for it ...'),
  );
  return join(folder, 'better_sqlite3.node');
}

async function build(source: string, version: string, folder: string, report: Report): Promise<void> {
  await ensureCompiler(report);
  report(`building better-sqlite3 ${version} for this older Electron (once, about two minutes) ...`);
  const work = join(folder, 'work');
  await cp(source, work, { recursive: true });
  const addonApi = createRequire(join(source, 'package.json')).resolve('node-addon-api/package.json');
  await mkdir(join(work, 'node_modules'));
  await symlink(dirname(addonApi), join(work, 'node_modules', 'node-addon-api'));
  const nodeGyp = join(dirname(require.resolve('node-gyp/package.json')), 'bin', 'node-gyp.js');
  const headers = nodeWithHeaders();
  const nodeDir = headers === null ? [] : [`--nodedir=${headers}`];
  const args = [nodeGyp, 'rebuild', '--release', '--force_build=1', ...nodeDir];
  const result = await runCommand(process.execPath, args, {
    cwd: work,
    env: { ...process.env, CXXFLAGS: COMPILER_FLAGS },
    timeoutMs: BUILD_LIMIT_MS,
  });
  if (result.code !== 0) {
    throw new SetupProblem(
      `better-sqlite3 could not be built for this Electron:\n${lastLines(result.output, 25)}`,
    );
  }
  await copyFile(join(work, 'build', 'Release', 'better_sqlite3.node'), join(folder, 'better_sqlite3.node'));
  await rm(work, { recursive: true });
}

/** A prefix with Node's own headers, as node-gyp would fetch them from nodejs.org otherwise. Any version will do. */
function nodeWithHeaders(): string | null {
  const prefixes = [resolve(dirname(process.execPath), '..'), '/usr/local', '/usr'];
  return prefixes.find((prefix) => existsSync(join(prefix, 'include', 'node', 'common.gypi'))) ?? null;
}

async function ensureCompiler(report: Report): Promise<void> {
  const missing = ['g++', 'make', 'python3'].filter((program) => findProgram(program) === null);
  if (missing.length === 0) return;
  await installSystemPackages(
    missing,
    `better-sqlite3 has to be built, which needs ${missing.join(', ')}`,
    report,
  );
}
