import { describe, expect, it, test } from 'vitest';
import type { WaitingFor } from '../../../src-preload/contract/jobs.ts';
import { waitingFor } from '../../../src-preload/contract/jobs.ts';
import { dayBars } from '../../../src-renderer/features/statistics/day-bars.ts';
import { allPausedText } from '../../../src-renderer/features/tasks/queue.ts';
import { pausedText, waitingText } from '../../../src-renderer/lib/texts/waiting.ts';

const NOW = 1_000_000_000;

describe('what work waits for', () => {
  it('has a sentence of its own for each reason', () => {
    const reasons = waitingFor.shape.reason.options;
    const texts = reasons.map((reason: WaitingFor['reason']) => waitingText({ reason }, NOW));
    expect(new Set(texts).size).toBe(reasons.length);
  });

  it('names the place of a drive, and the time of a try', () => {
    expect(waitingText({ reason: 'volume', detail: '/media/card' }, NOW)).toContain('/media/card');
    expect(waitingText({ reason: 'time', until: NOW + 12_000 }, NOW)).toContain('in 12 s');
    expect(waitingText({ reason: 'time', until: NOW - 1 }, NOW)).toContain('about to');
  });

  it('says who paused it', () => {
    expect(pausedText({ by: 'person', at: NOW }, NOW)).toBe('Paused by you just now');
    expect(pausedText({ by: 'battery', at: NOW }, NOW)).toBe('Paused by battery just now');
  });
});

test('that everything is paused is told with who and why, and not at all while work goes on', () => {
  const queue = {
    pauses: [{ owner: 'person', reason: 'a talk', at: NOW }],
    running: 0,
    waiting: { priority: 0, normal: 0 },
    slots: { total: 2, reservedForPriority: 1 },
    size: 0,
    limit: 10,
  };
  expect(allPausedText(queue, NOW)).toBe('All work is paused by you just now (a talk).');
  expect(allPausedText({ ...queue, pauses: [] }, NOW)).toBeNull();
  expect(allPausedText(undefined, NOW)).toBeNull();
});

test('the chart has a place for each day, with gaps for those on which nothing was done', () => {
  const items = { succeeded: 5, skipped: 1, failed: 2 };
  const jobs = { completed: 1, failed: 0, canceled: 0 };
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
