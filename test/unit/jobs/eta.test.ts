import fc from 'fast-check';
import { expect, test } from 'vitest';
import { estimateRemaining } from '../../../src-main/jobs/eta.ts';

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
