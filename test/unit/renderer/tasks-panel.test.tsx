import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { QueueStatus } from '../../../src-preload/contract/jobs.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { StatusBar } from '../../../src-renderer/app/status-bar.tsx';
import { goToTask, showTasks, useView } from '../../../src-renderer/app/view.ts';
import { TasksPanel } from '../../../src-renderer/features/tasks/tasks-panel.tsx';
import { runCommand } from '../../../src-renderer/lib/commands/registry.tsx';
import { answerCalls, during, engine, press, show } from './engine-behind.tsx';
import { aTask } from './fixtures.ts';

const uuid = (digit: number) => `${digit}`.repeat(8).concat('-1111-4111-8111-111111111111');
const TASKS: Task[] = [
  aTask({ id: uuid(1), label: 'Import', createdAt: 400 }),
  aTask({ id: uuid(2), label: 'Scan', state: 'failed', createdAt: 300 }),
  aTask({ id: uuid(3), label: 'Move', state: 'completed', createdAt: 200 }),
  aTask({ id: uuid(4), label: 'Maintenance', state: 'failed', source: 'maintenance', createdAt: 100 }),
];
const RUNNING: QueueStatus = {
  pauses: [],
  running: 1,
  waiting: { priority: 0, normal: 0 },
  slots: { total: 2, reservedForPriority: 1 },
  size: 1,
  limit: 10_000,
};

let queue = RUNNING;
let reasons: string[] = [];
beforeEach(() => {
  queue = RUNNING;
  reasons = [];
});
beforeAll(() => {
  answerCalls({
    library: { current: engine.library.current.handler(() => null) },
    photos: { index: engine.photos.index.handler(() => ({ ids: [], aspects: [] })) },
    tasks: {
      list: engine.tasks.list.handler(({ input: { states, includeMaintenance } }) => {
        const tasks = TASKS.filter(
          (task) =>
            (states?.includes(task.state) ?? true) && (includeMaintenance === true || task.source === 'user'),
        );
        return { tasks, total: tasks.length };
      }),
    },
    settings: {
      get: engine.settings.get.handler(() => ({
        config: { ui: { include_maintenance_jobs: true } },
        defaults: {},
        overrides: {},
      })),
    },
    jobs: {
      queue: engine.jobs.queue.handler(() => queue),
      pauseAll: engine.jobs.pauseAll.handler(({ input }) => {
        reasons.push(input.reason);
        queue = { ...RUNNING, pauses: [{ owner: 'person', reason: input.reason, at: Date.now() }] };
        return queue;
      }),
      resumeAll: engine.jobs.resumeAll.handler(() => {
        queue = RUNNING;
        return queue;
      }),
    },
  });
});

async function panel(showMaintenance: boolean | null = false) {
  await during(() => useView.getState().set({ taskFilter: 'all', showMaintenance, focusedTask: null }));
  return show(
    <>
      <TasksPanel />
      <StatusBar />
    </>,
  );
}
const rows = (root: HTMLElement) =>
  [...root.querySelectorAll('[data-testid=task-row]')].map(
    (row) =>
      document.getElementById(row.getAttribute('aria-labelledby') ?? '')?.querySelector('strong')
        ?.textContent,
  );
const has = (root: HTMLElement, testId: string) => root.querySelector(`[data-testid=${testId}]`) !== null;

describe('the tasks panel', () => {
  it('shows the tasks of one kind, says that it does, and lets go of it', async () => {
    const { root } = await panel();
    expect(rows(root)).toEqual(['Import', 'Scan', 'Move']);
    expect(has(root, 'task-filtered')).toBe(false);
    await during(() => useView.getState().set({ taskFilter: 'failed' }));
    expect(rows(root)).toEqual(['Scan']);
    expect(root.querySelector('[data-testid=task-filtered]')?.textContent).toContain('Failed');
    await during(() => useView.getState().set({ showMaintenance: true }));
    expect(rows(root)).toEqual(['Scan', 'Maintenance']);
    await during(() => root.querySelector<HTMLElement>('[data-testid=task-filtered] button')?.click());
    expect(rows(root)).toEqual(['Import', 'Scan', 'Move', 'Maintenance']);
  });

  it('does not let a row that comes much later take the focus, because it was once wanted', async () => {
    const { root } = await panel();
    await during(() => goToTask(uuid(4)));
    await during(() => useView.getState().set({ showMaintenance: true }));
    expect(rows(root)).toContain('Maintenance');
    expect(document.activeElement).toBe(document.body);
    await during(() => goToTask(uuid(4)));
    expect(document.activeElement?.closest<HTMLElement>('[data-testid=task-row]')?.dataset.taskId).toBe(
      uuid(4),
    );
  });

  it('shows the work of maintenance as the settings say, until somebody switches', async () => {
    const { root } = await panel(null);
    expect(rows(root)).toContain('Maintenance');
    await during(() => useView.getState().set({ showMaintenance: false }));
    expect(rows(root)).not.toContain('Maintenance');
  });

  it('never hides by an old filter what has just been started, or what a toast leads to', async () => {
    const { root } = await panel();
    await during(() => useView.getState().set({ taskFilter: 'canceled' }));
    expect(rows(root)).toEqual([]);
    await during(() => showTasks(uuid(2)));
    expect(rows(root)).toEqual(['Import', 'Scan', 'Move']);
    const opened = root.querySelector(`[data-task-id="${uuid(2)}"] [data-testid=task-expand]`);
    expect(opened?.getAttribute('aria-expanded')).toBe('true');
  });
});

describe('a pause of everything', () => {
  it('is seen in the panel and in the status bar, and lifted in either', async () => {
    const { root } = await panel();
    expect([has(root, 'all-paused'), has(root, 'status-paused')]).toEqual([false, false]);
    for (const place of ['all-paused', 'status-paused']) {
      await press(root, 'pause-all');
      const shown = root.querySelector(`[data-testid=${place}]`);
      expect(shown?.textContent, place).toMatch(/All work is paused by you since \d\d:\d\d\./);
      await during(() => shown?.querySelector('button')?.click());
      expect([has(root, 'all-paused'), has(root, 'status-paused')]).toEqual([false, false]);
    }
    expect(reasons).toEqual(['', '']);
  });

  it('is one key, whose second press is the opposite of the first', async () => {
    const { root } = await panel();
    await during(() => runCommand('app.pauseAll'));
    expect(has(root, 'status-paused')).toBe(true);
    await during(() => runCommand('app.pauseAll'));
    expect(has(root, 'status-paused')).toBe(false);
  });
});
