import { expect, test } from 'vitest';
import { deriveTaskState } from '../../../src-main/tasks/derive-state.ts';
import type { JobState, TaskState } from '../../../src-preload/contract/states.ts';

interface Row {
  jobs: JobState[];
  failedItems?: number;
  pendingSteps?: number;
  cancelRequested?: boolean;
  paused?: boolean;
}

test.each<[TaskState, Row]>([
  ['queued', { jobs: ['queued'] }],
  ['running', { jobs: ['running', 'queued'] }],
  ['running', { jobs: ['completed', 'queued'] }],
  ['running', { jobs: ['completed'], pendingSteps: 1 }],
  ['running', { jobs: ['scheduled'] }],
  ['waiting', { jobs: ['parked', 'completed'] }],
  ['paused', { jobs: ['queued'], paused: true }],
  ['completed', { jobs: ['completed', 'completed'] }],
  ['failed', { jobs: ['completed', 'failed'] }],
  ['failed', { jobs: ['completed'], failedItems: 1 }],
  ['canceled', { jobs: ['completed', 'canceled'], cancelRequested: true }],
  ['canceled', { jobs: ['completed'], pendingSteps: 2, cancelRequested: true }],
  ['running', { jobs: ['running', 'canceled'], cancelRequested: true }],
  // Asked to stop when everything was done already: then it is done.
  ['completed', { jobs: ['completed'], cancelRequested: true }],
])('%s: %j', (expected, row) => {
  const state = deriveTaskState({
    cancelRequested: row.cancelRequested ?? false,
    paused: row.paused ?? false,
    pendingSteps: row.pendingSteps ?? 0,
    jobs: row.jobs.map((job) => ({ state: job, failedItems: row.failedItems ?? 0, held: false })),
  });
  expect(state).toBe(expected);
});
