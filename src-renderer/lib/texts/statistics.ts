import type { JobStats } from '../../../src-preload/contract/jobs.ts';
import { count } from '../format/numbers.ts';

/** Fewer say nothing about how good the estimates are. */
const ENOUGH_CHECKS = 5;

/** How right the time left was. Null before there was enough of it to judge. */
export function accuracyText(eta: JobStats['eta']): string | null {
  if (eta === null || eta.checked < ENOUGH_CHECKS) return null;
  const within = Math.floor(eta.withinRange * 100);
  const off = Math.ceil(eta.medianError * 100);
  return `The time left was right in ${within}% of ${count(eta.checked)} estimates; half of them were off by ${off}% or less.`;
}
