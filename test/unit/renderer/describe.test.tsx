import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MAX_IDS_PER_CALL } from '../../../src-preload/contract/common.ts';
import type { MetadataField } from '../../../src-preload/contract/metadata.ts';
import { useView } from '../../../src-renderer/app/view.ts';
import { describe as describePhotos } from '../../../src-renderer/features/culling/decide.ts';
import { changeFilter } from '../../../src-renderer/features/filters/change-filter.ts';
import { onOrderChanged } from '../../../src-renderer/features/grid/order-changed.ts';
import { photoStore } from '../../../src-renderer/features/grid/photos.ts';
import { useMetadataDialog } from '../../../src-renderer/features/metadata/open-metadata.ts';
import { cursor, giveRoom, openCulling, said, textOf } from './culling-window.tsx';
import { answerCalls, during, engine } from './engine-behind.tsx';
import { aPhoto, NO_CHANGES } from './fixtures.ts';
import { LibraryBehind } from './library-behind.ts';
import { pressKey } from './press-key.ts';

const library = new LibraryBehind();
const CONFIG = {
  exif: { readPreference: 'sidecar-first', writeMode: 'sidecar-only' },
  sync: { allowManualImport: true, allowManualWrite: true },
};
let allowed = true;
let state: { unwritten: MetadataField[]; conflicts: 'title'[] } = { unwritten: [], conflicts: [] };

beforeAll(() => {
  giveRoom();
  answerCalls({
    photos: library.procedures(),
    tasks: { list: engine.tasks.list.handler(() => ({ tasks: [], total: 0 })) },
    changes: { summary: engine.changes.summary.handler(() => NO_CHANGES) },
    settings: {
      get: engine.settings.get.handler(() => {
        const config = { ...CONFIG, sync: { ...CONFIG.sync, allowManualWrite: allowed } };
        return { config, defaults: CONFIG, overrides: {} };
      }),
    },
    metadata: { state: engine.metadata.state.handler(() => state) },
  });
});
beforeEach(() => {
  allowed = true;
  state = { unwritten: [], conflicts: [] };
  library.reset([
    aPhoto(1, { title: 'North', tags: ['birds', 'places|iceland'], takenAt: '2025-06-01T12:00:00' }),
    aPhoto(2, { people: ['Ana'], takenAt: '2025-06-01T12:10:00' }),
    aPhoto(3),
  ]);
  return during(() => {
    useMetadataDialog.setState({ open: null });
    useView.getState().set({ gridInfo: true, info: true, loupe: false });
  });
});

const field = (name: string) => {
  const found = document.querySelector<HTMLInputElement>(`[data-testid=info-${name}]`);
  if (found === null) throw new Error(`there is no field ${name}`);
  return found;
};
const value = (name: string) => field(name).value;
const chips = (name: string) =>
  [...document.querySelectorAll(`[data-testid=info-${name}-list] li`)].map((chip) => chip.textContent);
/** As a person does: the field has the focus and gets another text. */
async function type(name: string, text: string): Promise<void> {
  await during(() => field(name).focus());
  await during(() => {
    const input = field(name);
    const proto = input.tagName === 'TEXTAREA' ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
    Object.getOwnPropertyDescriptor(proto, 'value')?.set?.call(input, text);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
const leave = (name: string) => during(() => field(name).blur());
const steps = () => library.asked.map(({ call, ids }) => [call, ids]);

describe('what is said of one photo', () => {
  it('is saved by Enter as one step, seen at once, said, and taken back with the key of culling', async () => {
    const root = await openCulling();
    await type('title', ' Northern light ');
    expect(library.asked).toEqual([]);
    await pressKey('Enter');
    expect(library.said).toEqual([{ title: 'Northern light' }]);
    expect(said(root)).toBe('IMG_1001: title “Northern light”');
    expect(value('title')).toBe('Northern light');
    await during(() => field('title').blur());
    expect(library.asked).toHaveLength(1);
    await during(() => root.querySelector<HTMLElement>('[role=grid]')?.focus());
    await pressKey('u');
    expect(library.photo(1).title).toBe('North');
    expect(said(root)).toBe('Undone: the description of IMG_1001');
  });

  it('is saved when the field is left, and not at all where nothing was changed', async () => {
    await openCulling();
    await type('title', 'North ');
    await leave('title');
    await during(() => field('caption').focus());
    await leave('caption');
    expect(library.asked).toEqual([]);
    await type('title', '');
    await leave('title');
    expect(library.said).toEqual([{ title: null }]);
  });

  it('waits while the window is left for another, where nothing is left in the middle of a word', async () => {
    await openCulling();
    for (const name of ['title', 'tags']) {
      await type(name, 'Half a w');
      await during(() => field(name).dispatchEvent(new FocusEvent('focusout', { bubbles: true })));
      expect(value(name)).toBe('Half a w');
      expect(library.asked).toEqual([]);
      await pressKey('Escape');
    }
  });

  it('is taken back by Escape, and a second one goes back to the photos', async () => {
    const root = await openCulling();
    await type('title', 'Oops');
    await pressKey('Escape');
    expect([value('title'), document.activeElement]).toEqual(['North', field('title')]);
    await pressKey('Escape');
    expect(document.activeElement).toBe(root.querySelector('[role=grid]'));
    expect(library.asked).toEqual([]);
  });

  it('has captions of several lines: Ctrl+Enter saves, and commits nothing', async () => {
    await openCulling();
    await type('caption', 'One\nTwo');
    await pressKey('Enter');
    expect(library.asked).toEqual([]);
    await pressKey('Enter', { ctrl: true, shift: true });
    expect(library.said).toEqual([{ caption: 'One\nTwo' }]);
  });

  it('is typed without any key of culling', async () => {
    await openCulling();
    await during(() => field('title').focus());
    for (const key of ['j', 'w', '3', 'Delete', 'Backspace', 'u', 't', 'ArrowRight']) await pressKey(key);
    expect(library.asked).toEqual([]);
    expect(useView.getState().cursor).toBe(1);
  });

  it('decides about no photo where Tab has led to a button between the fields', async () => {
    await openCulling();
    await during(() => document.querySelector<HTMLElement>('[aria-label="Remove birds"]')?.focus());
    for (const key of ['j', 'w', 's', '3', 'e']) await pressKey(key);
    expect(library.asked).toEqual([]);
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Remove birds');
    await pressKey('Escape');
    await pressKey('3');
    expect(steps()).toEqual([['setRating', [1]]]);
  });

  it('is for the photo that it was typed for, though another is shown by then', async () => {
    await openCulling();
    await type('title', 'Of the first');
    await during(() => useView.getState().set({ cursor: 2 }));
    expect(library.photo(1).title).toBe('Of the first');
    expect(library.photo(2).title).toBeNull();
    expect(value('title')).toBe('');
  });

  it('stands there again where it was refused, and the reason is said', async () => {
    const root = await openCulling();
    library.failing = true;
    await type('title', 'Refused');
    await pressKey('Enter');
    expect(said(root, 'assertive')).toContain('No library is open');
    expect([value('title'), photoStore.get(1)?.title]).toEqual(['Refused', 'North']);
    library.failing = false;
    await pressKey('Enter');
    expect(library.photo(1).title).toBe('Refused');
  });

  it('and cannot be, is told of where the photo is left all the same', async () => {
    const root = await openCulling();
    await type('time', 'last Saturday');
    await leave('time');
    await during(() => useView.getState().set({ cursor: 2 }));
    expect(said(root, 'assertive')).toContain('Not saved: “last Saturday”. This is no time.');
    expect(library.asked).toEqual([]);
  });

  it('is saved, once, when the window is closed in the middle of a word', async () => {
    await openCulling();
    await type('title', 'Half a w');
    await during(() => window.dispatchEvent(new Event('beforeunload')));
    expect(library.said).toEqual([{ title: 'Half a w' }]);
    await leave('title');
    expect(library.said).toHaveLength(1);
  });

  it('stays about the photo that left the view, until the field is left', async () => {
    await openCulling(2);
    await type('title', 'Half a ti');
    await during(() => changeFilter({ tags: ['birds'] }));
    expect([cursor(), document.activeElement]).toEqual([1, field('title')]);
    expect(value('title')).toBe('Half a ti');
    expect(textOf(document.body, 'info-gone')).toContain('IMG_1002 left this view.');
    for (const key of ['j', 'w', 's', 'Delete']) await pressKey(key);
    expect(library.asked).toEqual([]);
    await during(() =>
      document.querySelector<HTMLElement>('[data-testid=editor] [title="4 stars (4)"]')?.click(),
    );
    await type('title', 'Half a title');
    await leave('title');
    expect(library.photos.map(({ title, rating }) => [title, rating])).toEqual([
      ['North', 0],
      ['Half a title', 4],
      [null, 0],
    ]);
    expect([value('title'), textOf(document.body, 'info-gone')]).toEqual(['North', null]);
  });

  it('stays there, too, where its photo was the last of the view', async () => {
    await openCulling();
    await type('title', 'Half a ti');
    await during(() => changeFilter({ tags: ['nobody has it'] }));
    expect([value('title'), document.activeElement]).toEqual(['Half a ti', field('title')]);
    await leave('title');
    expect(library.photo(1).title).toBe('Half a ti');
    expect(document.querySelector('[data-testid=info-panel]')).toBeNull();
  });

  it('may be a place or a time that cannot be: the words stay, with the reason below', async () => {
    await openCulling();
    await type('place', 'Reykjavik');
    await pressKey('Enter');
    expect(field('place').getAttribute('aria-invalid')).toBe('true');
    expect(document.querySelector('[role=alert]')?.textContent).toContain('This is no place.');
    expect(value('place')).toBe('Reykjavik');
    await type('place', '64.14, -21.94');
    await pressKey('Enter');
    await type('time', '2025-06-01 13:00 +02:00');
    await pressKey('Enter');
    expect(library.said).toEqual([
      { position: { latitude: 64.14, longitude: -21.94 } },
      { takenAt: '2025-06-01T13:00:00+02:00' },
    ]);
    await type('time', '');
    await pressKey('Enter');
    expect(document.querySelector('[role=alert]')?.textContent).toContain('A photo keeps its time.');
    expect(library.said).toHaveLength(2);
  });

  it('has tags that are completed, in groups too, and taken away one by one', async () => {
    await openCulling(2);
    await type('tags', 'places > ice');
    expect([...document.querySelectorAll('[role=option]')].map((option) => option.textContent)).toEqual([
      'places › iceland1',
    ]);
    await pressKey('ArrowDown');
    await pressKey('Enter');
    await type('tags', 'Birds');
    await pressKey('Enter');
    // Left in the middle of a word, it is not forgotten.
    await type('tags', 'people › friends');
    await leave('tags');
    expect(library.photo(2).tags).toEqual(['places|iceland', 'birds', 'people|friends']);
    expect(chips('tags')).toEqual(['birds', 'people › friends', 'places › iceland']);
    await during(() => document.querySelector<HTMLElement>('[aria-label="Remove birds"]')?.click());
    expect(library.photo(2).tags).toEqual(['places|iceland', 'people|friends']);
  });

  it('has tags that are one stop for Tab: arrows go through them, Delete and Backspace take away', async () => {
    library.photo(2).tags.push('bride', 'cake', 'dance', 'early');
    await openCulling(2);
    const stops = () =>
      [...document.querySelectorAll<HTMLElement>('[data-testid=info-tags-list] button')]
        .filter(({ tabIndex }) => tabIndex === 0)
        .map((button) => button.getAttribute('aria-label'));
    const focused = () => document.activeElement?.getAttribute('aria-label');
    expect(stops()).toEqual(['Remove bride']);
    await during(() => field('tags').focus());
    await pressKey('Backspace', { repeat: true });
    expect(document.activeElement).toBe(field('tags'));
    await pressKey('Backspace');
    expect([focused(), stops()]).toEqual(['Remove early', ['Remove early']]);
    await pressKey('ArrowLeft');
    expect([focused(), stops()]).toEqual(['Remove dance', ['Remove dance']]);
    await pressKey('Delete');
    expect([focused(), chips('tags')]).toEqual(['Remove early', ['bride', 'cake', 'early']]);
    expect(document.querySelector('[aria-live=polite]')?.textContent).toContain('no longer tagged dance');
    await pressKey('Backspace');
    expect([focused(), chips('tags')]).toEqual(['Remove cake', ['bride', 'cake']]);
    await pressKey('Delete', { repeat: true });
    await pressKey('Home');
    await pressKey('ArrowLeft');
    expect([focused(), chips('tags')]).toEqual(['Remove bride', ['bride', 'cake']]);
    await pressKey('Delete');
    await pressKey('Delete');
    expect([document.activeElement, library.photo(2).tags]).toEqual([field('tags'), []]);
    expect(document.querySelector<HTMLElement>('[role=toolbar][aria-label=Tags]')?.hidden).toBe(true);
    // The photo itself was never meant.
    expect(steps().every(([call]) => call === 'changeTags')).toBe(true);
  });

  it('keeps Backspace for what is typed before it leads to the tags', async () => {
    await openCulling();
    await type('tags', 'ca');
    await pressKey('Backspace');
    expect(document.activeElement).toBe(field('tags'));
  });

  it('has several tags at once where commas part them, as one step; a tag with a comma in it is what it was', async () => {
    library.photo(3).tags.push('Oslo, Norway');
    await openCulling(2);
    await type('tags', 'bride, Birds , family > aunts,, bride');
    await pressKey('Enter');
    expect(library.photo(2).tags).toEqual(['bride', 'birds', 'family|aunts']);
    expect(steps()).toEqual([['changeTags', [2]]]);
    await type('tags', 'oslo, norway');
    await pressKey('Enter');
    expect(library.photo(2).tags.at(-1)).toBe('Oslo, Norway');
    await type('tags', 'oslo, norway');
    await pressKey('Enter');
    expect(library.photo(2).tags).not.toContain('oslo');
  });

  it('completes a tag with a comma in it, without its first part besides', async () => {
    library.photo(3).tags.push('Oslo, Norway');
    await openCulling(2);
    await type('tags', 'oslo, nor');
    await pressKey('ArrowDown');
    await pressKey('Enter');
    expect(library.photo(2).tags).toEqual(['Oslo, Norway']);
  });

  it('completes the tag after the last comma', async () => {
    await openCulling(2);
    await type('tags', 'bride, bir');
    await pressKey('ArrowDown');
    await pressKey('Enter');
    expect(library.photo(2).tags).toEqual(['bride', 'birds']);
  });

  it('takes a list of any length, and keeps what is too long for one tag in the field, with the reason', async () => {
    await openCulling(2);
    const many = Array.from({ length: 60 }, (_, at) => `keyword number ${at}`);
    await type('tags', many.join(', '));
    await pressKey('Enter');
    expect(library.photo(2).tags).toEqual(many);
    const long = `short, ${'l'.repeat(201)}`;
    await type('tags', long);
    await pressKey('Enter');
    expect(field('tags').value).toBe(long);
    expect(document.activeElement?.getAttribute('aria-invalid')).toBe('true');
    expect(document.body.textContent).toContain('One of these has more than 200 letters.');
    expect(library.photo(2).tags).toEqual(many);
  });

  it('has people, completed from those of other photos', async () => {
    await openCulling();
    await type('people', 'an');
    await pressKey('ArrowDown');
    await pressKey('Enter');
    expect(library.photo(1).people).toEqual(['Ana']);
    await during(() => document.querySelector<HTMLElement>('[aria-label="Remove Ana"]')?.click());
    expect(library.photo(1).people).toEqual([]);
  });

  it('is reached with a key from the grid and from the loupe, though the information is closed', async () => {
    await openCulling();
    await during(() => useView.getState().set({ gridInfo: false }));
    await pressKey('e');
    expect(document.activeElement).toBe(field('title'));
    await pressKey('Escape');
    await during(() => useView.getState().set({ loupe: true, info: false }));
    await pressKey('e');
    expect(document.activeElement).toBe(field('title'));
    await pressKey('Escape');
    expect([document.activeElement?.getAttribute('data-testid'), useView.getState().loupe]).toEqual([
      'loupe',
      true,
    ]);
  });
});

describe('what is said of a selection', () => {
  it('says where they differ, and changes nothing that was not touched', async () => {
    const root = await openCulling();
    await pressKey('a', { ctrl: true });
    expect(textOf(root, 'info-many')).toBe('3 photos selected');
    expect([value('title'), field('title').placeholder]).toEqual(['', 'Several values']);
    expect(field('caption').placeholder).toBe('');
    expect(chips('tags')).toEqual(['birds1 of 3', 'places › iceland1 of 3']);
    await during(() => field('title').focus());
    await leave('title');
    expect(library.asked).toEqual([]);
    await type('caption', 'Of all');
    await leave('caption');
    expect(steps()).toEqual([['describe', [1, 2, 3]]]);
    expect(library.photos.map(({ title, caption }) => [title, caption])).toEqual([
      ['North', 'Of all'],
      [null, 'Of all'],
      [null, 'Of all'],
    ]);
  });

  it('with more words than anybody reads shows the first, and how many there are', async () => {
    library.reset(
      [1, 2].map((id) => aPhoto(id, { tags: Array.from({ length: 90 }, (_, at) => `t${id}-${at}`) })),
    );
    await openCulling();
    await pressKey('a', { ctrl: true });
    expect(chips('tags')).toHaveLength(81);
    expect(chips('tags').at(-1)).toBe('and 100 more');
  });

  it('can take away what differs', async () => {
    await openCulling();
    await pressKey('a', { ctrl: true });
    await during(() =>
      document.querySelector<HTMLElement>('[aria-label="Remove the title of all 3"]')?.click(),
    );
    expect(library.said).toEqual([{ title: null }]);
    expect(document.activeElement).toBe(field('title'));
  });

  it('puts a clock right: each by as much, only when asked, and their order is asked for again', async () => {
    let asked = 0;
    const end = onOrderChanged(() => {
      asked += 1;
    });
    const root = await openCulling();
    await pressKey('a', { ctrl: true });
    await type('shift', '-1:00:00');
    expect(root.textContent).toContain('2 photos 1 h earlier: IMG_1001 becomes 1 Jun 2025, 11:00:00');
    await leave('shift');
    expect(library.asked).toEqual([]);
    await during(() => field('shift').focus());
    await pressKey('Enter');
    expect(library.photos.map(({ takenAt }) => takenAt)).toEqual([
      '2025-06-01T11:00:00',
      '2025-06-01T11:10:00',
      null,
    ]);
    expect([value('shift'), asked]).toEqual(['', 1]);
    end();
  });

  it('keeps a shift that is being typed for the photos that it was typed for, and does nothing with it', async () => {
    for (const photo of library.photos) photo.takenAt = '2025-06-01T12:00:00';
    await openCulling();
    const lookAt = (id: number) => during(() => useView.getState().set({ cursor: id }));
    await type('shift', '-0:05');
    await lookAt(2);
    expect(value('shift')).toBe('');
    await lookAt(1);
    expect(value('shift')).toBe('-0:05');
    await during(() => useView.getState().set({ loupe: true }));
    expect(value('shift')).toBe('-0:05');
    expect(library.asked).toEqual([]);
    await during(() => field('shift').focus());
    await pressKey('Escape');
    await lookAt(2);
    await lookAt(1);
    expect(value('shift')).toBe('');
  });

  it('larger than one call is several calls, and one step', async () => {
    const ids = Array.from({ length: MAX_IDS_PER_CALL + 1 }, (_, at) => at + 1);
    library.reset(ids.map((id) => aPhoto(id)));
    await during(() => describePhotos(ids, { title: 'All' }));
    expect(library.asked.map((call) => call.ids.length)).toEqual([MAX_IDS_PER_CALL, 1]);
    expect(new Set(library.asked.map(({ step }) => step)).size).toBe(1);
  });
});

describe('what the files do not say yet', () => {
  it('is marked on the photo, for the eye and the ear, and named in its information', async () => {
    library.reset([aPhoto(1, { unwritten: true }), aPhoto(2)]);
    state = { unwritten: ['title', 'subjects', 'hierarchical'], conflicts: [] };
    const root = await openCulling();
    const mark = (id: number) => root.querySelector(`[data-photo-id="${id}"] [data-testid=cell-unwritten]`);
    expect([mark(1) !== null, mark(2)]).toEqual([true, null]);
    expect(root.querySelector('[data-photo-id="1"]')?.getAttribute('aria-label')).toContain(
      'not written to its files yet',
    );
    expect(textOf(root, 'info-unwritten')).toContain('Not written to its files yet: Title and tags.');
    await during(() => document.querySelector<HTMLElement>('[data-testid=info-write]')?.click());
    expect(useMetadataDialog.getState().open).toMatchObject({
      kind: 'write',
      targets: [{ photoIds: [1] }, {}, {}],
    });
  });

  it('cannot be written where the settings forbid it, which is said', async () => {
    allowed = false;
    library.reset([aPhoto(1, { unwritten: true })]);
    const root = await openCulling();
    expect(textOf(root, 'info-unwritten')).toContain('Writing is switched off for this library.');
    expect(document.querySelector<HTMLButtonElement>('[data-testid=info-write]')?.disabled).toBe(true);
  });

  it('is told apart from what contradicts them, which is marked for the eye and the ear, too', async () => {
    library.reset([aPhoto(1, { conflict: true }), aPhoto(2, { unwritten: true })]);
    const root = await openCulling();
    const cell = (id: number) => root.querySelector(`[data-photo-id="${id}"]`);
    const mark = (id: number) => cell(id)?.querySelector('[data-testid=cell-conflict]');
    expect([mark(1)?.getAttribute('title'), mark(2)]).toEqual(['Contradicts its files', null]);
    expect(cell(1)?.querySelector('[data-testid=cell-unwritten]')).toBeNull();
    expect(cell(1)?.getAttribute('aria-label')).toContain('contradicts its files');
    expect(cell(2)?.getAttribute('aria-label')).not.toContain('contradicts');
  });

  it('and contradicts them is to be decided first, from there', async () => {
    library.reset([aPhoto(1, { unwritten: true })]);
    state = { unwritten: ['title'], conflicts: ['title'] };
    const root = await openCulling();
    expect(textOf(root, 'info-unwritten')).toBeNull();
    expect(textOf(root, 'info-conflict')).toContain(
      'The library and the files contradict each other: Title.',
    );
    await during(() => document.querySelector<HTMLElement>('[data-testid=info-decide]')?.click());
    expect(useMetadataDialog.getState().open).toEqual({ kind: 'conflicts', photoId: 1 });
  });
});

it('a time shift shows at once what the engine will have stored, and not twice', async () => {
  await openCulling();
  await during(() => describePhotos([1], { shiftSeconds: 60 }));
  expect(photoStore.get(1)?.takenAt).toBe('2025-06-01T12:01:00');
});
