import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureClaims, printClaims } from './queue/claim-latency.ts';
import { liteque, litequeProblem } from './queue/liteque.ts';
import { printLoopDelay } from './queue/loop-delay.ts';
import { plainjob, plainjobClaims } from './queue/plainjob.ts';
import { plainjobThreads } from './queue/plainjob-threads.ts';
import {
  safelightClaims,
  safelightClaimsPastFull,
  safelightItems,
  safelightJobs,
} from './queue/safelight.ts';
import { measureThroughput, printRates, ratioOf } from './queue/throughput.ts';

const ROUNDS = 3;
const QUEUED = [1000, 100_000, 1_000_000];

/**
 * The durable queue against plainjob and liteque: the same work (none), files in one folder of one disk, WAL with
 * synchronous=NORMAL for all, contenders in turn, best of several rounds. Peers get one job for each unit, as they have
 * nothing smaller; we get one item, and as a comparison one job, too. "Worked off" counts from all units being stored
 * to the end of the last one being stored. Options: items (20000), jobs (2000), largest queue to claim from (1000000).
 */
export async function run(args: readonly string[]): Promise<void> {
  const [items, jobs, largest] = [args[0] ?? 20_000, args[1] ?? 2000, args[2] ?? 1_000_000].map(Number);
  const folder = mkdtempSync(join(tmpdir(), 'safelight-bench-queue-'));
  try {
    console.log(
      `${cpus()[0]?.model.trim()}, ${availableParallelism()} processors, Node ${process.versions.node}`,
    );
    console.log(`files in ${folder}; best of ${ROUNDS} rounds, all rounds in brackets`);
    const problem = await litequeProblem(mkdtempSync(join(folder, 'liteque-')));
    await throughput(folder, { items, jobs, problem });
    console.log(
      '\none claim: p50 p95 p99 of 500, in µs; the round with the best median, in brackets all rounds',
    );
    const sizes = QUEUED.filter((size) => size <= (largest ?? 0));
    printClaims(
      measureClaims([safelightClaims, safelightClaimsPastFull, plainjobClaims], {
        folder,
        sizes,
        rounds: ROUNDS,
      }),
    );
    if (problem !== null) console.log(`  liteque      cannot claim here: ${problem}`);
    console.log(
      '\nevent loop of this process while 2,000 units are stored and worked off: p50/p99/max of its delay, in ms',
    );
    await printLoopDelay(folder, ROUNDS);
    console.log('\nwhat one unit is');
    for (const { name, what } of [safelightItems, safelightJobs, plainjob, plainjobThreads, liteque]) {
      console.log(`  ${name}: ${what}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function throughput(
  folder: string,
  input: { items: number | undefined; jobs: number | undefined; problem: string | null },
): Promise<void> {
  const { items = 0, jobs = 0, problem } = input;
  const peers = [plainjob, plainjobThreads, ...(problem === null ? [liteque] : [])];
  const measure = async (units: number, contender: typeof safelightItems) => {
    const all = await measureThroughput([contender, ...peers], { units, rounds: ROUNDS, folder });
    printRates(all);
    if (problem !== null) console.log(`  liteque                cannot run here: ${problem}`);
    return all;
  };

  console.log(`\n${items.toLocaleString('en')} units: an item each for us, a job each for the others`);
  const [ours, ...others] = await measure(items, safelightItems);
  const fromPlainjob = others.filter(({ contender }) => contender !== liteque);
  console.log(`  ours / ${ratioOf(ours, fromPlainjob, 'work')}, worked off   (goal 2)`);
  console.log(`  ours / ${ratioOf(ours, fromPlainjob, 'whole')}, with storing them`);

  console.log(`\n${jobs.toLocaleString('en')} units: a job each for all, ours a whole task`);
  const [single, ...singles] = await measure(jobs, safelightJobs);
  console.log(
    `  ours / ${ratioOf(single, singles, 'work')}, worked off   (no goal: what a task of one item costs)`,
  );
}
