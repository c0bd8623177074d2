import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Undoable } from '../../../src-preload/contract/changes.ts';
import type { TrashEntry } from '../../../src-preload/contract/trash.ts';
import { usePlanRequest } from '../../../src-renderer/features/plans/open-plan.ts';
import { TrashView } from '../../../src-renderer/features/trash/trash-view.tsx';
import { answerCalls, during, engine, press, show } from './engine-behind.tsx';
import { aPhoto } from './fixtures.ts';
import { giveRoom } from './with-room.ts';

const TASK = '11111111-2222-4333-8444-555555555555';
const DAY = 24 * 3_600_000;

function anEntry(photoId: number, change: Partial<TrashEntry> = {}): TrashEntry {
  return {
    photoId,
    name: `IMG_${photoId}`,
    projectId: 7,
    project: 'Wedding',
    taskIds: [TASK],
    trashedAt: Date.now() - DAY,
    purgeAt: Date.now() + 29 * DAY - 1000,
    bytes: 1_000_000,
    present: false,
    thumbnail: aPhoto(photoId).thumbnail,
    files: [{ fileId: photoId, path: '/l/a', trashPath: '/l/.trash/a', role: 'image', bytes: 1_000_000 }],
    ...change,
  };
}

let entries: TrashEntry[] = [];
let undoables: Undoable[] = [];
let asked: unknown[] = [];

beforeEach(() => {
  entries = [];
  undoables = [];
  asked = [];
  usePlanRequest.setState({ request: null });
});
beforeAll(() => {
  giveRoom();
  answerCalls({
    trash: {
      list: engine.trash.list.handler(({ input }) => {
        asked.push(input);
        const start = input.cursor === undefined ? 0 : Number(input.cursor);
        const all = entries.filter((entry) => entry.projectId === (input.projectId ?? entry.projectId));
        const end = start + input.limit;
        return {
          entries: all.slice(start, end),
          next: end < all.length ? String(end) : null,
          totals: { photos: all.length, files: all.length, bytes: all.length * 1_000_000 },
        };
      }),
    },
    changes: { undoables: engine.changes.undoables.handler(() => undoables) },
    projects: {
      list: engine.projects.list.handler(() => [
        { id: 7, name: 'Wedding', folder: 'Wedding', photos: 2, createdAt: 0 },
        { id: 8, name: 'Zoo', folder: 'Zoo', photos: 2, createdAt: 0 },
      ]),
    },
  });
});

const find = <T extends HTMLElement>(root: HTMLElement, testId: string) =>
  root.querySelector<T>(`[data-testid=${testId}]`);
const rows = (root: HTMLElement) => [...root.querySelectorAll<HTMLElement>('[role=option]')];
const chosen = (root: HTMLElement) =>
  rows(root)
    .filter((row) => row.getAttribute('aria-selected') === 'true')
    .map((row) => row.dataset.photoId);
const key = (root: HTMLElement, name: string, init: KeyboardEventInit = {}) =>
  during(() =>
    find(root, 'trash-list')?.dispatchEvent(
      new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...init }),
    ),
  );
const request = () => usePlanRequest.getState().request;

describe('the trash', () => {
  it('says that it is empty, and what it is for', async () => {
    const { root } = await show(<TrashView />);
    expect(find(root, 'trash-empty')?.textContent).toContain('The trash is empty');
    expect(find<HTMLButtonElement>(root, 'trash-empty-all')?.disabled).toBe(true);
    expect(find(root, 'trash-list')).toBeNull();
  });

  it('shows each photo with what of it is there, since when, and for how long', async () => {
    entries = [anEntry(1, { present: true }), anEntry(2)];
    const { root } = await show(<TrashView />);
    expect(find(root, 'trash-totals')?.textContent).toBe('2 photos, 2 files, 2 MB');
    const [half, whole] = rows(root);
    expect(half?.textContent).toContain('1 picture; the rest is in its project');
    expect(whole?.textContent).toContain('The whole photo: 1 picture');
    expect(whole?.textContent).toContain('Goes for good in 29 days');
    expect(whole?.getAttribute('aria-label')).toBe(
      'IMG_2, Wedding, The whole photo: 1 picture, 1 MB, went yesterday, Goes for good in 29 days',
    );
  });

  it('is worked with the keyboard: move, choose, extend, all, none, restore, delete', async () => {
    entries = [1, 2, 3, 4].map((id) => anEntry(id));
    const { root } = await show(<TrashView />);
    const list = find(root, 'trash-list');
    expect(find<HTMLButtonElement>(root, 'trash-restore')?.disabled).toBe(true);
    await key(root, 'ArrowDown');
    await key(root, 'ArrowDown');
    expect(list?.getAttribute('aria-activedescendant')).toBe('trash-2');
    await key(root, ' ');
    expect(chosen(root)).toEqual(['2']);
    await key(root, 'ArrowDown', { shiftKey: true });
    expect(chosen(root)).toEqual(['2', '3']);
    expect(find(root, 'trash-selected')?.textContent).toBe('2 photos chosen, 2 MB');
    await key(root, 'Enter');
    expect(request()).toEqual({ kind: 'restore', target: { photoIds: [2, 3] } });
    await key(root, 'Delete');
    expect(request()).toEqual({ kind: 'purge', target: { photoIds: [2, 3] } });
    await key(root, 'a', { ctrlKey: true });
    expect(chosen(root)).toHaveLength(4);
    await key(root, 'Escape');
    expect(chosen(root)).toEqual([]);
    // Without a choice the buttons are about what the cursor stands on.
    expect(find(root, 'trash-selected')?.textContent).toBe('1 photo chosen, 1 MB');
    await press(root, 'trash-restore');
    expect(request()).toEqual({ kind: 'restore', target: { photoIds: [3] } });
  });

  it('chooses with the mouse: one, one more by its box, a range', async () => {
    entries = [1, 2, 3, 4].map((id) => anEntry(id));
    const { root } = await show(<TrashView />);
    await during(() => rows(root)[0]?.click());
    expect(chosen(root)).toEqual(['1']);
    await during(() => find(rows(root)[2] as HTMLElement, 'trash-check')?.click());
    expect(chosen(root)).toEqual(['1', '3']);
    await during(() =>
      rows(root)[3]?.dispatchEvent(new MouseEvent('click', { shiftKey: true, bubbles: true })),
    );
    expect(chosen(root)).toEqual(['3', '4']);
    await during(() => rows(root)[1]?.click());
    expect(chosen(root)).toEqual(['2']);
  });

  it('comes page by page, and all of them are chosen where all is meant', async () => {
    entries = Array.from({ length: 450 }, (_, at) => anEntry(at + 1));
    const { root } = await show(<TrashView />);
    expect(asked).toHaveLength(1);
    await key(root, 'a', { ctrlKey: true });
    expect(asked).toHaveLength(3);
    expect(find(root, 'trash-selected')?.textContent).toBe('450 photos chosen, 450 MB');
    await press(root, 'trash-purge');
    const photoIds = Array.from({ length: 450 }, (_, at) => at + 1);
    expect(request()).toEqual({ kind: 'purge', target: { photoIds } });
  });

  it('is emptied as a whole, but never while only a part of it is shown', async () => {
    entries = [anEntry(1), anEntry(2, { projectId: 8, project: 'Zoo' })];
    const { root } = await show(<TrashView />);
    await press(root, 'trash-empty-all');
    expect(request()).toEqual({ kind: 'purge', target: { all: true } });
    await press(root, 'trash-project');
    const zoo = [...document.querySelectorAll<HTMLElement>('[role=menuitemradio]')].find((item) =>
      item.textContent?.includes('Zoo'),
    );
    await during(() => zoo?.click());
    expect(rows(root).map((row) => row.dataset.photoId)).toEqual(['2']);
    expect(find(root, 'trash-empty-all')).toBeNull();
  });

  it('lists what can be undone, and opens its plan', async () => {
    undoables = Array.from({ length: 5 }, (_, at) => ({
      taskId: TASK.replace(/5$/, String(at)),
      kind: 'commit' as const,
      at: Date.now(),
      projects: ['Wedding'],
      photos: 10 + at,
      files: 20,
      bytes: 1e6,
      purgeAt: null,
    }));
    const { root } = await show(<TrashView />);
    const lines = () => root.querySelectorAll('[data-testid=undoable]').length;
    expect(lines()).toBe(3);
    await during(() => find(root, 'undoables')?.querySelector<HTMLElement>('button[aria-expanded]')?.click());
    expect(lines()).toBe(5);
    const undo = find(root, 'undo');
    expect(undo?.getAttribute('aria-label')).toBe('Undo: Commit of today, 10 photos');
    await during(() => undo?.click());
    expect(request()).toEqual({ kind: 'undo', taskId: undoables[0]?.taskId });
  });
});
