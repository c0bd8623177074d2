import { main as test } from './test.ts';

/** `npm run test:crash`: the long form of the crash test alone, with at least 200 kills. `npm test` runs a short one. */
export async function main(args: string[]): Promise<number> {
  process.env.SAFELIGHT_CRASH = 'long';
  return await test(['integration', 'test/crash/engine-kill.test.ts', ...args]);
}
