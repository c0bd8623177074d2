import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MAX_IDS_PER_CALL } from '../../../src-preload/contract/common.ts';
import { useView } from '../../../src-renderer/app/view.ts';
import { setAdvance } from '../../../src-renderer/features/culling/advance.ts';
import { rate, undoStep } from '../../../src-renderer/features/culling/decide.ts';
import { useSelection } from '../../../src-renderer/features/culling/selection.ts';
import { cell, cursor, giveRoom, openCulling, said, textOf } from './culling-window.tsx';
import { answerCalls, during, engine } from './engine-behind.tsx';
import { aPhoto, NO_CHANGES } from './fixtures.ts';
import { LibraryBehind } from './library-behind.ts';
import { pressKey } from './press-key.ts';

const library = new LibraryBehind();
const pair = { jpgAvailable: true, rawAvailable: true };

beforeAll(() => {
  giveRoom();
  answerCalls({
    photos: library.procedures(),
    tasks: { list: engine.tasks.list.handler(() => ({ tasks: [], total: 0 })) },
    changes: { summary: engine.changes.summary.handler(() => NO_CHANGES) },
  });
});
beforeEach(() => library.reset([aPhoto(1, pair), aPhoto(2), aPhoto(3, pair), aPhoto(4), aPhoto(5, pair)]));

const flags = (id: number) => [library.photo(id).keepJpg, library.photo(id).keepRaw];
const badge = (root: HTMLElement, id: number) => textOf(cell(root, id), 'keep-badge');

describe('a key of culling', () => {
  it('is about the photo under the cursor and no other, and is seen, stored and said', async () => {
    const root = await openCulling();
    expect(textOf(root, 'cull-target')).toBe('IMG_1001');
    await pressKey('Delete');
    expect([1, 2, 3].map((id) => badge(root, id))).toEqual(['Rejected', null, null]);
    expect(flags(1)).toEqual([false, false]);
    expect(said(root)).toBe('IMG_1001: rejected');
    expect(cell(root, 1).getAttribute('aria-label')).toContain('rejected');
    expect(cursor()).toBe(1);
  });

  it('each says what stays: RAW, JPG, both, all', async () => {
    const root = await openCulling();
    const after: Record<string, [string | null, boolean[]]> = {
      j: ['JPG only', [true, false]],
      w: ['RAW only', [false, true]],
      r: [null, [true, true]],
      Delete: ['Rejected', [false, false]],
      k: [null, [true, true]],
    };
    for (const [key, [shown, stored]] of Object.entries(after)) {
      await pressKey(key);
      expect([badge(root, 1), flags(1)], key).toEqual([shown, stored]);
    }
  });

  it('strikes out the half that would go', async () => {
    const root = await openCulling();
    await pressKey('j');
    expect(cell(root, 1).querySelector('s')?.textContent).toBe('RAW');
    await pressKey('w');
    expect(cell(root, 1).querySelector('s')?.textContent).toBe('JPG');
  });

  it('that names a half spares the photos that do not have it, and says so', async () => {
    const root = await openCulling(2);
    await pressKey('w');
    expect(library.asked).toEqual([]);
    expect(said(root)).toBe('1 photo has no RAW and stays as it is');
    await pressKey('a', { ctrl: true });
    await pressKey('w');
    expect(library.asked.map(({ ids }) => ids)).toEqual([[1, 3, 5]]);
    expect(said(root)).toBe('3 photos: RAW only; 2 photos have no RAW and stay as they are');
  });

  it('rates from nothing to five stars', async () => {
    const root = await openCulling();
    await pressKey('4');
    expect(textOf(cell(root, 1), 'rating')).toBe('★★★★');
    expect(said(root)).toBe('IMG_1001: 4 stars');
    await pressKey('0');
    expect(textOf(cell(root, 1), 'rating')).toBeNull();
    expect(library.photo(1).rating).toBe(0);
  });

  it('without a photo says that there is none', async () => {
    const root = await openCulling(null);
    await pressKey('Delete');
    expect(library.asked).toEqual([]);
    expect(said(root)).toContain('No photo is under the cursor');
  });

  it('held down decides once', async () => {
    await openCulling();
    await pressKey('3');
    for (let turn = 0; turn < 5; turn += 1) await pressKey('3', { repeat: true });
    expect(library.asked).toHaveLength(1);
  });

  it('typed into a field is a letter', async () => {
    const root = await openCulling();
    await pressKey('f');
    const field = root.querySelector<HTMLElement>('[data-testid=filter-tags]');
    await during(() => field?.focus());
    await pressKey('k');
    await pressKey('Delete');
    await pressKey('a', { ctrl: true });
    expect(library.asked).toEqual([]);
    expect(useSelection.getState().ids.size).toBe(0);
  });

  it('that is refused leaves no mark, and says why', async () => {
    const root = await openCulling();
    library.failing = true;
    await pressKey('Delete');
    expect(badge(root, 1)).toBeNull();
    expect(said(root, 'assertive')).toContain('No library is open');
  });

  it('goes on to the next photo where that is wanted, and with a selection stays', async () => {
    const root = await openCulling();
    await during(() => setAdvance(true));
    await pressKey('Delete');
    await pressKey('2');
    expect([cursor(), flags(1), library.photo(2).rating]).toEqual([3, [false, false], 2]);
    await pressKey('ArrowRight', { shift: true });
    await pressKey('4');
    expect([cursor(), library.photo(3).rating, library.photo(4).rating]).toEqual([4, 4, 4]);
    await pressKey('A', { shift: true });
    expect(said(root)).toBe('Go on after a decision: off');
    await pressKey('Escape');
    await pressKey('1');
    expect(cursor()).toBe(4);
  });
});

describe('undo', () => {
  it('takes the last step back, in the order of the keys, and shows where', async () => {
    const root = await openCulling();
    await pressKey('Delete');
    await pressKey('ArrowRight');
    await pressKey('5');
    await pressKey('Home');
    await pressKey('u');
    expect([library.photo(2).rating, cursor()]).toEqual([0, 2]);
    expect(said(root)).toBe('Undone: the rating of IMG_1002');
    await pressKey('u');
    expect([badge(root, 1), cursor()]).toEqual([null, 1]);
    await pressKey('u');
    expect(said(root)).toBe('There is no step to undo');
  });

  it('right after a key never overtakes it', async () => {
    await openCulling();
    await during(() => {
      rate([1], 3);
      rate([1], 4);
      void undoStep();
    });
    expect(library.asked.map(({ call }) => call)).toEqual(['setRating', 'setRating', 'undoCulling']);
    expect(library.photo(1).rating).toBe(3);
  });

  it('takes a selection back as one, however many calls it took', async () => {
    library.reset(Array.from({ length: MAX_IDS_PER_CALL * 2 + 1 }, (_, at) => aPhoto(at + 1)));
    await openCulling();
    await pressKey('a', { ctrl: true });
    await pressKey('Delete');
    expect(library.asked.map(({ ids }) => ids.length)).toEqual([2000, 2000, 1]);
    expect(new Set(library.asked.map(({ step }) => step)).size).toBe(1);
    await pressKey('u');
    expect(library.photos.every((photo) => photo.keepJpg)).toBe(true);
  });
});

describe('the loupe', () => {
  it('has the same keys, about the photo that is looked at and never about a selection out of sight', async () => {
    const root = await openCulling();
    await pressKey('ArrowRight', { shift: true });
    await pressKey('Enter');
    expect(useView.getState().loupe).toBe(true);
    const bar = () => textOf(root, 'cull-target');
    expect(bar()).toBe('IMG_1002');
    await pressKey('Delete');
    expect(library.asked.map(({ ids }) => ids)).toEqual([[2]]);
    expect(root.querySelector('[data-testid=loupe] [data-testid=keep-badge]')?.textContent).toBe('Rejected');
    await pressKey('Escape');
    expect(bar()).toBe('2 of 5 photos selected');
  });

  it('stays open when its photo leaves the view, on the next one', async () => {
    await openCulling();
    await during(() => useView.getState().set({ filter: { keep: 'kept' }, loupe: true, cursor: 3 }));
    library.reset(library.photos.filter((photo) => photo.id !== 3));
    await during(() => useView.getState().set({ filter: { keep: 'kept', ratingMin: 0 } }));
    expect([useView.getState().loupe, cursor()]).toEqual([true, 4]);
  });
});
