import { setPriority } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from './electron/cache-folder.ts';
import { ensureSamples } from './samples/index.ts';

/** Lowest: nobody waits for it, and the app beside it is being looked at. */
const PRIORITY = 19;

/** Draws the sample photos that the app offers at its first start, unless they are there. `npm start` runs it beside. */
export async function main(): Promise<number> {
  setPriority(PRIORITY);
  await ensureSamples(join(cacheFolder(), 'samples'));
  return 0;
}
