import { beforeAll, describe, expect, it, test } from 'vitest';
import type { JobStats } from '../../../src-preload/contract/jobs.ts';
import { dayBars } from '../../../src-renderer/features/statistics/day-bars.ts';
import { DayChart } from '../../../src-renderer/features/statistics/day-chart.tsx';
import { Statistics } from '../../../src-renderer/features/statistics/statistics.tsx';
import { runCommand } from '../../../src-renderer/lib/commands/registry.tsx';
import { sharePercent } from '../../../src-renderer/lib/format/numbers.ts';
import { dayText } from '../../../src-renderer/lib/format/time.ts';
import { accuracyText } from '../../../src-renderer/lib/texts/statistics.ts';
import { answerCalls, during, engine, show } from './engine-behind.tsx';

const jobs = { completed: 3, failed: 1, canceled: 0 };
const items = { succeeded: 5, skipped: 1, failed: 2 };
const NOTHING: JobStats = {
  jobs: { scheduled: 0, queued: 0, running: 0, parked: 0, completed: 0, failed: 0, canceled: 0 },
  filesProcessed: 0,
  successRate: null,
  meanItemMs: null,
  meanJobMs: null,
  days: [],
  types: [],
  waits: [],
  eta: null,
};
const SOME: JobStats = {
  ...NOTHING,
  jobs: { ...NOTHING.jobs, completed: 3, failed: 1, parked: 1 },
  filesProcessed: 8,
  successRate: 0.75,
  meanItemMs: 400,
  meanJobMs: 12_000,
  days: [{ day: localToday(), jobs, items, busyMs: 3200 }],
  types: [
    {
      type: 'upload_postprocess',
      label: 'Processing uploads',
      jobs,
      items,
      meanItemMs: 400,
      meanJobMs: 12_000,
    },
  ],
  waits: [{ lane: 'priority', jobs: 4, meanMs: 200, longestMs: 5000 }],
  eta: { checked: 20, withinRange: 0.8, medianError: 0.15 },
};

function localToday(): string {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}

let stats = NOTHING;
beforeAll(() => {
  answerCalls({
    jobs: { stats: engine.jobs.stats.handler(() => stats) },
    maintenance: {
      schedules: engine.maintenance.schedules.handler(() => [
        {
          id: 'm',
          label: 'Maintenance',
          cron: '0 * * * *',
          available: true,
          nextDueAt: Date.now() - 1,
          last: null,
        },
        { id: 'n', label: 'Verify', cron: '0 3 * * *', available: false, nextDueAt: null, last: null },
      ]),
    },
  });
});

/** Opens the statistics as their key does. */
async function statistics(given: JobStats): Promise<HTMLElement> {
  stats = given;
  await show(<Statistics />);
  await during(() => runCommand('app.statistics'));
  const dialog = document.querySelector<HTMLElement>('[data-testid=statistics]');
  if (dialog === null) throw new Error('the statistics did not open');

  return dialog;
}

const cells = (dialog: HTMLElement, table: string) =>
  [...dialog.querySelectorAll(`[data-testid=statistics-${table}] tbody tr`)].map((row) =>
    [...row.children].map((cell) => cell.textContent),
  );

describe('statistics', () => {
  it('give every number of the chart in a table too', async () => {
    const dialog = await statistics(SOME);
    expect(cells(dialog, 'days')).toEqual([[dayText(localToday()), '5', '1', '2', '4', '3.2 s']]);
    expect(cells(dialog, 'types')).toEqual([['Processing uploads', '4', '1', '8', '2', '0.4 s', '12 s']]);
    expect(cells(dialog, 'waits')).toEqual([['Urgent', '4', '0.2 s', '5.0 s']]);
    expect(cells(dialog, 'states')).toEqual([
      ['Waiting for a drive', '1'],
      ['Completed', '3'],
      ['Failed', '1'],
    ]);
    expect(cells(dialog, 'schedules')).toEqual([
      ['Maintenance', 'soon', 'never'],
      ['Verify', 'not in this version', 'never'],
    ]);
    expect(dialog.querySelector('[data-testid=statistics-eta]')?.textContent).toMatch(/80% of 20 estimates/);
  });

  it('say so where nothing was done yet', async () => {
    const dialog = await statistics(NOTHING);
    expect(dialog.querySelector('[data-testid=statistics-empty]')).not.toBeNull();
    expect(dialog.querySelector('[role=img]')).toBeNull();
    expect(cells(dialog, 'schedules').length).toBe(2);
  });
});

describe('the chart of days', () => {
  it('has a place for each day, with gaps for those on which nothing was done', () => {
    const bars = dayBars([{ day: '2026-11-22', jobs, items, busyMs: 1 }], 5, new Date(2026, 10, 24));
    expect(bars.map((bar) => bar.day)).toEqual([
      '2026-11-20',
      '2026-11-21',
      '2026-11-22',
      '2026-11-23',
      '2026-11-24',
    ]);
    expect(bars[2]).toEqual({ day: '2026-11-22', ...items });
    expect(bars[4]).toEqual({ day: '2026-11-24', succeeded: 0, skipped: 0, failed: 0 });
  });

  it('goes over the change of the clocks without losing or doubling a day', () => {
    for (const today of [new Date(2026, 2, 30), new Date(2026, 9, 26), new Date(2026, 10, 2)]) {
      const days = dayBars([], 30, today).map((bar) => bar.day);
      expect(new Set(days).size).toBe(30);
    }
  });

  it('is told in words, and tells failed apart without a colour', async () => {
    const { root } = await show(<DayChart days={SOME.days} span={7} />);
    const chart = root.querySelector('[role=img]');
    expect(chart?.getAttribute('aria-label')).toBe('Files of each day: 8 files in 7 days, 2 failed');
    const striped = [...root.querySelectorAll('rect[fill]')].filter(
      (rect) => Number(rect.getAttribute('height')) > 0,
    );
    expect(striped.map((rect) => rect.getAttribute('fill'))).toEqual([
      `url(#${root.querySelector('pattern')?.id})`,
    ]);
  });

  it('keeps within its frame, even where a part is too small to be drawn to scale', async () => {
    const day = {
      day: localToday(),
      jobs,
      busyMs: 1,
      items: { succeeded: 1_000_000, skipped: 1, failed: 1 },
    };
    const { root } = await show(<DayChart days={[day]} span={1} />);
    const tops = [...root.querySelectorAll('g rect')].map((rect) => Number(rect.getAttribute('y')));
    expect(Math.min(...tops)).toBeGreaterThanOrEqual(0);
  });
});

test('a share is never rounded up to all', () => {
  expect([0, 0.5, 0.9996, 0.29, 1].map(sharePercent)).toEqual(['0%', '50%', '99.9%', '29%', '100%']);
});

test('how right the time left was is not judged by a handful of cases', () => {
  expect(accuracyText(null)).toBeNull();
  expect(accuracyText({ checked: 4, withinRange: 1, medianError: 0 })).toBeNull();
  expect(accuracyText({ checked: 1200, withinRange: 0.805, medianError: 0.152 })).toBe(
    'The time left was right in 80% of 1,200 estimates; half of them were off by 16% or less.',
  );
});
