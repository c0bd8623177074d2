import fc from 'fast-check';
import { expect, test } from 'vitest';
import { estimateRemaining as estimate } from '../../../src-main/jobs/eta.ts';

/** Items that all cost the same. */
const estimateRemaining = (seen: { ended: number; remaining: number; workedMs: number }) =>
  estimate({ ended: seen.ended, costDone: seen.ended, costLeft: seen.remaining, workedMs: seen.workedMs });

test('says nothing before it has seen enough', () => {
  expect(estimateRemaining({ ended: 7, remaining: 100, workedMs: 7000 })).toBeNull();
  expect(estimateRemaining({ ended: 8, remaining: 0, workedMs: 7000 })).toBeNull();
});

test('the range holds the rate so far, and narrows the more was seen', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 8, max: 100_000 }),
      fc.integer({ min: 1, max: 100_000 }),
      (ended, remaining) => {
        const perItemMs = 50;
        const eta = estimateRemaining({ ended, remaining, workedMs: ended * perItemMs });
        const expected = remaining * perItemMs;
        expect(eta?.lowMs).toBeLessThanOrEqual(expected);
        expect(eta?.highMs).toBeGreaterThanOrEqual(expected);
      },
    ),
  );
  const width = (ended: number) => {
    const eta = estimateRemaining({ ended, remaining: 1000, workedMs: ended * 10 });
    return (eta?.highMs ?? 0) - (eta?.lowMs ?? 0);
  };
  expect(width(1000)).toBeLessThan(width(10) / 5);
});

test('work is weighed, not counted: dear items that are left make the estimate longer', () => {
  const seen = { ended: 100, costDone: 100, workedMs: 1000 };
  const cheap = estimate({ ...seen, costLeft: 100 });
  const dear = estimate({ ...seen, costLeft: 3000 });
  expect(dear?.lowMs).toBeGreaterThan((cheap?.highMs ?? 0) * 10);
});

test('estimates that turned out wrong before widen the range; ones that were right do not narrow it', () => {
  const seen = { ended: 10_000, costDone: 100, costLeft: 100, workedMs: 1000 };
  const plain = estimate(seen);
  const burnt = estimate({ ...seen, pastRatios: Array.from({ length: 20 }, (_, i) => 0.5 + i * 0.1) });
  expect(burnt?.lowMs).toBeLessThan((plain?.lowMs ?? 0) * 0.8);
  expect(burnt?.highMs).toBeGreaterThan((plain?.highMs ?? 0) * 1.5);
  expect(estimate({ ...seen, pastRatios: Array.from({ length: 20 }, () => 1) })).toEqual(plain);
  // A handful of checks is no experience.
  expect(estimate({ ...seen, pastRatios: [9, 9, 9] })).toEqual(plain);
});
