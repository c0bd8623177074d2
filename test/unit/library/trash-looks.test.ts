import { describe, expect, test } from 'vitest';
import { looksAfter, purgeBefore } from '../../../src-main/library/trash-looks.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const KEPT_DAYS = 30;
/** Some day of a year. */
const D = 20_000 * DAY;

/** The app looks at these times, one after the other; answers for each what it may take, in days before its own time. */
function ages(times: readonly number[]): (number | null)[] {
  let looks: number[] = [];
  return times.map((now) => {
    looks = looksAfter(looks, now);
    const before = purgeBefore(looks, { now, keepMs: KEPT_DAYS * DAY });
    return before === 0 ? null : (now - before) / DAY;
  });
}

describe('what the scheduled purge may take, by the clock of its looks', () => {
  test.each<{ when: string; looks: number[]; ages: (number | null)[] }>([
    {
      when: 'nothing on the first day, however often it looks',
      looks: [D, D + HOUR, D + 23 * HOUR],
      ages: [null, null, null],
    },
    { when: 'a day later what was old the day before', looks: [D, D + DAY], ages: [null, 31] },
    {
      when: 'each hour a little more',
      looks: [D, D + HOUR, D + DAY, D + DAY + HOUR],
      ages: [null, null, 31, 31],
    },
    {
      when: 'by the last look, where the app was not started for long',
      looks: [D, D + 40 * DAY, D + 41 * DAY],
      ages: [null, 70, 31],
    },
    {
      when: 'no more while the clock is a month ahead for an evening',
      looks: [D, D + DAY, D + 31 * DAY, D + 31 * DAY + 5 * HOUR, D + DAY + 6 * HOUR],
      ages: [null, 31, 60, 60.208, null],
    },
    {
      when: 'no more because the clock was ahead once before, and now is again',
      looks: [D, D + 31 * DAY, D + DAY, D + 40 * DAY],
      ages: [null, 61, 31, 69],
    },
    {
      when: 'nothing that was not old before, when the clock was behind and is right again',
      looks: [D, D + DAY, D - 60 * DAY, D + DAY + HOUR, D + 2 * DAY + 2 * HOUR],
      ages: [null, 31, null, 91.042, 31.042],
    },
  ])('$when', ({ looks, ages: expected }) => {
    expect(ages(looks).map((age) => (age === null ? null : Math.round(age * 1000) / 1000))).toEqual(expected);
  });
});

test('no more looks are remembered than one a day needs', () => {
  let looks: number[] = [];
  for (let minute = 0; minute < 10 * 24 * 60; minute += 7) looks = looksAfter(looks, D + minute * 60_000);
  expect(looks.length).toBeLessThan(27);
  expect(looks).toEqual([...looks].sort((a, b) => a - b));
});
