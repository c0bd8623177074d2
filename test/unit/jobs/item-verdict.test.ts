import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src-main/files/app-error.ts';
import { backoffMs } from '../../../src-main/jobs/backoff.ts';
import { judgeItemError } from '../../../src-main/jobs/item-verdict.ts';

const judge = (error: AppError, item = { attempt: 1, crash_count: 0 }) =>
  judgeItemError({ error, item, maxAttempts: 3, now: 1000, random: 0.5 });

describe('an error is judged by its class', () => {
  test('a permanent one fails at once', () => {
    expect(judge(new AppError('truncated', { detail: 'cut' }))).toEqual({
      kind: 'fail',
      code: 'truncated',
      detail: 'cut',
    });
  });

  test('a passing one is tried again after a wait, until the attempts are used up', () => {
    const busy = new AppError('file_busy', { retry: 'later' });
    expect(judge(busy)).toMatchObject({ kind: 'again', refund: false, crashed: false });
    expect(judge(busy, { attempt: 3, crash_count: 0 })).toMatchObject({ kind: 'fail', code: 'file_busy' });
  });

  test('an item that a worker died on is run again alone, at no cost of an attempt', () => {
    expect(judge(new AppError('worker_crashed', { retry: 'now' }), { attempt: 3, crash_count: 0 })).toEqual({
      kind: 'again',
      runAt: 1000,
      refund: true,
      crashed: true,
      runAlone: true,
    });
  });

  test.each(['worker_crashed', 'worker_timeout', 'worker_out_of_memory'])(
    'the second death (%s) quarantines it',
    (code) => {
      expect(judge(new AppError(code, { retry: 'now' }), { attempt: 1, crash_count: 1 })).toEqual({
        kind: 'fail',
        code: 'quarantined',
        detail: code,
      });
    },
  );

  test('an item whose worker was ended for the sake of another is no suspect', () => {
    expect(
      judge(new AppError('worker_restarted', { retry: 'now' }), { attempt: 3, crash_count: 1 }),
    ).toMatchObject({
      kind: 'again',
      refund: true,
      crashed: false,
      runAlone: false,
    });
  });

  test.each(['canceled', 'handed_back', 'lease_lost'])(
    '%s leaves the row to whoever ends the job',
    (code) => {
      expect(judge(new AppError(code))).toEqual({ kind: 'leave' });
    },
  );
});

test('waits double, stay below the cap, and are spread', () => {
  const policy = { baseMs: 1000, capMs: 10_000 };
  expect([1, 2, 3, 4, 5, 50].map((attempt) => backoffMs(attempt, 1, policy))).toEqual([
    1000, 2000, 4000, 8000, 10_000, 10_000,
  ]);
  expect(backoffMs(3, 0, policy)).toBe(2000);
});
