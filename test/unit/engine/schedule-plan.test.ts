import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextDue, planSchedule } from '../../../src-main/engine/schedule-plan.ts';

const HOURLY = '0 * * * *';
const HOUR = 3_600_000;
const at = (hour: number, minute: number) => new Date(2026, 10, 24, hour, minute).getTime();

describe('an hourly schedule', () => {
  test('that never ran begins with the next full hour', () => {
    expect(planSchedule(HOURLY, null, at(12, 20))).toEqual({ run: null, nextDueAt: at(13, 0) });
  });

  test('is not due before its time', () => {
    expect(planSchedule(HOURLY, at(13, 0), at(12, 59))).toEqual({ run: null, nextDueAt: at(13, 0) });
  });

  test('runs once when its time has come', () => {
    expect(planSchedule(HOURLY, at(13, 0), at(13, 0))).toEqual({ run: at(13, 0), nextDueAt: at(14, 0) });
  });

  test('missed eight times in a night, runs once in the morning', () => {
    expect(planSchedule(HOURLY, at(0, 0), at(8, 10))).toEqual({ run: at(0, 0), nextDueAt: at(9, 0) });
  });

  test('stored by a clock that was a year ahead, comes with the next full hour', () => {
    const plan = planSchedule(HOURLY, at(13, 0) + 365 * 24 * HOUR, at(12, 20));
    expect(plan).toEqual({ run: null, nextDueAt: at(13, 0) });
  });
});

test('wherever the clock jumps, no due time is run twice and the next one always lies ahead', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -20 * HOUR, max: 20 * HOUR }), { maxLength: 50 }), (jumps) => {
      const ran = new Set<number>();
      let now = at(12, 0);
      let due: number | null = null;
      for (const jump of jumps) {
        now += jump;
        const plan = planSchedule(HOURLY, due, now);
        // What the unique row in the database does: a due time that ran is not run again.
        if (plan.run !== null) ran.add(plan.run);
        expect(plan.nextDueAt).toBeGreaterThan(now);
        expect(plan.nextDueAt - now).toBeLessThanOrEqual(HOUR);
        due = plan.nextDueAt;
      }
      expect(ran.size).toBeLessThanOrEqual(jumps.length);
    }),
  );
});

test('an hour that daylight saving leaves out or repeats is neither lost nor run twice', () => {
  // Whatever the time zone of this machine: the times of a day are strictly ascending and a day has 23 to 25 of them.
  for (let day = 1; day <= 365; day += 1) {
    const start = new Date(2026, 0, day).getTime();
    const end = new Date(2026, 0, day + 1).getTime();
    const times: number[] = [];
    for (let next = nextDue(HOURLY, start - 1); next < end; next = nextDue(HOURLY, next)) times.push(next);
    expect(times.length).toBe(Math.round((end - start) / HOUR));
  }
});
