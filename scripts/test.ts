import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { projectRoot } from './project-root.ts';

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

interface Stage {
  code: number;
  totals: Totals;
  /** One text for each test, or file that could not be loaded, that failed: where it stands and the first of why. */
  failures: string[];
}

/** The part of vitest's JSON report that is read here. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
}

/**
 * `npm test`: everything in plain Node, then the app itself in a real Electron (built first where it is not), then
 * what failed and one line with the totals, last, so that the end of a log tells all. `npm test -- unit` runs one project only; further arguments are vitest's.
 */
export async function main(args: string[]): Promise<number> {
  const plain = ['unit', 'renderer', 'integration'];
  const [first] = args;
  const named = first !== undefined && [...plain, 'e2e'].includes(first) ? first : null;
  const rest = named === null ? args : args.slice(1);
  const stages = named === null ? [plain, ['e2e']] : [[named]];

  const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
  const failures: string[] = [];
  let broken = false;
  for (const projects of stages) {
    const stage = await runVitest(projects, rest);
    totals.passed += stage.totals.passed;
    totals.failed += stage.totals.failed;
    totals.skipped += stage.totals.skipped;
    failures.push(...stage.failures);
    broken ||= stage.code !== 0;
  }
  for (const failure of failures) console.log(`\nFAILED  ${failure}`);
  // A file that cannot even be loaded counts no test, so the exit code matters beside the counts.
  const also =
    broken && totals.failed === 0 ? ', and something went wrong outside of a test (see above)' : '';
  console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped${also}`);
  return broken ? 1 : 0;
}

async function runVitest(projects: string[], args: string[]): Promise<Stage> {
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
      // Tests start the command line hundreds of times. A start takes 1.1 s where everything is compiled anew, 0.4 s
      // where Node finds what it compiled before.
      env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('exit', (exitCode) => resolve(exitCode ?? 1));
  });
  const report = await readReport(json);
  await rm(folder, { recursive: true, force: true });
  if (report === null) return { code: 1, totals: { passed: 0, failed: 0, skipped: 0 }, failures: [] };
  return { code, totals: totalsOf(report), failures: failuresOf(report) };
}

/** Null where vitest died before it could write its results. */
async function readReport(json: string): Promise<Report | null> {
  const text = await readFile(json, 'utf8').catch(() => null);
  return text === null ? null : JSON.parse(text);
}

function totalsOf(report: Report): Totals {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function failuresOf({ testResults }: Report): string[] {
  return testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => {
      const file = relative(projectRoot, name);
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      // Of a failed hook, the report tells nothing more.
      if (failed.length === 0) return [`${file}\n${beginningOf(message || 'outside of a test (see above)')}`];
      return failed.map(
        ({ fullName, failureMessages }) =>
          `${file} > ${fullName}\n${beginningOf(failureMessages.join('\n'))}`,
      );
    });
}

/** A difference of two large objects must not push the other failures out of sight. */
function beginningOf(message: string): string {
  const lines = message.split('\n').filter((line) => !/^\s+at .*(node_modules|node:|new Promise)/.test(line));
  const shown = lines.slice(0, 12).map((line) => `    ${line.slice(0, 300)}`);
  return lines.length > shown.length ? `${shown.join('\n')}\n    …` : shown.join('\n');
}
