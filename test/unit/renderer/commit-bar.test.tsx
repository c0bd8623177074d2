import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChangeSummary, ChangeTarget, Undoable } from '../../../src-preload/contract/changes.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { useView } from '../../../src-renderer/app/view.ts';
import { lastCommit, runningChange } from '../../../src-renderer/features/commit/change-tasks.ts';
import { CommitBar } from '../../../src-renderer/features/commit/commit-bar.tsx';
import { useConnection } from '../../../src-renderer/features/events/use-events.ts';
import { closePlan, usePlanRequest } from '../../../src-renderer/features/plans/open-plan.ts';
import { TaskToasts } from '../../../src-renderer/features/toasts/task-toasts.tsx';
import { runCommand } from '../../../src-renderer/lib/commands/registry.tsx';
import { answerCalls, during, engine, press, show } from './engine-behind.tsx';
import { aTask } from './fixtures.ts';

const ID = '11111111-1111-4111-8111-111111111111';
const LIBRARY = { id: ID, root: '/l', name: 'l', projects: 1, photos: 1, schemaVersion: 4, halted: null };
const part = { files: 0, bytes: 0 };
const summaryOf = (photos: number): ChangeSummary => ({
  photos,
  files: photos + 5,
  bytes: photos * 3_000_000,
  images: part,
  raws: part,
  others: part,
});
const commitTask = (change: Partial<Task> = {}) =>
  aTask({ id: ID, type: 'change_commit', label: 'Commit changes', successToast: 'Files removed', ...change });
const ended = (change: Partial<Task> = {}) =>
  commitTask({
    state: 'completed',
    finishedAt: 200,
    progress: { total: 20, processed: 20, succeeded: 20, skipped: 0, failed: 0 },
    ...change,
  });

let pending = 0;
let tasks: Task[] = [];
let undoables: Undoable[] = [];
let calls: { name: string; target: ChangeTarget | string }[] = [];

beforeAll(() =>
  answerCalls({
    library: { current: engine.library.current.handler(() => LIBRARY) },
    tasks: { list: engine.tasks.list.handler(() => ({ tasks, total: tasks.length })) },
    changes: {
      summary: engine.changes.summary.handler(() => summaryOf(pending)),
      undoables: engine.changes.undoables.handler(() => undoables),
      commit: engine.changes.commit.handler(({ input }) => {
        calls.push({ name: 'commit', target: input.target });
        return { taskId: ID };
      }),
      revert: engine.changes.revert.handler(({ input }) => {
        calls.push({ name: 'revert', target: input.target });
        return { photos: pending };
      }),
      undo: engine.changes.undo.handler(({ input }) => {
        calls.push({ name: 'undo', target: input.taskId });
        return { taskId: ID };
      }),
    },
  }),
);
beforeEach(async () => {
  pending = 0;
  tasks = [];
  undoables = [];
  calls = [];
  sessionStorage.clear();
  await during(() => {
    closePlan();
    useConnection.setState({ connected: true, firstBatchAt: 100 });
    useView.getState().set({ projectId: null });
  });
});

const bar = async () => (await show(<CommitBar fallback={{ current: null }} />)).root;
const has = (root: HTMLElement, testId: string) => root.querySelector(`[data-testid=${testId}]`) !== null;
const text = (root: HTMLElement, testId: string) =>
  root.querySelector(`[data-testid=${testId}]`)?.textContent ?? null;

describe('the commit bar', () => {
  it('is not there while all that is there is wanted', async () => {
    expect((await bar()).textContent).toBe('');
  });

  it('says what a commit would move, and how many a revert is about', async () => {
    pending = 20;
    const root = await bar();
    expect(text(root, 'commit-text')).toBe('20 photos, 25 files, 60 MB will be moved to the trash');
    expect(text(root, 'commit-revert')).toBe('Revert 20');
  });

  it('shows the plan before it commits what nobody has looked at', async () => {
    pending = 20;
    const root = await bar();
    await press(root, 'commit-commit');
    expect(usePlanRequest.getState().request).toEqual({ kind: 'commit', target: { all: true } });
    expect(calls).toEqual([]);
  });

  it('asks nothing more about what was just looked at, of the project that is shown', async () => {
    pending = 20;
    await during(() => useView.getState().set({ projectId: 7 }));
    const root = await bar();
    await during(() => runCommand('plan.preview'));
    expect(usePlanRequest.getState().request).toEqual({ kind: 'commit', target: { projectId: 7 } });
    await during(closePlan);
    await press(root, 'commit-commit');
    expect(calls).toEqual([{ name: 'commit', target: { projectId: 7 } }]);
  });

  it('shows the plan again for another project than the one looked at', async () => {
    pending = 20;
    const root = await bar();
    await press(root, 'commit-preview');
    await during(closePlan);
    await during(() => useView.getState().set({ projectId: 7 }));
    await press(root, 'commit-commit');
    expect(calls).toEqual([]);
    expect(usePlanRequest.getState().request).toEqual({ kind: 'commit', target: { projectId: 7 } });
  });

  it('reverts after a question', async () => {
    pending = 3;
    const root = await bar();
    await press(root, 'commit-revert');
    expect(document.querySelector('[data-testid=revert-dialog]')?.textContent).toContain('Keep 3 photos');
    expect(calls).toEqual([]);
    await press(document.body, 'revert-confirm');
    expect(calls).toEqual([{ name: 'revert', target: { all: true } }]);
    expect(document.querySelector('[data-testid=revert-dialog]')).toBeNull();
  });

  it('shows how far a commit is, and next to it what is to be committed next', async () => {
    tasks = [commitTask({ progress: { total: 20, processed: 7, succeeded: 7, skipped: 0, failed: 0 } })];
    pending = 1;
    const root = await bar();
    expect(text(root, 'commit-running')).toContain('Moving files to the trash: 7 of 20');
    expect(root.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow')).toBe('35');
    expect(text(root, 'commit-text')).toContain('1 photo, ');
  });

  it('offers to undo the last commit, with the key as well', async () => {
    tasks = [ended()];
    undoables = [
      {
        taskId: ID,
        kind: 'commit',
        at: 150,
        projects: ['Shoot'],
        purgeAt: null,
        photos: 20,
        files: 25,
        bytes: 6e7,
      },
    ];
    const root = await bar();
    expect(text(root, 'committed-bar')).toContain('20 photos, 25 files, 60 MB moved to the trash');
    await press(root, 'commit-undo');
    await during(() => runCommand('commit.undo'));
    expect(calls).toEqual([
      { name: 'undo', target: ID },
      { name: 'undo', target: ID },
    ]);
  });

  it('does not offer what cannot be undone any more', async () => {
    tasks = [ended()];
    expect(has(await bar(), 'committed-bar')).toBe(false);
  });
});

describe('the last commit', () => {
  it('is history once anything else was begun, or where the window is younger', () => {
    expect(lastCommit([ended()], 100)?.id).toBe(ID);
    expect(lastCommit([ended(), aTask({ id: 'b', createdAt: 300 })], 100)).toBeNull();
    expect(lastCommit([ended(), aTask({ id: 'b', createdAt: 300, source: 'maintenance' })], 100)?.id).toBe(
      ID,
    );
    expect(lastCommit([ended()], 201)).toBeNull();
    expect(lastCommit([commitTask()], 100)).toBeNull();
    expect(lastCommit([ended()], null)).toBeNull();
  });

  it('is counted as running together with its undo', () => {
    expect(runningChange([ended(), aTask()])).toBeNull();
    expect(runningChange([commitTask({ type: 'change_undo', id: 'u' })])?.id).toBe('u');
  });
});

describe('the toast of a commit', () => {
  it('has a button that takes it back', async () => {
    tasks = [ended()];
    await show(<TaskToasts />);
    await during(() => undefined);
    const toast = document.querySelector('[data-testid=toast]');
    expect(toast?.textContent).toContain('Files removed');
    await during(() => toast?.querySelector<HTMLElement>('[data-button]')?.click());
    expect(calls).toEqual([{ name: 'undo', target: ID }]);
  });
});
