import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { projectRoot } from './project-root.ts';

interface Step {
  name: string;
  command: string[];
}

/** `npm run check`: all that CI runs, in the same order, cheap things first. Every step runs, so one run tells all. */
const STEPS: Step[] = [
  { name: 'types (main, scripts, tests)', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'types (page)', command: ['tsc', '-p', 'src-renderer/tsconfig.json'] },
  { name: 'types (e2e)', command: ['tsc', '-p', 'test/e2e/tsconfig.json'] },
  { name: 'lint and format', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'layers', command: ['node', 'scripts/run.mjs', 'layers'] },
  { name: 'unused code', command: ['knip'] },
  { name: 'build', command: ['electron-vite', 'build', '--logLevel', 'warn'] },
  { name: 'tests', command: ['node', 'scripts/run.mjs', 'test'] },
];

export async function main(): Promise<number> {
  const outcomes: { name: string; passed: boolean; seconds: number }[] = [];
  for (const { name, command } of STEPS) {
    console.log(`\n── ${name}: ${command.join(' ')}`);
    const start = performance.now();
    const passed = (await run(command)) === 0;
    outcomes.push({ name, passed, seconds: (performance.now() - start) / 1000 });
  }
  console.log('');
  for (const { name, passed, seconds } of outcomes) {
    console.log(`${passed ? 'passed' : 'FAILED'}  ${name} (${seconds.toFixed(1)} s)`);
  }
  const failed = outcomes.filter(({ passed }) => !passed).length;
  console.log(`check: ${outcomes.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function run([program = '', ...args]: string[]): Promise<number> {
  // Started directly from its folder too, not only under npm, so the programs are put on PATH here.
  const env = {
    ...process.env,
    PATH: `${join(projectRoot, 'node_modules/.bin')}${delimiter}${process.env.PATH}`,
  };
  const windows = process.platform === 'win32';
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: projectRoot,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: windows,
    });
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
