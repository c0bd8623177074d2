import { describe, expect, test } from 'vitest';
import { differenceOf, isMassLoss, withoutSuccessor } from '../../../src-main/library/manifest-difference.ts';

const there = { bytes: 10, mtime_ms: 5, missing_at: null };
const missing = { ...there, missing_at: 1 };

describe('how a row differs from the disk', () => {
  test.for([
    ['there, as noted', there, { bytes: 10, mtimeMs: 5 }, null],
    ['there, longer', there, { bytes: 11, mtimeMs: 5 }, 'changed'],
    ['there, written again', there, { bytes: 10, mtimeMs: 6 }, 'changed'],
    ['gone', there, null, 'missing'],
    ['known to be gone', missing, null, null],
    ['back', missing, { bytes: 10, mtimeMs: 5 }, 'returned'],
    ['back, with something else in it', missing, { bytes: 99, mtimeMs: 9 }, 'returned'],
  ] as const)('%s', ([, noted, seen, difference]) => {
    expect(differenceOf(noted, seen)).toBe(difference);
  });
});

describe('how much may vanish before somebody is asked', () => {
  test.for([
    [10, 10, 1, false, 'ten always may, however small the library'],
    [11, 11, 1, true, 'eleven of eleven may not'],
    [11, 1100, 1, false, 'exactly one percent may'],
    [12, 1100, 1, true, 'more than that may not'],
    [5000, 1_000_000, 1, false, 'half a percent of a million may'],
    [5000, 1_000_000, 0, true, 'none may, where the setting says so'],
    [5000, 5000, 100, false, 'all may, where the setting says so'],
  ] as const)('%i of %i at %i percent: %s, %s', ([lost, total, percent, asks]) => {
    expect(isMassLoss({ missing: lost, total, percent })).toBe(asks);
  });

  test('a file for which one of its size turned up was renamed; each accounts for one', () => {
    const gone = [{ bytes: 1 }, { bytes: 2 }, { bytes: 2 }, { bytes: 2 }];
    expect(withoutSuccessor(gone, [2, 2, 7])).toEqual([{ bytes: 1 }, { bytes: 2 }]);
    expect(withoutSuccessor(gone, [])).toEqual(gone);
  });
});
