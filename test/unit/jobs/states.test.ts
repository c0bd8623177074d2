import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTerminalItem, isTerminalJob, nextItemState, nextJobState } from '../../../src-main/jobs/states.ts';
import type { ItemState, JobState } from '../../../src-preload/contract/states.ts';

const jobMoves = [
  'due',
  'claim',
  'complete',
  'fail',
  'backoff',
  'handBack',
  'park',
  'unpark',
  'cancel',
] as const;
const itemMoves = ['start', 'finish', 'fail', 'skip', 'release', 'cancel'] as const;

test('a job that has ended stays as it ended, whatever happens to it', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...jobMoves), { maxLength: 40 }), (moves) => {
      let state: JobState = 'queued';
      let ended: JobState | null = null;
      for (const move of moves) {
        state = nextJobState(state, move) ?? state;
        if (ended !== null) expect(state).toBe(ended);
        if (isTerminalJob(state)) ended = state;
      }
    }),
  );
});

test('a canceled job never becomes completed, not even by a retry', () => {
  expect(nextJobState('canceled', 'complete')).toBeNull();
  expect(nextJobState('canceled', 'retry')).toBeNull();
  expect(nextJobState('failed', 'retry')).toBe('queued');
});

test('only a running job can complete, back off or be handed back', () => {
  const others: JobState[] = ['scheduled', 'queued', 'parked', 'completed', 'failed', 'canceled'];
  for (const state of others) {
    for (const move of ['complete', 'backoff', 'handBack'] as const)
      expect(nextJobState(state, move)).toBeNull();
  }
});

test('an item that has ended stays as it ended', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...itemMoves), { maxLength: 40 }), (moves) => {
      let state: ItemState = 'pending';
      let ended: ItemState | null = null;
      for (const move of moves) {
        state = nextItemState(state, move) ?? state;
        if (ended !== null) expect(state).toBe(ended);
        if (isTerminalItem(state)) ended = state;
      }
    }),
  );
});
