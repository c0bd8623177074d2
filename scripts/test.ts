import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './project-root.ts';

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * `npm test`: everything in plain Node, then the app itself in a real Electron (built first where it is not), then
 * one line with the totals. `npm test -- unit` runs one project only; further arguments are vitest's.
 */
export async function main(args: string[]): Promise<number> {
  const plain = ['unit', 'renderer', 'integration'];
  const [first] = args;
  const named = first !== undefined && [...plain, 'e2e'].includes(first) ? first : null;
  const rest = named === null ? args : args.slice(1);
  const stages = named === null ? [plain, ['e2e']] : [[named]];

  const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
  let broken = false;
  for (const projects of stages) {
    const stage = await runVitest(projects, rest);
    totals.passed += stage.totals.passed;
    totals.failed += stage.totals.failed;
    totals.skipped += stage.totals.skipped;
    broken ||= stage.code !== 0;
  }
  // A file that cannot even be loaded counts no test, so the exit code matters beside the counts.
  const also =
    broken && totals.failed === 0 ? ', and something went wrong outside of a test (see above)' : '';
  console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped${also}`);
  return broken ? 1 : 0;
}

async function runVitest(projects: string[], args: string[]): Promise<{ code: number; totals: Totals }> {
  const folder = await mkdtemp(join(tmpdir(), 'safelight-test-'));
  const json = join(folder, 'results.json');
  const selected = projects.flatMap((project) => ['--project', project]);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${json}`];
  const command = [
    join(projectRoot, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...selected,
    ...reporters,
    ...args,
  ];
  const code = await new Promise<number>((resolve, reject) => {
    const child = spawn(process.execPath, command, {
      cwd: projectRoot,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('exit', (exitCode) => resolve(exitCode ?? 1));
  });
  const totals = await readTotals(json);
  await rm(folder, { recursive: true, force: true });
  return { code: totals === null ? 1 : code, totals: totals ?? { passed: 0, failed: 0, skipped: 0 } };
}

/** Null where vitest died before it could write its results. */
async function readTotals(json: string): Promise<Totals | null> {
  const text = await readFile(json, 'utf8').catch(() => null);
  if (text === null) return null;
  const results: {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
  } = JSON.parse(text);
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests,
    skipped: results.numPendingTests + results.numTodoTests,
  };
}
