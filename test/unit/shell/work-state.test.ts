import { expect, test } from 'vitest';
import {
  applyTasks,
  beginAnew,
  looked,
  NO_WORK,
  type WorkState,
  workOfPerson,
} from '../../../src-main/shell/work-state.ts';
import { endText } from '../../../src-main/shell/work-texts.ts';
import type { EventBatch } from '../../../src-preload/contract/events.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { aTask } from '../renderer/fixtures.ts';

const START = 1000;
const libraryInfo = (id: string) => ({
  root: '/photos',
  name: 'Photos',
  id,
  projects: 0,
  photos: 0,
  schemaVersion: 4,
  halted: null,
});
const reset = (id: string | null, at = START): EventBatch => ({
  seq: 1,
  at,
  reset: true,
  library: id === null ? null : libraryInfo(id),
  tasks: [],
  jobs: [],
  photos: [],
  projectsChanged: false,
});
const opened = beginAnew(NO_WORK, reset('one'), []);
const running = aTask({ id: 'a', state: 'running', finishedAt: null });
const failed: Task = { ...running, state: 'failed', finishedAt: START + 5 };
const waiting: Task = {
  ...running,
  state: 'waiting',
  waitingFor: { reason: 'volume', detail: '/media/card' },
};
const unseen = (state: WorkState) => [...state.unseen.keys()];
const after = (state: WorkState, task: Task, looking = false) =>
  applyTasks(state, { tasks: [task] }, looking);

test('a failure is unseen until the window is looked at, and not at all where it is looked at already', () => {
  const { state } = after(opened, failed);
  expect(unseen(state)).toEqual(['a']);
  expect(unseen(looked(state))).toEqual([]);
  expect(unseen(after(opened, failed, true).state)).toEqual([]);
});

test('a drive that is away is asked for once, and no longer when it is back', () => {
  const asking = after(opened, waiting).state;
  expect(unseen(asking)).toEqual(['a']);
  expect(unseen(after(looked(asking), waiting).state)).toEqual([]);
  expect(unseen(after(asking, running).state)).toEqual([]);
});

test('each end is told once, however often the task is told of', () => {
  const first = after(opened, failed);
  expect(first.ended).toEqual([failed]);
  expect(after(first.state, failed).ended).toEqual([]);
});

test('a task that ends within the batch that it begins in is told of; one that ended before the start is not', () => {
  expect(after(opened, { ...failed, id: 'quick' }).ended).toHaveLength(1);
  expect(after(opened, { ...failed, finishedAt: START - 1 }).ended).toEqual([]);
});

test('a failure that is tried again is no failure while it runs, and is told of anew when it fails again', () => {
  const first = after(opened, failed);
  const retried = after(first.state, running);
  expect(unseen(retried.state)).toEqual([]);
  expect(after(retried.state, { ...failed, finishedAt: START + 9 }).ended).toHaveLength(1);
});

test('another library begins anew; a gap in the events of the same one forgets nothing', () => {
  const { state } = after(opened, failed);
  expect(unseen(beginAnew(state, reset('one', START + 50), [running]))).toEqual(['a']);
  const other = beginAnew(state, reset('two', START + 50), [running]);
  expect(unseen(other)).toEqual([]);
  expect([...other.open.keys()]).toEqual(['a']);
  expect(beginAnew(state, reset(null), []).library).toBeNull();
});

test('what a person waits for is at work, asked for by a person, and not held back', () => {
  const work = (task: Task, pauses: WorkState['pauses'] = []) =>
    workOfPerson({ open: new Map([[task.id, task]]), pauses }).length;
  expect(work(running)).toBe(1);
  expect(work({ ...running, state: 'queued' })).toBe(1);
  expect(work({ ...running, source: 'maintenance' })).toBe(0);
  expect(work({ ...running, paused: { by: 'person', at: 0 } })).toBe(0);
  expect(work({ ...running, cancelRequestedAt: 1 })).toBe(0);
  expect(work(waiting)).toBe(0);
  expect(work(running, [{ by: 'person', at: 0 }])).toBe(0);
});

const progress = (succeeded: number, failedItems: number, skipped = 0) => ({
  total: succeeded + failedItems + skipped,
  processed: succeeded + failedItems + skipped,
  succeeded,
  skipped,
  failed: failedItems,
});

test.each<[string, Partial<Task>, ReturnType<typeof endText>]>([
  [
    'success, in the words of its toast',
    {
      state: 'completed',
      successToast: 'Files removed',
      progress: progress(12, 0, 1),
      projectName: 'Wedding',
    },
    { title: 'Files removed', body: '12 items done, 1 skipped in Wedding.' },
  ],
  [
    'a mere look, which is no success of what it looked for',
    { state: 'completed', dryRun: true, label: 'Writing metadata', successToast: 'Metadata written' },
    { title: 'Writing metadata: only looked', body: 'Nothing was changed.' },
  ],
  ['success of a task that ends silently', { state: 'completed', successToast: null }, null],
  [
    'failures, with how many',
    { state: 'failed', label: 'Commit changes', progress: progress(117, 3), projectName: null },
    { title: 'Commit changes: 3 of 120 failed', body: '117 items done.' },
  ],
  [
    'failure as a whole',
    { state: 'failed', label: 'Maintenance', progress: progress(0, 0), projectName: null },
    { title: 'Maintenance failed', body: 'Open Safelight to see why.' },
  ],
  ['what the person canceled', { state: 'canceled' }, null],
])('a notification of %s', (_case, changes, text) => {
  expect(endText(aTask({ finishedAt: 1, ...changes }))).toEqual(text);
});
