import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimableLanes, laneOf } from '../../../src-main/jobs/lanes.ts';

const limits = { slots: 2, reservedForPriority: 1 };

test('the threshold itself belongs to the priority lane', () => {
  expect(laneOf(90, 90)).toBe('priority');
  expect(laneOf(89, 90)).toBe('normal');
});

describe('with two slots, one of them reserved', () => {
  test.each([
    [{ priority: 0, normal: 0 }, { priority: true, normal: true }, ['priority', 'normal']],
    [{ priority: 0, normal: 1 }, { priority: false, normal: true }, []],
    [{ priority: 0, normal: 1 }, { priority: true, normal: true }, ['priority']],
    [{ priority: 1, normal: 0 }, { priority: true, normal: true }, ['normal']],
    [{ priority: 1, normal: 0 }, { priority: true, normal: false }, ['priority']],
    [{ priority: 1, normal: 1 }, { priority: true, normal: true }, []],
    [{ priority: 0, normal: 0 }, { priority: false, normal: false }, []],
  ] as const)('running %j, waiting %j: claims from %j', (running, waiting, lanes) => {
    expect(claimableLanes({ running, waiting, priorityStreak: 0 }, limits)).toEqual(lanes);
  });
});

test('neither lane starves: with work in both, both get a slot', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 16 }), fc.integer({ min: 0, max: 15 }), (slots, reserved) => {
      const running = { priority: 0, normal: 0 };
      for (let claims = 0; claims < slots; claims += 1) {
        const waiting = { priority: true, normal: true };
        const lane = claimableLanes(
          { running, waiting, priorityStreak: 0 },
          { slots, reservedForPriority: reserved },
        )[0];
        if (lane === undefined) break;
        running[lane] += 1;
      }
      expect(running.priority).toBeGreaterThan(0);
      expect(running.normal).toBeGreaterThan(0);
      expect(running.priority + running.normal).toBe(slots);
    }),
  );
});

test('normal work never takes a reserved slot', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 16 }),
      fc.integer({ min: 0, max: 16 }),
      (slots, reservedForPriority) => {
        const running = { priority: 0, normal: 0 };
        const waiting = { priority: false, normal: true };
        while (
          claimableLanes({ running, waiting, priorityStreak: 0 }, { slots, reservedForPriority }).length > 0
        ) {
          running.normal += 1;
        }
        expect(running.normal).toBe(slots - Math.min(reservedForPriority, slots - 1));
      },
    ),
  );
});

test('a single slot goes to normal work after four claims of the priority lane in a row', () => {
  const waiting = { priority: true, normal: true };
  const idle = { priority: 0, normal: 0 };
  const first = (priorityStreak: number) =>
    claimableLanes({ running: idle, waiting, priorityStreak }, { slots: 1, reservedForPriority: 1 })[0];
  expect([0, 1, 2, 3, 4].map(first)).toEqual(['priority', 'priority', 'priority', 'priority', 'normal']);
});
