import { act } from 'react';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useView } from '../../../src-renderer/app/view.ts';
import { changeFilter } from '../../../src-renderer/features/filters/change-filter.ts';
import { filterParts } from '../../../src-renderer/features/filters/filter-texts.ts';
import { filtersByDecision } from '../../../src-renderer/features/filters/filters-by-decision.ts';
import { runCommand } from '../../../src-renderer/lib/commands/registry.tsx';
import { giveRoom, openCulling, said, textOf } from './culling-window.tsx';
import { answerCalls, during, engine, press } from './engine-behind.tsx';
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
beforeEach(() =>
  library.reset([
    aPhoto(1, { rating: 1, tags: ['sea'] }),
    aPhoto(2, { rating: 3, tags: ['sea', 'boat'] }),
    aPhoto(3, { rating: 5, keepJpg: false, keepRaw: false, pending: true }),
  ]),
);

const field = <T extends HTMLElement>(root: HTMLElement, testId: string): T => {
  const found = root.querySelector<T>(`[data-testid="${testId}"]`);
  if (found === null) throw new Error(`there is no ${testId}`);
  return found;
};
const choose = (root: HTMLElement, testId: string, value: string) =>
  during(() => {
    const select = field<HTMLSelectElement>(root, testId);
    select.value = value;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  });
const type = (input: HTMLInputElement, value: string) =>
  during(() => {
    // Past React's own notion of the value, as the browser does it.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, value);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
const cells = (root: HTMLElement) =>
  [...root.querySelectorAll<HTMLElement>('[data-photo-id]')].map((cell) => Number(cell.dataset.photoId));

describe('filters', () => {
  it('open with a key, with the focus on the first, and close with Escape back to the photos', async () => {
    const root = await openCulling();
    await pressKey('f');
    expect(document.activeElement).toBe(field(root, 'filter-keep'));
    await pressKey('Escape');
    expect(root.querySelector('[data-testid=filter-bar]')).toBeNull();
    expect(document.activeElement?.getAttribute('role')).toBe('grid');
  });

  it('narrow the view at once, say so, and are let go of with one press', async () => {
    const root = await openCulling();
    await pressKey('f');
    await choose(root, 'filter-rating', '3');
    expect(cells(root)).toEqual([2, 3]);
    await choose(root, 'filter-keep', 'kept');
    expect(cells(root)).toEqual([2]);
    expect(textOf(root, 'filter-line')).toContain('1 photo: Kept as they are · ★★★ or more');
    await choose(root, 'filter-rating', '');
    expect(useView.getState().filter).toEqual({ keep: 'kept' });
    await press(root, 'filter-clear');
    expect(cells(root)).toEqual([1, 2, 3]);
    expect(root.querySelector('[data-testid=filter-line]')).toBeNull();
    expect(said(root)).toBe('Nothing is filtered');
  });

  it('of metadata find what waits to be written, or what contradicts its files, one at a time', async () => {
    library.reset([
      aPhoto(1, { unwritten: true }),
      aPhoto(2, { unwritten: true, conflict: true }),
      aPhoto(3),
    ]);
    const root = await openCulling();
    await pressKey('f');
    await choose(root, 'filter-metadata', 'unwritten');
    expect(cells(root)).toEqual([1, 2]);
    await choose(root, 'filter-metadata', 'conflict');
    expect([useView.getState().filter, cells(root)]).toEqual([{ conflict: true }, [2]]);
    expect(textOf(root, 'filter-line')).toContain('1 photo: Metadata conflicts');
    await choose(root, 'filter-metadata', '');
    expect([useView.getState().filter, cells(root)]).toEqual([{}, [1, 2, 3]]);
  });

  it('say that they are on while their row is closed', async () => {
    const root = await openCulling();
    await during(() => changeFilter({ orientation: 'portrait' }));
    expect(textOf(root, 'filter-line')).toContain('Portrait');
    await pressKey('F', { shift: true });
    expect(useView.getState().filter).toEqual({});
  });

  it('complete tags as they are typed, and want all that are named', async () => {
    const root = await openCulling();
    await pressKey('f');
    const tags = field<HTMLInputElement>(root, 'filter-tags');
    await during(() => tags.focus());
    await type(tags, 'se');
    const options = () => [...root.querySelectorAll('[role=option]')].map((option) => option.textContent);
    expect(options()).toEqual(['sea2']);
    await pressKey('Enter');
    expect(cells(root)).toEqual([1, 2]);
    await type(tags, 'bo');
    await pressKey('ArrowDown');
    expect(tags.getAttribute('aria-activedescendant')).toBe(
      root.querySelector('[role=option][aria-selected=true]')?.id,
    );
    await pressKey('Enter');
    expect(cells(root)).toEqual([2]);
    await during(() =>
      root.querySelector<HTMLElement>('[aria-label="Do not ask for the tag boat"]')?.click(),
    );
    expect([cells(root), document.activeElement]).toEqual([[1, 2], tags]);
    // With the keys alone; Delete is about the tag, and no photo is rejected.
    await pressKey('Backspace');
    await pressKey('Delete');
    expect([cells(root), document.activeElement, library.asked]).toEqual([[1, 2, 3], tags, []]);
  });

  it('take days only when they are whole', async () => {
    const root = await openCulling();
    await pressKey('f');
    const from = field<HTMLInputElement>(root, 'filter-from');
    await type(from, '0202-05-01');
    expect(useView.getState().filter).toEqual({});
    await type(from, '2025-05-01');
    expect(library.filters.at(-1)).toEqual({ takenFrom: '2025-05-01' });
    await type(from, '');
    expect(useView.getState().filter).toEqual({});
  });

  it('are said in words that stand alone', () => {
    expect(
      filterParts('DSC', {
        takenFrom: '2025-05-01',
        takenTo: '2025-05-01',
        has: 'raw_only',
        keep: 'rejected',
        orientation: 'square',
        ratingMin: 5,
        tags: ['places|sea'],
        thumbnail: 'failed',
        unwritten: true,
        conflict: true,
      }),
    ).toEqual([
      '“DSC” in the name',
      'Taken on 2025-05-01',
      'RAW without JPG',
      'Rejected',
      'Square',
      '★★★★★',
      'Tag places › sea',
      'Cannot be shown',
      'Not written to files yet',
      'Metadata conflicts',
    ]);
    expect(filterParts('', {})).toEqual([]);
  });

  it('by decisions are looked at again after each decision, others are not', () => {
    expect(filtersByDecision({ keep: 'kept' })).toBe(true);
    expect(filtersByDecision({ tags: ['sea'] })).toBe(true);
    expect(filtersByDecision({ unwritten: true })).toBe(true);
    expect(filtersByDecision({ conflict: true })).toBe(true);
    expect(filtersByDecision({ orientation: 'square', takenFrom: '2025-01-01' })).toBe(false);
  });
});

describe('tags', () => {
  it('are added to the selection and taken away, each as a step of its own', async () => {
    const root = await openCulling();
    await pressKey('a', { ctrl: true });
    await pressKey('t');
    const dialog = () => document.querySelector('[data-testid=tags-dialog]');
    expect(dialog()?.textContent).toContain('Tags of 3 photos');
    expect(dialog()?.textContent).toContain('2 of 3');
    const input = document.querySelector<HTMLInputElement>('[data-testid=tag-field]');
    if (input === null) throw new Error('there is no field');
    expect(document.activeElement).toBe(input);
    await type(input, ' harbour ');
    await pressKey('Enter');
    expect(library.photos.map((photo) => photo.tags.includes('harbour'))).toEqual([true, true, true]);
    expect(input.value).toBe('');
    await during(() => document.querySelector<HTMLElement>('[aria-label="Remove the tag boat"]')?.click());
    expect(library.photo(2).tags).toEqual(['sea', 'harbour']);
    await pressKey('Escape');
    await pressKey('Escape');
    expect(dialog()).toBeNull();
    expect(textOf(root, 'cell-tags')).toBe('2');
    await pressKey('u');
    expect(library.photo(2).tags).toContain('boat');
  });

  it('typed and not added yet are added when the dialog is left', async () => {
    await openCulling(3);
    await pressKey('t');
    const input = field<HTMLInputElement>(document.body, 'tag-field');
    await type(input, 'harbour, gulls');
    await press(document.body, 'tags-done');
    expect(document.querySelector('[data-testid=tags-dialog]')).toBeNull();
    expect(library.photo(3).tags).toEqual(['harbour', 'gulls']);
  });

  it('typed in another case are the ones that are there', async () => {
    await openCulling(3);
    await pressKey('t');
    const input = document.querySelector<HTMLInputElement>('[data-testid=tag-field]');
    if (input === null) throw new Error('there is no field');
    await type(input, 'SEA');
    await pressKey('Enter');
    expect(library.photo(3).tags).toEqual(['sea']);
  });
});

describe('tags inside others', () => {
  const option = () => document.querySelector('[role=option]')?.textContent;
  beforeEach(() => {
    library.photo(2).tags.push('places|iceland');
  });

  it('are shown as a path in the filters, and asked for as they are stored', async () => {
    const root = await openCulling();
    await pressKey('f');
    const tags = field<HTMLInputElement>(root, 'filter-tags');
    await during(() => tags.focus());
    await type(tags, 'places › ice');
    expect(option()).toBe('places › iceland1');
    await pressKey('Enter');
    expect(useView.getState().filter).toEqual({ tags: ['places|iceland'] });
    expect(cells(root)).toEqual([2]);
    expect(textOf(root, 'filter-bar')).toContain('places › iceland');
    expect(textOf(root, 'filter-line')).toContain('Tag places › iceland');
    expect(document.querySelector('[aria-label="Do not ask for the tag places › iceland"]')).not.toBeNull();
    expect(root.textContent).not.toContain('places|iceland');
  });

  it('may be typed as they are shown or as they are stored, and are stored in one way', async () => {
    const root = await openCulling(2);
    await pressKey('t');
    const input = field<HTMLInputElement>(document.body, 'tag-field');
    await type(input, 'people › anna');
    await pressKey('Enter');
    await type(input, 'people|tom');
    await pressKey('Enter');
    await type(input, ' › ');
    await pressKey('Enter');
    expect(library.photo(2).tags.slice(-3)).toEqual(['places|iceland', 'people|anna', 'people|tom']);
    expect(document.querySelector('[data-testid=tags-dialog]')?.textContent).toContain('people › anna');
    expect(said(root)).toContain('tagged people › tom');
    const remove = document.querySelector<HTMLElement>('[aria-label="Remove the tag people › anna"]');
    await during(() => remove?.click());
    expect(library.photo(2).tags).not.toContain('people|anna');
  });
});

describe('a dialog', () => {
  it('has the focus before the next key can come, and gives it back', async () => {
    const root = await openCulling();
    // Without waiting for a frame: the letters after the key belong to the field.
    await act(async () => {
      runCommand('cull.tags');
      await Promise.resolve();
    });
    expect(document.activeElement?.getAttribute('data-testid')).toBe('tag-field');
    await pressKey('Escape');
    await pressKey('Escape');
    expect(document.activeElement).toBe(root.querySelector('[role=grid]'));
  });

  it('takes all keys, wherever the focus is', async () => {
    const root = await openCulling();
    await during(() => runCommand('cull.tags'));
    await during(() => root.querySelector<HTMLElement>('[role=grid]')?.focus());
    await pressKey('Delete');
    expect(library.asked).toEqual([]);
  });
});
