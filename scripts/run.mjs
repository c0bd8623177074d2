// Starts the scripts beside it: `node scripts/run.mjs start`. Plain JavaScript, so that a machine that is not set up
// gets a sentence instead of a syntax error. Problems that a person can solve are told without a stack.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const NEEDED_NODE = 24;
const [name = '', ...args] = process.argv.slice(2);
const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');

if (!existsSync(join(root, 'node_modules', 'vite'))) {
  fail('the dependencies are not installed. Run:\n  npm ci');
}
if (Number.parseInt(process.versions.node, 10) < NEEDED_NODE) {
  fail(
    `Node ${NEEDED_NODE} is needed, and this is Node ${process.versions.node}. The project brings its own, which npm ` +
      'scripts find first:\n  npm run …   (after "npm ci", with install scripts allowed)',
  );
}
process.argv.splice(1, 2, join(root, 'scripts', `${name}.ts`));
try {
  const { main } = await import(pathToFileURL(join(root, 'scripts', `${name}.ts`)).href);
  process.exitCode = await main(args);
} catch (error) {
  if (error?.name !== 'SetupProblem') throw error;
  fail(error.message);
}

function fail(message) {
  console.error(`safelight: ${message}`);
  process.exit(1);
}
