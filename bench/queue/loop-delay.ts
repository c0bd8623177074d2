import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { plainjob } from './plainjob.ts';
import { openEngine, storePaused } from './safelight.ts';

const UNITS = 2000;
/** The monitor's first tick only sets its mark; what blocks before it would not be seen. */
const SETTLE_MS = 5;

interface Delay {
  p50: number;
  p99: number;
  max: number;
}

/**
 * For how long the event loop is kept from its timers while `UNITS` are stored and worked off. It is the time between
 * ticks of a timer of 1 ms, so that a process with nothing to do shows a bit more than 1 ms. What is fast gives few
 * ticks: of fewer than a hundred, p99 is the longest.
 */
export async function printLoopDelay(folder: string, rounds: number): Promise<void> {
  const [idle, ours, theirs]: [Delay[], Delay[], Delay[]] = [[], [], []];
  const engine = await openEngine(mkdtempSync(join(folder, 'loop-')));
  try {
    for (let round = 0; round < rounds; round += 1) {
      idle.push(await delayDuring(() => sleep(200)));
      ours.push(
        await delayDuring(async () => {
          const workOff = await storePaused(engine, { tasks: 1, items: UNITS });
          await workOff();
        }),
      );
      theirs.push(await delayDuring(() => plainjob.run(mkdtempSync(join(folder, 'loop-')), UNITS)));
    }
  } finally {
    await engine.close();
  }
  print('nothing to do', idle);
  print('Safelight, items', ours, 'goal: p99 below 20');
  print(plainjob.name, theirs, 'with work that ends at once it blocks until its queue is empty');
}

async function delayDuring(work: () => Promise<unknown>): Promise<Delay> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await sleep(SETTLE_MS);
  await work();
  await sleep(SETTLE_MS);
  delay.disable();
  const [p50 = 0, p99 = 0] = [50, 99].map((p) => delay.percentile(p) / 1e6);
  return { p50, p99, max: delay.max / 1e6 };
}

function print(name: string, rounds: readonly Delay[], remark?: string): void {
  const text = ({ p50, p99, max }: Delay) => [p50, p99, max].map((ms) => ms.toFixed(1)).join('/');
  const [best] = [...rounds].sort((a, b) => a.p99 - b.p99);
  if (best === undefined) return;
  const end = remark === undefined ? '' : `   (${remark})`;
  console.log(`  ${name.padEnd(22)} ${text(best).padEnd(16)}   (${rounds.map(text).join('  ')})${end}`);
}
