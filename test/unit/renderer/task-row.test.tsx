import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { TaskRow } from '../../../src-renderer/features/tasks/task-row.tsx';
import { answerCalls, engine, press, show } from './engine-behind.tsx';
import { aTask } from './fixtures.ts';

const ID = '11111111-2222-4333-8444-555555555555';
const task = (change: Partial<Task> = {}) => aTask({ id: ID, priority: 90, ...change });
const row = (change: Partial<Task> = {}) => <TaskRow task={task(change)} focused={false} />;

let calls: unknown[] = [];
beforeEach(() => {
  calls = [];
});
beforeAll(() => {
  const answer =
    (name: string) =>
    ({ input }: { input: unknown }) => {
      calls.push([name, input]);
      return task();
    };
  answerCalls({
    tasks: {
      pause: engine.tasks.pause.handler(answer('pause')),
      resume: engine.tasks.resume.handler(answer('resume')),
      retry: engine.tasks.retry.handler(answer('retry')),
      cancel: engine.tasks.cancel.handler(answer('cancel')),
      setPriority: engine.tasks.setPriority.handler(answer('setPriority')),
    },
  });
});

const ACTIONS = ['pause', 'resume', 'cancel', 'retry', 'first', 'look-again'];
const offered = (root: HTMLElement) =>
  ACTIONS.filter((action) => root.querySelector(`[data-testid="task-${action}"]`) !== null);

const paused = { by: 'person', at: Date.now() };
const failures = { total: 10, processed: 10, succeeded: 7, skipped: 0, failed: 3 };

describe('a row of the tasks panel', () => {
  it.each<[string, Partial<Task>, string[]]>([
    ['runs', {}, ['pause', 'cancel']],
    ['waits for its turn', { state: 'queued', waitingFor: { reason: 'slot' } }, ['pause', 'cancel', 'first']],
    ['goes first already', { state: 'queued', priority: 100 }, ['pause', 'cancel']],
    ['is being paused', { paused }, ['resume', 'cancel']],
    ['is paused', { state: 'paused', paused, waitingFor: { reason: 'paused' } }, ['resume', 'cancel']],
    ['has only paused jobs', { state: 'paused', waitingFor: { reason: 'paused' } }, ['resume', 'cancel']],
    [
      'waits for a drive',
      { state: 'waiting', waitingFor: { reason: 'volume' } },
      ['pause', 'cancel', 'look-again'],
    ],
    ['runs on with failures', { retryable: 2 }, ['pause', 'cancel', 'retry']],
    ['is being canceled', { cancelRequestedAt: 5, retryable: 2 }, ['cancel']],
    ['ended with failures', { state: 'failed', retryable: 3, progress: failures }, ['retry']],
    ['was canceled', { state: 'canceled', retryable: 3 }, []],
    ['is completed', { state: 'completed' }, []],
  ])('offers what can be done where the task %s', async (_name, change, actions) => {
    const { root } = await show(row(change));
    expect(offered(root)).toEqual(actions);
  });

  it('tells what a scan looks through', async () => {
    const scan = row({
      type: 'batch_scan',
      label: 'Batch scan',
      projectName: null,
      folder: '/cards/EOS\n1',
    });
    const { root } = await show(scan);
    const title = root.querySelector('li [id] strong')?.parentElement;
    expect(title?.textContent).toBe('Batch scan/cards/EOS␊1');
  });

  it('of a preview that was closed is as quiet as that of one that came to its end', async () => {
    const texts = async (change: Partial<Task>) => {
      const { root } = await show(row({ type: 'batch_scan', label: 'Batch scan', finishedAt: 1, ...change }));
      const paths = [...root.querySelectorAll('li > div:first-child path')].map((path) =>
        path.getAttribute('d'),
      );
      return { text: root.textContent, icon: paths[0] };
    };
    expect((await texts({ state: 'completed', dryRun: true })).text).toContain('Only looked');
    const closed = await texts({ state: 'canceled', dryRun: true });
    expect(closed.text).toContain('Only looked, not to the end');
    expect(closed.text).not.toContain('Canceled');
    const canceled = await texts({ state: 'canceled' });
    expect(canceled.text).toContain('Canceled');
    expect(canceled.icon).not.toBe(closed.icon);
  });

  it('asks the engine for what its buttons say', async () => {
    const { root } = await show(row({ state: 'queued', waitingFor: { reason: 'slot' }, retryable: 2 }));
    for (const button of ['task-pause', 'task-first', 'task-retry', 'task-cancel']) await press(root, button);
    expect(calls).toEqual([
      ['pause', { id: ID }],
      ['setPriority', { id: ID, priority: 100 }],
      ['retry', { id: ID }],
      ['cancel', { id: ID }],
    ]);
  });

  it('says who paused it, for what it waits, and who asked for it if it was not you', async () => {
    const { root } = await show(
      row({ state: 'paused', paused, waitingFor: { reason: 'paused' }, requestedBy: 'scheduler' }),
    );
    const waits = root.querySelector('[data-testid=task-waits]')?.textContent;
    expect(waits).toMatch(/^Paused by you since \d\d:\d\d\. Goes on when you resume it\.$/);
    expect(root.textContent).toContain('asked for by the schedule');
  });

  it('keeps the focus in the row when the button that had it is gone', async () => {
    const { root, again } = await show(row({ state: 'failed', retryable: 3, progress: failures }));
    await press(root, 'task-retry');
    await again(row({ state: 'queued' }));
    expect(offered(root)).not.toContain('retry');
    expect(document.activeElement?.getAttribute('data-testid')).toBe('task-expand');
  });
});
