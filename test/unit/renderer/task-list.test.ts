import { describe, expect, it } from 'vitest';
import {
  inPanelOrder,
  summarizeWork,
  withHistoryChanges,
  withJobChanges,
  withOlderTasks,
  withTaskChanges,
} from '../../../src-renderer/features/tasks/task-list.ts';
import { aJob, aTask } from './fixtures.ts';

describe('list of tasks', () => {
  const page = { tasks: [aTask({ id: 'b', createdAt: 200 }), aTask({ id: 'a', createdAt: 100 })], total: 2 };

  it('replaces what it knows and puts what is new on top', () => {
    const next = withTaskChanges(
      page,
      [aTask({ id: 'a', createdAt: 100, state: 'completed' }), aTask({ id: 'c', createdAt: 300 })],
      false,
    );
    expect(next.tasks.map((task) => [task.id, task.state])).toEqual([
      ['c', 'running'],
      ['b', 'running'],
      ['a', 'completed'],
    ]);
    expect(next.total).toBe(3);
  });

  it('keeps maintenance out of a list that does not show it', () => {
    const maintenance = aTask({ id: 'm', source: 'maintenance', createdAt: 400 });
    expect(withTaskChanges(page, [maintenance], false)).toBe(page);
    expect(withTaskChanges(page, [maintenance], true).tasks[0]?.id).toBe('m');
  });

  it('of certain states lets a task go that left them, and takes in one that came to them', () => {
    const running = { tasks: page.tasks, total: 2 };
    const ended = aTask({ id: 'a', createdAt: 100, state: 'completed' });
    const next = withTaskChanges(running, [ended, aTask({ id: 'c', createdAt: 300 })], false, ['running']);
    expect(next.tasks.map((task) => task.id)).toEqual(['c', 'b']);
    expect(next.total).toBe(2);
  });

  it('does not bring a task of another page to the top of this one', () => {
    const partial = { tasks: page.tasks, total: 500 };
    expect(withTaskChanges(partial, [aTask({ id: 'old', createdAt: 5 })], false).tasks.length).toBe(2);
  });

  it('keeps history true without letting anything new into it', () => {
    const history = withHistoryChanges(page, [aTask({ id: 'a', state: 'queued' }), aTask({ id: 'new' })]);
    expect(history.tasks.map((task) => [task.id, task.state])).toEqual([
      ['b', 'running'],
      ['a', 'queued'],
    ]);
    expect(withHistoryChanges(page, [aTask({ id: 'new' })])).toBe(page);
    expect(withHistoryChanges(page, [aTask({ id: 'a', state: 'queued' })], ['running']).tasks.length).toBe(1);
  });

  it('shows a task of an older page once, and as it is newest known', () => {
    const older = [aTask({ id: 'a', state: 'queued', createdAt: 100 }), aTask({ id: 'z', createdAt: 1 })];
    expect(withOlderTasks(page.tasks, older).map((task) => [task.id, task.state])).toEqual([
      ['b', 'running'],
      ['a', 'running'],
      ['z', 'running'],
    ]);
  });

  it('shows what is going on before what has ended', () => {
    const order = inPanelOrder([
      aTask({ id: 'done', state: 'completed', createdAt: 900 }),
      aTask({ id: 'early', createdAt: 100 }),
      aTask({ id: 'late', state: 'queued', createdAt: 200 }),
    ]);
    expect(order.map((task) => task.id)).toEqual(['late', 'early', 'done']);
  });

  it('takes the jobs of its own task only', () => {
    const jobs = withJobChanges(
      [aJob(1)],
      [aJob(1, { state: 'completed' }), aJob(2), aJob(3, { taskId: 'b' })],
      'a',
    );
    expect(jobs.map((job) => [job.id, job.state])).toEqual([
      [1, 'completed'],
      [2, 'running'],
    ]);
  });
});

describe('work as a whole', () => {
  it('gives no share while anything is still being counted', () => {
    expect(summarizeWork([aTask(), aTask({ id: 'b', discovering: true })]).fraction).toBeNull();
  });

  it('adds up what runs and leaves out what has ended', () => {
    const work = summarizeWork([
      aTask(),
      aTask({ id: 'b', state: 'failed' }),
      aTask({ id: 'c', state: 'queued' }),
    ]);
    expect(work).toMatchObject({ total: 20, processed: 8, fraction: 0.4 });
    expect(work.active.map((task) => task.id)).toEqual(['a', 'c']);
  });
});
