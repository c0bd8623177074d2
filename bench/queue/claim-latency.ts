import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ClaimQueue } from './contender.ts';
import { percentile } from './percentiles.ts';

const WARM_UP = 200;
const CLAIMS = 500;

/** Microseconds of one claim: one entry a round. */
interface Latency {
  name: string;
  queued: number;
  rounds: { p50: number; p95: number; p99: number }[];
}

/**
 * Claims one by one, each timed by itself, from files that hold at least so many queued jobs at all times: what a round
 * took is filled up behind it. All queues of one size are open at once, and take turns.
 */
export function measureClaims(
  makers: readonly ((folder: string) => ClaimQueue)[],
  options: { sizes: readonly number[]; rounds: number; folder: string },
): Latency[] {
  return options.sizes.flatMap((queued) => {
    const own = mkdtempSync(join(options.folder, 'claim-'));
    const queues = makers.map((make) => make(own));
    const all = queues.map((queue): Latency => ({ name: queue.name, queued, rounds: [] }));
    for (const queue of queues) {
      queue.fill(queued + WARM_UP + CLAIMS);
      timeClaims(queue, WARM_UP);
    }
    for (let round = 0; round < options.rounds; round += 1) {
      for (const [index, queue] of queues.entries()) {
        const times = timeClaims(queue, CLAIMS);
        queue.fill(CLAIMS);
        const [p50 = 0, p95 = 0, p99 = 0] = [0.5, 0.95, 0.99].map((p) => percentile(times, p));
        all[index]?.rounds.push({ p50, p95, p99 });
      }
    }
    for (const queue of queues) queue.close();
    rmSync(own, { recursive: true });
    return all;
  });
}

function timeClaims(queue: ClaimQueue, count: number): number[] {
  return Array.from({ length: count }, () => {
    const start = performance.now();
    queue.claim();
    return (performance.now() - start) * 1000;
  });
}

export function printClaims(all: readonly Latency[]): void {
  for (const { name, queued, rounds } of all) {
    const { p50, p95, p99 } = bestRound(rounds);
    const numbers = [p50, p95, p99].map((value) => value.toFixed(0).padStart(5)).join(' ');
    const shown = rounds
      .map((round) => [round.p50, round.p95, round.p99].map(Math.round).join('/'))
      .join('  ');
    console.log(
      `  ${name.padEnd(24)} ${queued.toLocaleString('en').padStart(10)} queued  ${numbers} µs   (${shown})`,
    );
  }
  for (const [index, name] of [...new Set(all.map((latency) => latency.name))].entries()) {
    const own = all.filter((latency) => latency.name === name);
    const [few, many] = [own.at(0), own.at(-1)];
    if (few === undefined || many === undefined || few === many) continue;
    const [small, large] = [bestRound(few.rounds), bestRound(many.rounds)];
    const [p50, p95, p99] = (['p50', 'p95', 'p99'] as const).map((p) => (large[p] / small[p]).toFixed(2));
    const sizes = `${many.queued.toLocaleString('en')} queued / ${few.queued.toLocaleString('en')} queued`;
    // The first one is ours.
    console.log(
      `  ${name}, ${sizes}: p50 ${p50}  p95 ${p95}  p99 ${p99}${index === 0 ? '   (goal: flat, 1)' : ''}`,
    );
  }
}

/** The one with the lowest median; its percentiles belong together. */
function bestRound(rounds: Latency['rounds']): { p50: number; p95: number; p99: number } {
  return [...rounds].sort((a, b) => a.p50 - b.p50)[0] ?? { p50: 0, p95: 0, p99: 0 };
}
