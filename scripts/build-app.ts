import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { lastLines, runCommand } from './electron/run-command.ts';
import { type Report, SetupProblem } from './electron/setup-problem.ts';
import { projectRoot } from './project-root.ts';

const SOURCES = [
  'src-main',
  'src-preload',
  'src-renderer',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
];
const stamp = join(projectRoot, 'out', '.built-from');

/** Builds the app into `out/`, unless what is there was built from these very files. Silent where nothing is done. */
export async function buildIfStale(report: Report): Promise<void> {
  const sources = await fingerprint();
  if ((await readFile(stamp, 'utf8').catch(() => '')) === sources) return;
  report('building the app ...');
  const result = await runCommand(process.execPath, [electronVite(), 'build', '--logLevel', 'warn'], {
    cwd: projectRoot,
    timeoutMs: 5 * 60_000,
  });
  if (result.code !== 0) throw new SetupProblem(`the app does not build:\n${lastLines(result.output, 40)}`);
  await writeFile(stamp, sources);
}

/** Path of the build tool's program. */
export function electronVite(): string {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve('electron-vite/package.json')), 'bin', 'electron-vite.js');
}

/** By name, size and time: reading every file would cost more than most builds. */
async function fingerprint(): Promise<string> {
  const lines: string[] = [];
  for (const source of SOURCES) {
    const path = join(projectRoot, source);
    const stats = await stat(path);
    if (!stats.isDirectory()) lines.push(`${source} ${stats.size} ${stats.mtimeMs}`);
    else {
      for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const file = join(entry.parentPath, entry.name);
        const { size, mtimeMs } = await stat(file);
        lines.push(`${relative(projectRoot, file)} ${size} ${mtimeMs}`);
      }
    }
  }
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}
