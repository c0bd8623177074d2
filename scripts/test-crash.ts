import { main as test } from './test.ts';

/**
 * `npm run test:crash`: the long forms of the crash tests alone: at least 200 deaths of the engine at work, 50 of one that writes metadata, and 100 of one
 * that moves originals about. `npm test` runs short ones.
 */
export async function main(args: string[]): Promise<number> {
  process.env.SAFELIGHT_CRASH = 'long';
  return await test([
    'integration',
    'test/crash/engine-kill.test.ts',
    'test/crash/torture.test.ts',
    'test/crash/write-kill.test.ts',
    ...args,
  ]);
}
