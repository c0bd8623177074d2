import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HelpSheet } from '../../../src-renderer/features/help/help-sheet.tsx';
import { KeySettings } from '../../../src-renderer/features/keys/key-settings.tsx';
import {
  acceptOwnKeys,
  bindKey,
  resetAllKeys,
  resetKey,
  useBindings,
} from '../../../src-renderer/lib/commands/bindings.ts';
import { keyOfEvent } from '../../../src-renderer/lib/commands/key-of-event.ts';
import { runCommand } from '../../../src-renderer/lib/commands/registry.tsx';
import { giveRoom, openCulling } from './culling-window.tsx';
import { answerCalls, during, engine, show } from './engine-behind.tsx';
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
beforeEach(async () => {
  await during(resetAllKeys);
  library.reset([aPhoto(1)]);
});
const bind = async (...args: Parameters<typeof bindKey>) => {
  let holder: ReturnType<typeof bindKey> = null;
  await during(() => {
    holder = bindKey(...args);
  });
  return (holder as ReturnType<typeof bindKey>)?.id ?? null;
};
const reset = async (...args: Parameters<typeof resetKey>) => {
  let holder: ReturnType<typeof resetKey> = null;
  await during(() => {
    holder = resetKey(...args);
  });
  return (holder as ReturnType<typeof resetKey>)?.id ?? null;
};

const keysOf = (id: string) => useBindings.getState().commands.find((command) => command.id === id)?.keys;
const stored = () => JSON.parse(localStorage.getItem('safelight.keys') ?? 'null') as unknown;

describe('keys of one’s own', () => {
  it('take the place of those a command came with, at once and for good', async () => {
    await openCulling();
    expect(await bind('cull.reject', 'x')).toBeNull();
    await pressKey('Delete');
    expect(library.asked).toEqual([]);
    await pressKey('x');
    expect(library.photo(1).keepJpg).toBe(false);
    expect(stored()).toEqual({ 'cull.reject': 'x' });
  });

  it('that another command has are refused, with who has it', async () => {
    expect(await bind('cull.reject', 'K')).toBe('cull.all');
    expect(keysOf('cull.reject')).toEqual(['Delete', 'Backspace']);
    // In the grid that is a new project; the two never meet.
    expect(await bind('loupe.zoom', 'n')).toBeNull();
    expect(await bind('cull.tags', 'z')).toBeNull();
  });

  it('go back only while nobody has taken the old ones', async () => {
    expect(await bind('cull.tags', 'x')).toBeNull();
    expect(await bind('cull.all', 't')).toBeNull();
    expect(await reset('cull.tags')).toBe('cull.all');
    expect(await reset('cull.all')).toBeNull();
    expect(await reset('cull.tags')).toBeNull();
    expect(useBindings.getState().own).toEqual({});
  });

  it('that are stored and clash with what a newer version brought are dropped', () => {
    expect(
      acceptOwnKeys({ 'cull.reject': 'x', 'cull.all': 'j', 'gone.command': 'y', 'cull.tags': 7 }),
    ).toEqual({ 'cull.reject': 'x' });
  });

  it('are what the keyboard says, whatever its layout', () => {
    const event = (key: string, held: Partial<KeyboardEvent> = {}) => ({
      key,
      ctrlKey: false,
      metaKey: false,
      altKey: false,
      shiftKey: false,
      ...held,
    });
    expect(keyOfEvent(event('x'), false)).toBe('x');
    expect(keyOfEvent(event('X', { shiftKey: true }), false)).toBe('Shift+X');
    expect(keyOfEvent(event('?', { shiftKey: true }), false)).toBe('[Shift]+?');
    expect(keyOfEvent(event('x', { ctrlKey: true, altKey: true }), false)).toBe('$mod+Alt+x');
    expect(keyOfEvent(event('x', { metaKey: true }), true)).toBe('$mod+x');
    expect(keyOfEvent(event('x', { ctrlKey: true }), true)).toBe('Control+x');
    expect(keyOfEvent(event(' '), false)).toBe('Space');
    expect(keyOfEvent(event('Shift', { shiftKey: true }), false)).toBeNull();
  });
});

describe('the dialog of keys', () => {
  const line = (id: string) => document.querySelector(`[data-command="${id}"]`);
  const change = (id: string) =>
    during(() => {
      const button = [...(line(id)?.querySelectorAll('button') ?? [])].at(-1);
      button?.focus();
      button?.click();
    });
  const open = async () => {
    await show(
      <>
        <KeySettings />
        <HelpSheet />
      </>,
    );
    await during(() => runCommand('app.keys'));
  };

  it('waits for a key and gives it, or says who has it', async () => {
    await open();
    await change('cull.reject');
    expect(line('cull.reject')?.textContent).toContain('Press a key…');
    await pressKey('k');
    expect(document.querySelector('[role=alert]')?.textContent).toContain('K is “Keep all” (Culling)');
    await change('cull.reject');
    await pressKey('x');
    expect(document.querySelector('[role=alert]')).toBeNull();
    expect(keysOf('cull.reject')).toEqual(['x']);
    expect(line('cull.reject')?.querySelector('kbd')?.textContent).toBe('X');
  });

  it('is left with Escape, first the waiting and then the dialog', async () => {
    await open();
    await change('cull.reject');
    await pressKey('Escape');
    expect(line('cull.reject')?.textContent).toContain('Change');
    expect(keysOf('cull.reject')).toEqual(['Delete', 'Backspace']);
    await pressKey('Escape');
    expect(line('cull.reject')).toBeNull();
  });

  it('is what the help sheet shows', async () => {
    await open();
    await during(() => bindKey('cull.reject', 'x'));
    await pressKey('Escape');
    await during(() => runCommand('app.help'));
    const sheet = document.querySelector('[data-testid=help-sheet]');
    const reject = [...(sheet?.querySelectorAll('dt') ?? [])].find((term) => term.textContent === 'Reject');
    expect(reject?.nextElementSibling?.textContent).toBe('X');
  });
});
