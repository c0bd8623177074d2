import { describe, expect, it } from 'vitest';
import type { JobItem } from '../../../src-preload/contract/jobs.ts';
import { itemLines } from '../../../src-renderer/features/tasks/item-lines.ts';

const item = (change: Partial<JobItem>): JobItem => ({
  id: 3,
  jobId: 1,
  ref: 'photo 17',
  photoId: 17,
  state: 'failed',
  attempt: 1,
  crashCount: 0,
  runAt: null,
  error: { code: 'quarantined' },
  durationMs: null,
  finishedAt: null,
  files: [],
  ...change,
});

describe('lines of an item', () => {
  it('is one for an item without files, which is not offered to be revealed', () => {
    expect(itemLines(item({}))).toEqual([
      {
        key: '3',
        path: 'photo 17',
        outcome: 'Failed',
        reason: 'This file crashed the decoder twice and was set aside.',
        retryItem: 3,
        canReveal: false,
      },
    ]);
  });

  it('is one for each file, with its own reason or else that of the whole', () => {
    const files: JobItem['files'] = [
      { path: '/a/1.jpg', outcome: 'failed', photoId: null, problem: { code: 'truncated' } },
      { path: '/a/1.cr3', outcome: 'failed', photoId: null, problem: null },
    ];
    const lines = itemLines(item({ files }));
    expect(lines.map((line) => [line.path, line.canReveal])).toEqual([
      ['/a/1.jpg', true],
      ['/a/1.cr3', true],
    ]);
    expect(lines[0]?.reason).toMatch(/cut short/);
    expect(lines[1]?.reason).toMatch(/crashed/);
  });

  it('offers to try a failed one again, once for all of its files, and never where its task was canceled', () => {
    const file = (path: string) => ({ path, outcome: 'failed' as const, photoId: null, problem: null });
    const failed = item({ files: [file('/a.jpg'), file('/a.nef')] });
    expect(itemLines(failed).map((line) => line.retryItem)).toEqual([3, null]);
    expect(itemLines(failed, false).map((line) => line.retryItem)).toEqual([null, null]);
    expect(itemLines(item({ state: 'done' }))[0]?.retryItem).toBeNull();
  });

  it('says when one that waits is tried again, and why it has to be', () => {
    const now = new Date(2026, 10, 24, 14, 0).getTime();
    const reasonOf = (change: Partial<JobItem>) =>
      itemLines(item({ state: 'pending', error: null, ...change }), true, now)[0]?.reason;
    expect(reasonOf({ runAt: null })).toBeNull();
    expect(reasonOf({ runAt: now + 30_000, attempt: 1, error: { code: 'worker_crashed' } })).toBe(
      'The decoder crashed while it worked on this file. Try 2 comes at 14:00:30.',
    );
    expect(reasonOf({ runAt: now - 1, attempt: 2 })).toBe('Try 3 comes in its turn.');
  });
});
