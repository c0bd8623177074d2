import { main as test } from './test.ts';

/**
 * `npm run test:crash`: the long forms of the heaviest tests alone: at least 200 deaths of the engine at work, 100 of one
 * that moves originals about, 50 of one that writes metadata, and a scan of 100,000 files. `npm test` runs short ones.
 */
export async function main(args: string[]): Promise<number> {
  process.env.SAFELIGHT_CRASH = 'long';
  process.env.SAFELIGHT_LONG = '1';
  return await test([
    'integration',
    'test/crash/engine-kill.test.ts',
    'test/crash/torture.test.ts',
    'test/crash/write-kill.test.ts',
    'test/integration/batch/large-scan.test.ts',
    ...args,
  ]);
}
