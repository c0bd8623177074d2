import type { EventBatch } from '../../src-preload/contract/events.ts';
import type { Pause, QueueStatus } from '../../src-preload/contract/jobs.ts';
import type { LibraryInfo } from '../../src-preload/contract/library.ts';
import type { Task } from '../../src-preload/contract/tasks.ts';

/** What the tray, the notifications and the questions before quitting know of the work. */
export interface WorkState {
  library: Pick<LibraryInfo, 'id' | 'name' | 'halted'> | null;
  /** Everything is held back by these. */
  pauses: readonly Pause[];
  /** Tasks that have not ended, as they are newest known. */
  open: ReadonlyMap<string, Task>;
  /** Tasks that have failed, or began to wait for the person, since the window was last looked at. */
  unseen: ReadonlyMap<string, Task>;
  /** Ends that were told of: `taskId@finishedAt`. A task that is retried may end once more. */
  told: ReadonlySet<string>;
  /** What ended before this is history. */
  since: number;
}

export const NO_WORK: WorkState = {
  library: null,
  pauses: [],
  open: new Map(),
  unseen: new Map(),
  told: new Set(),
  since: 0,
};

/** Far more than ends between two looks at the window; a bound all the same. */
const MAX_TOLD = 500;

export interface WorkChange {
  state: WorkState;
  /** Tasks whose end is new. Each is named once, however often it is told of. */
  ended: Task[];
}

/** The state of a library that was just opened, or whose events have a gap: `open` is all that has not ended. */
export function beginAnew(before: WorkState, batch: EventBatch, open: readonly Task[]): WorkState {
  const library = batch.library ?? null;
  const same = library !== null && library.id === before.library?.id;
  return {
    library,
    pauses: pausesOf(batch.queue),
    open: new Map(open.map((task) => [task.id, task])),
    unseen: same ? before.unseen : new Map(),
    told: same ? before.told : new Set(),
    since: same ? before.since : batch.at,
  };
}

/** @param looking whether the person has the window before them: then nothing of it goes unseen */
export function applyTasks(
  before: WorkState,
  { tasks, queue }: Pick<EventBatch, 'tasks' | 'queue'>,
  looking: boolean,
): WorkChange {
  const open = new Map(before.open);
  const unseen = new Map(before.unseen);
  const told = new Set(before.told);
  const ended: Task[] = [];
  for (const task of tasks) {
    if (task.finishedAt === null) {
      const wasAsking = asksForPerson(before.open.get(task.id));
      open.set(task.id, task);
      if (!asksForPerson(task)) unseen.delete(task.id);
      else if (!wasAsking && !looking) unseen.set(task.id, task);
      continue;
    }
    open.delete(task.id);
    const key = `${task.id}@${task.finishedAt}`;
    if (task.finishedAt < before.since || told.has(key)) continue;
    told.add(key);
    ended.push(task);
    if (task.state === 'failed' && !looking) unseen.set(task.id, task);
    else unseen.delete(task.id);
  }
  const pauses = queue === undefined ? before.pauses : pausesOf(queue);
  const state = { ...before, open, unseen, pauses, told: new Set([...told].slice(-MAX_TOLD)) };
  return { state, ended };
}

/** The person has looked at the window. */
export function looked(state: WorkState): WorkState {
  return state.unseen.size === 0 ? state : { ...state, unseen: new Map() };
}

/** It stands still until the person does something: connects a drive. */
function asksForPerson(task: Task | undefined): boolean {
  return task?.state === 'waiting' && task.waitingFor?.reason === 'volume';
}

/** Work that goes on now, or does so without anybody's help. */
export function isAtWork({ state, cancelRequestedAt, paused }: Task): boolean {
  return (state === 'running' || state === 'queued') && cancelRequestedAt === null && paused === null;
}

/** What a person waits for: what the app does by itself goes on another time, and nobody misses it. */
export function workOfPerson({ open, pauses }: Pick<WorkState, 'open' | 'pauses'>): Task[] {
  if (pauses.length > 0) return [];
  return [...open.values()].filter((task) => task.source === 'user' && isAtWork(task));
}

function pausesOf(queue: QueueStatus | null | undefined): Pause[] {
  return (queue?.pauses ?? []).map(({ owner, at }) => ({ by: owner, at }));
}
