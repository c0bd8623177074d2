import type { Eta } from '../../src-preload/contract/tasks.ts';

/** Fewer than this, and any number would be a guess. */
const FEWEST_SAMPLES = 8;

export interface EtaInput {
  /** Items ended since the work was last (re)started. */
  ended: number;
  remaining: number;
  /** Time worked for them, in milliseconds, pauses left out. */
  workedMs: number;
}

/**
 * The time that is left, as a range: the rate so far, widened by how little of it was seen. It narrows with the
 * square root of the sample, as a mean does.
 */
export function estimateRemaining({ ended, remaining, workedMs }: EtaInput): Eta | null {
  if (remaining <= 0 || ended < FEWEST_SAMPLES || workedMs <= 0) return null;
  const expected = (workedMs / ended) * remaining;
  const spread = 1 / Math.sqrt(ended);
  return { lowMs: Math.round(expected * (1 - spread)), highMs: Math.round(expected * (1 + 2 * spread)) };
}
