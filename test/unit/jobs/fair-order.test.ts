import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { turnAfter } from '../../../src-main/jobs/fair-order.ts';

/** A lane in ten lines: jobs get their turn when they are queued, and the smallest is served. */
class Lane {
  readonly waiting: { task: string; turn: number; order: number }[] = [];
  readonly #last = new Map<string, number>();
  #reached = 0;
  #order = 0;

  add(task: string, priority: number): void {
    const turn = turnAfter({ lane: this.#reached, task: this.#last.get(task) ?? null, priority });
    this.#last.set(task, turn);
    this.#order += 1;
    this.waiting.push({ task, turn, order: this.#order });
  }

  claim(): string | undefined {
    this.waiting.sort((a, b) => a.turn - b.turn || a.order - b.order);
    const job = this.waiting.shift();
    if (job !== undefined) this.#reached = Math.max(this.#reached, job.turn);
    return job?.task;
  }

  claimAll(): string[] {
    const order: string[] = [];
    for (let task = this.claim(); task !== undefined; task = this.claim()) order.push(task);
    return order;
  }
}

test('within a task, first come is first served', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 100 }), (count, priority) => {
      const turns: number[] = [];
      let last: number | null = null;
      for (let job = 0; job < count; job += 1) {
        last = turnAfter({ lane: 0, task: last, priority });
        turns.push(last);
      }
      expect(turns).toEqual([...turns].sort((a, b) => a - b));
      expect(new Set(turns).size).toBe(count);
    }),
  );
});

test('a task that comes later gets in between the fifty chunks of one that came before', () => {
  const lane = new Lane();
  for (let chunk = 0; chunk < 50; chunk += 1) lane.add('large', 90);
  expect([lane.claim(), lane.claim(), lane.claim()]).toEqual(['large', 'large', 'large']);
  for (let chunk = 0; chunk < 3; chunk += 1) lane.add('small', 90);
  const order = lane.claimAll();
  expect(order.slice(0, 6).filter((task) => task === 'small')).toHaveLength(3);
});

test('the more urgent work goes first', () => {
  const lane = new Lane();
  for (let chunk = 0; chunk < 10; chunk += 1) lane.add('background', 20);
  lane.claim();
  lane.add('urgent', 60);
  expect(lane.claim()).toBe('urgent');
});

describe('ageing', () => {
  test.each([
    [100, 90],
    [100, 50],
    [60, 20],
    [50, 0],
  ])(
    'with an endless stream of priority %i, one job of priority %i waits for a bounded time',
    (high, low) => {
      const lane = new Lane();
      lane.add('patient', low);
      let passed = 0;
      for (;;) {
        lane.add(`stream ${passed}`, high);
        if (lane.claim() === 'patient') break;
        passed += 1;
        if (passed > 10_000) break;
      }
      expect(passed).toBeLessThanOrEqual(2 ** ((high - low) / 10) + 1);
    },
  );
});
