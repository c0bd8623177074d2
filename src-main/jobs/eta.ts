import type { Eta } from '../../src-preload/contract/tasks.ts';

/** Fewer than this, and any number would be a guess. */
const FEWEST_SAMPLES = 8;
/** Fewer checks than this say nothing about how far off we usually are. */
const FEWEST_CHECKS = 10;
/** The range is to hold this share of what really comes. */
const WANTED_SHARE = 0.8;

export interface EtaInput {
  /** Items ended since the work was last (re)started. */
  ended: number;
  /** Expected cost of those items, and of the ones that are left, in one unit. */
  costDone: number;
  costLeft: number;
  /** Time worked for them, in milliseconds, pauses left out. */
  workedMs: number;
  /** What really came, as a share of the middle of the range, for tasks of this type before. Default: unknown. */
  pastRatios?: readonly number[];
}

/**
 * The time that is left, as a range: the pace so far, in expected cost rather than in items, because a folder of
 * sidecars and a folder of RAWs are not the same. It is widened by how little of the work was seen, and by how far off
 * such estimates turned out to be before.
 */
export function estimateRemaining(input: EtaInput): Eta | null {
  const { ended, costDone, costLeft, workedMs } = input;
  if (costLeft <= 0 || costDone <= 0 || ended < FEWEST_SAMPLES || workedMs <= 0) return null;
  const expected = (workedMs / costDone) * costLeft;
  const spread = 1 / Math.sqrt(ended);
  const past = pastSpread(input.pastRatios ?? []);
  const low = Math.min(1 - spread, past.low);
  const high = Math.max(1 + 2 * spread, past.high);
  return { lowMs: Math.round(expected * low), highMs: Math.round(expected * high) };
}

/** Between which shares of the estimate the truth has lain, the outliers on both sides left out. */
function pastSpread(ratios: readonly number[]): { low: number; high: number } {
  if (ratios.length < FEWEST_CHECKS) return { low: 1, high: 1 };
  const sorted = [...ratios].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 1;
  const outside = (1 - WANTED_SHARE) / 2;
  return { low: Math.max(0, at(outside)), high: at(1 - outside) };
}
