import { ORPCError } from '@orpc/server';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../../src-preload/contract/jobs.ts';
import type { UntrackedFile } from '../../../src-preload/contract/maintenance.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { useView } from '../../../src-renderer/app/view.ts';
import { MaintenanceDialog } from '../../../src-renderer/features/maintenance/maintenance-dialog.tsx';
import { MassLossNotice } from '../../../src-renderer/features/maintenance/mass-loss-notice.tsx';
import {
  closeMaintenance,
  openMaintenance,
} from '../../../src-renderer/features/maintenance/open-maintenance.ts';
import { JobLine } from '../../../src-renderer/features/tasks/job-line.tsx';
import { answerCalls, during, engine, press, show } from './engine-behind.tsx';
import { aJob, aTask } from './fixtures.ts';
import { giveRoom } from './with-room.ts';

const OLD = '11111111-2222-4333-8444-555555555555';
const NEW = '99999999-2222-4333-8444-555555555555';
const check = (change: Partial<Task> = {}) =>
  aTask({
    id: OLD,
    type: 'maintenance_global',
    label: 'Maintenance',
    source: 'maintenance',
    projectId: null,
    projectName: null,
    state: 'failed',
    finishedAt: 500,
    ...change,
  });
const DETAIL = JSON.stringify({ missing: 4012, total: 4100, examples: ['Wedding/IMG_1.JPG'] });
const stopped = aJob(3, {
  taskId: OLD,
  type: 'manifest_check',
  state: 'failed',
  error: { code: 'mass_loss', detail: DETAIL },
});

let calls: unknown[] = [];
let tasks: Task[] = [];
let jobs: Job[] = [];
let untracked: UntrackedFile[] = [];
let retryable = true;
beforeEach(() => {
  calls = [];
  tasks = [];
  jobs = [];
  untracked = [];
  retryable = true;
  useView.getState().set({ focusedTask: null });
});
beforeAll(() => {
  giveRoom();
  answerCalls({
    projects: {
      list: engine.projects.list.handler(() => [
        { id: 7, name: 'Wedding', folder: 'Wedding', photos: 2, createdAt: 0 },
      ]),
    },
    tasks: {
      list: engine.tasks.list.handler(() => ({ tasks, total: tasks.length })),
      get: engine.tasks.get.handler(() => ({ task: tasks[0] ?? check(), steps: [], jobs })),
      retry: engine.tasks.retry.handler(({ input }) => {
        calls.push(['retry', input]);
        if (!retryable) throw new ORPCError('NOTHING_TO_DO', { defined: true, status: 409 });
        return check({ state: 'queued' });
      }),
    },
    maintenance: {
      run: engine.maintenance.run.handler(({ input }) => {
        calls.push(['run', input]);
        return { taskId: NEW };
      }),
      acceptLoss: engine.maintenance.acceptLoss.handler(({ input }) => {
        calls.push(['acceptLoss', input]);
        return { taskId: NEW };
      }),
      untracked: engine.maintenance.untracked.handler(({ input }) => ({
        files: untracked.slice(input.offset, input.offset + input.limit),
        total: untracked.length,
      })),
    },
    system: {
      reveal: engine.system.reveal.handler(({ input }) => {
        calls.push(['reveal', input]);
      }),
    },
  });
});

const find = (testId: string) => document.querySelector<HTMLElement>(`[data-testid=${testId}]`);

describe('maintenance by hand', () => {
  it('is run for all projects or for one, and leads to its task', async () => {
    await show(<MaintenanceDialog />);
    for (const [projectId, input] of [
      [null, {}],
      [7, { projectId: 7 }],
    ] as const) {
      await during(() => openMaintenance(projectId));
      await during(() => find('maintenance-run')?.click());
      expect(calls.at(-1)).toEqual(['run', input]);
      expect(find('maintenance')).toBeNull();
      expect(useView.getState()).toMatchObject({ tasksOpen: true, focusedTask: NEW });
    }
  });

  it('lists the files that the library does not know, with the reason, and reveals them', async () => {
    untracked = [
      { projectId: 7, project: 'Wedding', path: '/l/Wedding/notes.txt', bytes: 12, code: 'unsupported' },
    ];
    await show(<MaintenanceDialog />);
    await during(() => openMaintenance(null));
    const list = find('untracked');
    expect(list?.textContent).toContain('1 file left alone, as the library does not know it');
    expect(list?.textContent).toContain('notes.txt');
    expect(list?.textContent).toContain(
      'In Wedding. This is neither a photo nor a file that belongs to one.',
    );
    await during(() => find('untracked-reveal')?.click());
    expect(calls).toEqual([['reveal', { path: '/l/Wedding/notes.txt' }]]);
    await during(closeMaintenance);
  });

  it('says so where there are none', async () => {
    await show(<MaintenanceDialog />);
    await during(() => openMaintenance(7));
    expect(find('untracked')?.textContent).toBe('No unknown files in the project folders');
    await during(closeMaintenance);
  });
});

describe('a check that stopped because too much was missing at once', () => {
  it('has its reason and both answers in its row', async () => {
    const { root } = await show(
      <ul>
        <JobLine job={stopped} task={check()} />
      </ul>,
    );
    expect(root.textContent).toContain('More files are missing than may vanish at once');
    expect(root.textContent).toContain(
      '4,012 of 4,100 files are not where they were, such as Wedding/IMG_1.JPG.',
    );
    await press(root, 'mass-loss-accept');
    expect(calls).toEqual([['acceptLoss', { taskId: OLD }]]);
    expect(useView.getState().focusedTask).toBe(NEW);
    await press(root, 'mass-loss-again');
    expect(calls.at(-1)).toEqual(['retry', { id: OLD }]);
  });

  it('says so where pictures are not missing, but have others in their place', async () => {
    const detail = JSON.stringify({ missing: 14, total: 28, examples: ['Trip/DSC_1.JPG'], changed: 14 });
    const { root } = await show(
      <ul>
        <JobLine job={{ ...stopped, error: { code: 'mass_loss', detail } }} task={check()} />
      </ul>,
    );
    expect(root.textContent).toContain(
      '14 of 28 files are not where they were, or have another picture in their place, such as Trip/DSC_1.JPG.',
    );
  });

  it('is looked at anew where nothing of it is left to be tried again', async () => {
    retryable = false;
    const { root } = await show(
      <ul>
        <JobLine job={stopped} task={check({ projectId: 7 })} />
      </ul>,
    );
    await press(root, 'mass-loss-again');
    expect(calls).toEqual([
      ['retry', { id: OLD }],
      ['run', { projectId: 7 }],
    ]);
    expect(useView.getState().focusedTask).toBe(NEW);
  });

  it('asks in the open, though maintenance is hidden, until a later check has passed', async () => {
    tasks = [check()];
    jobs = [stopped];
    const { root } = await show(<MassLossNotice />);
    expect(root.querySelector('[role=alert]')?.textContent).toContain('They are gone on purpose');
    tasks = [check(), check({ id: NEW, state: 'completed', finishedAt: 900 })];
    const later = await show(<MassLossNotice />);
    expect(later.root.textContent).toBe('');
  });

  it('is not asked about where a check failed for another reason', async () => {
    tasks = [check()];
    jobs = [{ ...stopped, error: { code: 'io_error' } }];
    const { root } = await show(<MassLossNotice />);
    expect(root.textContent).toBe('');
  });
});
