import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isStalled, judgeTick } from '../../../src-main/jobs/watchdog.ts';

const HOUR = 3_600_000;

describe('the time between two ticks', () => {
  test.each([
    ['an ordinary second', { wall: 1000, mono: 1000 }, { interrupted: false, wentBackMs: 0 }],
    ['a little late', { wall: 2500, mono: 2500 }, { interrupted: false, wentBackMs: 0 }],
    [
      'the machine slept, its inner clock too',
      { wall: 8 * HOUR, mono: 1000 },
      { interrupted: true, wentBackMs: 0 },
    ],
    [
      'it slept, its inner clock did not',
      { wall: 8 * HOUR, mono: 8 * HOUR },
      { interrupted: true, wentBackMs: 0 },
    ],
    ['the main thread was blocked', { wall: 5000, mono: 5000 }, { interrupted: true, wentBackMs: 0 }],
    ['the clock was set back', { wall: -HOUR, mono: 1000 }, { interrupted: true, wentBackMs: HOUR + 1000 }],
    ['the clock was corrected by a second', { wall: 0, mono: 1000 }, { interrupted: false, wentBackMs: 0 }],
  ])('%s', (_name, passed, verdict) => {
    const from = { wall: 1_000_000, mono: 50 };
    const to = { wall: from.wall + passed.wall, mono: from.mono + passed.mono };
    expect(judgeTick(from, to, 1000)).toEqual(verdict);
  });
});

test('what calls a worker never counts as hanging, however long it is silent', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(), (calls, silence) => {
      expect(isStalled({ lastSign: 0, calls }, silence, 1)).toBe(false);
    }),
  );
});

test('what calls none and says nothing for longer than it may, hangs', () => {
  expect(isStalled({ lastSign: 1000, calls: 0 }, 61_000, 60_000)).toBe(false);
  expect(isStalled({ lastSign: 1000, calls: 0 }, 61_001, 60_000)).toBe(true);
});
