import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useView } from '../../../src-renderer/app/view.ts';
import { useSelection } from '../../../src-renderer/features/culling/selection.ts';
import { neighbourOf } from '../../../src-renderer/features/culling/use-cursor-neighbour.ts';
import { MOST_LOOKED_AT } from '../../../src-renderer/features/grid/use-photos.ts';
import { cell, cursor, giveRoom, openCulling, said, textOf } from './culling-window.tsx';
import { answerCalls, during, engine } from './engine-behind.tsx';
import { aPhoto } from './fixtures.ts';
import { LibraryBehind } from './library-behind.ts';
import { pressKey } from './press-key.ts';

const library = new LibraryBehind();

beforeAll(() => {
  giveRoom();
  answerCalls({
    photos: library.procedures(),
    tasks: { list: engine.tasks.list.handler(() => ({ tasks: [], total: 0 })) },
    changes: {},
  });
});
beforeEach(() => library.reset([1, 2, 3, 4, 5, 6].map((id) => aPhoto(id))));

const selected = () => [...useSelection.getState().ids].sort((a, b) => a - b);
const click = (root: HTMLElement, id: number, held: MouseEventInit = {}) =>
  during(() => cell(root, id).dispatchEvent(new MouseEvent('click', { bubbles: true, ...held })));

describe('a selection', () => {
  it('grows and shrinks from where it began, with Shift and the arrows', async () => {
    const root = await openCulling(2);
    await pressKey('ArrowRight', { shift: true });
    await pressKey('ArrowRight', { shift: true });
    expect([selected(), cursor()]).toEqual([[2, 3, 4], 4]);
    expect(textOf(root, 'cull-target')).toBe('3 of 6 photos selected');
    expect(said(root)).toBe('3 photos selected');
    await pressKey('ArrowLeft', { shift: true });
    expect(selected()).toEqual([2, 3]);
    await pressKey('Home', { shift: true });
    expect(selected()).toEqual([1, 2]);
    expect(cell(root, 1).getAttribute('aria-selected')).toBe('true');
    expect(cell(root, 3).getAttribute('aria-selected')).toBe('false');
  });

  it('ends when the cursor goes on alone, so that no key is about photos that were left', async () => {
    await openCulling(2);
    await pressKey('ArrowRight', { shift: true });
    await pressKey('ArrowRight');
    expect([selected(), cursor()]).toEqual([[], 4]);
    await pressKey('Delete');
    expect(library.asked.map(({ ids }) => ids)).toEqual([[4]]);
  });

  it('is of any photos, with Ctrl and the arrows and the space bar', async () => {
    await openCulling(1);
    await pressKey(' ');
    await pressKey('ArrowRight', { ctrl: true });
    await pressKey('ArrowRight', { ctrl: true });
    await pressKey(' ');
    expect([selected(), cursor()]).toEqual([[1, 3], 3]);
    await pressKey(' ');
    expect(selected()).toEqual([1]);
  });

  it('is made with the mouse: one alone, a range with Shift, single ones with Ctrl', async () => {
    const root = await openCulling(1);
    await click(root, 3, { ctrlKey: true });
    expect(selected()).toEqual([1, 3]);
    await click(root, 5, { shiftKey: true });
    expect([selected(), cursor()]).toEqual([[3, 4, 5], 5]);
    await click(root, 4, { ctrlKey: true });
    expect(selected()).toEqual([3, 5]);
    await click(root, 6);
    expect([selected(), cursor()]).toEqual([[], 6]);
  });

  it('shows in the bar the rating that all of it has, or that there are several', async () => {
    library.reset([3, 3, 5, 0].map((rating, at) => aPhoto(at + 1, { rating })));
    const root = await openCulling(1);
    const bar = () => ({
      stars: [...root.querySelectorAll('[data-testid=cull-bar] [data-filled]')].length,
      pressed: root.querySelector('[data-testid=cull-bar] [aria-label$=stars][aria-pressed=true]')
        ?.textContent,
      several: textOf(root, 'cull-rating-several'),
    });
    await pressKey('ArrowRight', { shift: true });
    expect(bar()).toEqual({ stars: 3, pressed: '★', several: null });
    await pressKey('ArrowRight', { shift: true });
    expect(bar()).toEqual({ stars: 0, pressed: undefined, several: 'Several values' });
    const group = root.querySelector('[data-testid=cull-bar] fieldset[aria-describedby]');
    expect(document.getElementById(group?.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      'Several values',
    );
    await pressKey('4');
    expect(bar()).toMatchObject({ stars: 4, several: null });
    // A photo alone says its own.
    await pressKey('End');
    expect(bar()).toEqual({ stars: 0, pressed: undefined, several: null });
  });

  it('larger than what is looked at tells no rating: that of the first ones is not that of all', async () => {
    library.reset(Array.from({ length: MOST_LOOKED_AT + 1 }, (_, at) => aPhoto(at + 1, { rating: 3 })));
    const root = await openCulling(1);
    await pressKey('a', { ctrl: true });
    expect(root.querySelectorAll('[data-testid=cull-bar] [data-filled]')).toHaveLength(0);
    expect(textOf(root, 'cull-rating-several')).toBeNull();
  });

  it('takes in all of the view, and nothing with Escape', async () => {
    const root = await openCulling(1);
    await pressKey('a', { ctrl: true });
    expect(textOf(root, 'cull-target')).toBe('6 of 6 photos selected');
    await pressKey('Escape');
    expect([selected(), said(root)]).toEqual([[], 'None selected']);
  });

  it('of a filter is what the filter shows, and loses what leaves it', async () => {
    library.reset([1, 2, 3, 4].map((id) => aPhoto(id, { rating: id })));
    await openCulling(4);
    await during(() => useView.getState().set({ filter: { ratingMin: 2 } }));
    await pressKey('a', { ctrl: true });
    expect(selected()).toEqual([2, 3, 4]);
    await during(() => useView.getState().set({ filter: { ratingMin: 4 } }));
    expect(selected()).toEqual([4]);
    await during(() => useView.getState().set({ filter: {} }));
    expect(selected()).toEqual([4]);
  });
});

describe('the cursor of a photo that goes', () => {
  const shown = (...ids: number[]) => ({
    ids,
    aspects: ids.map(() => 1.5),
    indexOf: (id: number | null) => (id === null ? -1 : ids.indexOf(id)),
  });

  it('goes to the next that is still there, at the end to the one before, and nowhere where all have gone', () => {
    expect(neighbourOf(3, shown(1, 2, 3, 4, 5), shown(1, 2, 5))).toBe(5);
    expect(neighbourOf(5, shown(1, 2, 3, 4, 5), shown(1, 2, 3))).toBe(3);
    expect(neighbourOf(2, shown(1, 2, 3), shown())).toBeNull();
    expect(neighbourOf(9, shown(1, 2, 3), shown(1))).toBeNull();
  });

  it('does so on screen', async () => {
    await openCulling(3);
    library.reset(library.photos.filter((photo) => photo.id !== 3));
    await during(() => useView.getState().set({ filter: { ratingMin: 0 } }));
    expect(cursor()).toBe(4);
  });
});
