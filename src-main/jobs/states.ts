import type { ItemState, JobState } from '../../src-preload/contract/states.ts';

/**
 * What may happen to a job, and to which state each leads from where it may happen. Every statement that changes a state
 * takes its guard from here (`jobStatesBefore`), and the triggers `jobs_transition` and `items_transition` of the schema
 * say the same once more, so that not even a wrong statement can break it; a test compares the two.
 */
const JOB_TRANSITIONS = {
  /** The due timer. */
  due: { scheduled: 'queued' },
  claim: { queued: 'running' },
  complete: { running: 'completed' },
  fail: { running: 'failed', queued: 'failed' },
  /** A cause that may pass: wait, then try again. */
  backoff: { running: 'scheduled' },
  /** Nothing was wrong with the work: quit, pause, suspend, a process that died. */
  handBack: { running: 'queued' },
  park: { running: 'parked', queued: 'parked', scheduled: 'parked' },
  unpark: { parked: 'queued' },
  cancel: { scheduled: 'canceled', queued: 'canceled', parked: 'canceled', running: 'canceled' },
  /** Only ever asked for by a person. A canceled job stays canceled. */
  retry: { failed: 'queued' },
} as const satisfies Record<string, Partial<Record<JobState, JobState>>>;

const ITEM_TRANSITIONS = {
  start: { pending: 'running' },
  finish: { running: 'done' },
  fail: { running: 'failed', pending: 'failed' },
  skip: { running: 'skipped', pending: 'skipped' },
  /** Back for another try, or because its process died. */
  release: { running: 'pending' },
  cancel: { pending: 'canceled', running: 'canceled' },
  retry: { failed: 'pending' },
} as const satisfies Record<string, Partial<Record<ItemState, ItemState>>>;

export type JobTransition = keyof typeof JOB_TRANSITIONS;
export type ItemTransition = keyof typeof ITEM_TRANSITIONS;
export const JOB_MOVES = Object.keys(JOB_TRANSITIONS) as JobTransition[];
export const ITEM_MOVES = Object.keys(ITEM_TRANSITIONS) as ItemTransition[];

/** The state a transition leads to, or null where it is not allowed. */
export function nextJobState(from: JobState, transition: JobTransition): JobState | null {
  return (JOB_TRANSITIONS[transition] as Partial<Record<JobState, JobState>>)[from] ?? null;
}

export function nextItemState(from: ItemState, transition: ItemTransition): ItemState | null {
  return (ITEM_TRANSITIONS[transition] as Partial<Record<ItemState, ItemState>>)[from] ?? null;
}

/** The states that a transition starts from, as a list for SQL: `'queued', 'scheduled'`. Literal, so that partial indexes apply. */
export function jobStatesBefore(transition: JobTransition): string {
  return quoted(Object.keys(JOB_TRANSITIONS[transition]));
}

export function itemStatesBefore(transition: ItemTransition): string {
  return quoted(Object.keys(ITEM_TRANSITIONS[transition]));
}

export const TERMINAL_JOB_STATES = ['completed', 'failed', 'canceled'] as const;
export const OPEN_JOB_STATES = ['scheduled', 'queued', 'running', 'parked'] as const;

export function isTerminalJob(state: JobState): boolean {
  return (TERMINAL_JOB_STATES as readonly JobState[]).includes(state);
}

export function isTerminalItem(state: ItemState): boolean {
  return state !== 'pending' && state !== 'running';
}

function quoted(states: readonly string[]): string {
  return states.map((state) => `'${state}'`).join(', ');
}
