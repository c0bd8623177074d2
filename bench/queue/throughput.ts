import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Contender } from './contender.ts';

/** Units a second of one contender, one number a round. */
export interface Rates {
  contender: Contender;
  enqueue: number[];
  work: number[];
  /** From the first unit asked for to the end of the last one. */
  whole: number[];
  settings: string;
}

/** Each round runs every contender once, one after the other: what else the machine does then hits all of them alike. */
export async function measureThroughput(
  contenders: readonly Contender[],
  options: { units: number; rounds: number; folder: string },
): Promise<Rates[]> {
  const { units, rounds, folder } = options;
  const all = contenders.map((contender): Rates => {
    return { contender, enqueue: [], work: [], whole: [], settings: '' };
  });
  // Round 0 warms up: code is compiled, threads start.
  for (let round = 0; round <= rounds; round += 1) {
    for (const rates of all) {
      const own = mkdtempSync(join(folder, 'run-'));
      const count = round === 0 ? Math.min(units, 1000) : units;
      const { enqueueMs, workMs, settings } = await rates.contender.run(own, count);
      rmSync(own, { recursive: true });
      if (round === 0) continue;
      rates.enqueue.push(count / (enqueueMs / 1000));
      rates.work.push(count / (workMs / 1000));
      rates.whole.push(count / ((enqueueMs + workMs) / 1000));
      rates.settings = settings;
    }
  }
  return all;
}

const best = (values: readonly number[]): number => Math.max(...values);

export function printRates(all: readonly Rates[]): void {
  const perSecond = (value: number) => Math.round(value).toLocaleString('en');
  for (const { contender, enqueue, work } of all) {
    const rounds = work.map(perSecond).join(' ');
    const main = `${perSecond(best(work)).padStart(8)}/s worked off   (${rounds})`;
    console.log(`  ${contender.name.padEnd(22)} ${main}   stored at ${perSecond(best(enqueue))}/s`);
  }
  const settings = new Set(all.map((rates) => rates.settings));
  if (settings.size === 1)
    console.log(`  settings of all, as the connections tell them: ${[...settings][0]}`);
  else for (const { contender, settings: own } of all) console.log(`  settings of ${contender.name}: ${own}`);
}

/** Whom we are compared with, which is the best of the others, and how: best round against best round. */
export function ratioOf(ours: Rates | undefined, others: readonly Rates[], what: 'work' | 'whole'): string {
  const [strongest] = [...others].sort((a, b) => best(b[what]) - best(a[what]));
  if (ours === undefined || strongest === undefined) return 'nobody';
  return `${strongest.contender.name}: ${(best(ours[what]) / best(strongest[what])).toFixed(2)}`;
}
