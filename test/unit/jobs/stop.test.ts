import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Stop } from '../../../src-main/jobs/stop.ts';
import { strongerStop } from '../../../src-main/jobs/stop.ts';

const drain: Stop = { why: 'drain' };
const park: Stop = { why: 'park', reason: 'volume_away', detail: null };
const handBack: Stop = { why: 'hand_back' };
const cancel: Stop = { why: 'cancel' };

test.each([
  ['nothing so far', null, drain, drain],
  ['a pause, and the drive goes', drain, park, park],
  ['the drive is away, and it is paused', park, drain, park],
  ['canceled, and the engine ends', cancel, handBack, cancel],
  ['the engine ends, and it is canceled', handBack, cancel, cancel],
  ['the drive is away, and the engine ends', park, handBack, handBack],
] as const)('%s', (_, current, next, expected) => {
  expect(strongerStop(current, next)).toBe(expected);
});

test('the first of two drives that are away is the reason', () => {
  expect(strongerStop(park, { why: 'park', reason: 'io_error', detail: null })).toBe(park);
});

test('in whatever order they come, the strongest is left', () => {
  const stops = fc.array(fc.constantFrom(drain, park, handBack, cancel), { minLength: 1 });
  const left = (list: Stop[]) => list.reduce<Stop | null>(strongerStop, null);
  fc.assert(
    fc.property(stops, (list) => {
      expect(left(list)).toBe(left([...list].reverse()));
    }),
  );
});
