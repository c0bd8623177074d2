import { parseKeybinding } from 'tinykeys';
import { describe, expect, it } from 'vitest';
import { keyLabel } from '../../../src-renderer/lib/commands/key-label.ts';
import { COMMANDS, type CommandSpec, clashes } from '../../../src-renderer/lib/commands/table.ts';

const command = (id: string, scope: CommandSpec['scope'], ...keys: string[]): CommandSpec => ({
  id,
  scope,
  keys,
  title: id,
  group: 'General',
});

describe('keys', () => {
  it('of no two commands clash', () => {
    expect(clashes(COMMANDS)).toEqual([]);
  });

  it('clash within a scope and with global ones, but not between grid and loupe', () => {
    expect(clashes([command('a', 'grid', 'i'), command('b', 'loupe', 'I')])).toEqual([]);
    expect(clashes([command('a', 'grid', 'i'), command('b', 'global', 'x', 'I')])).toEqual([
      { key: 'i', ids: ['a', 'b'] },
    ]);
    expect(clashes([command('a', 'grid', '[Shift]+?'), command('b', 'grid', '?')]).length).toBe(1);
  });

  it('of culling are those that photographers were promised', () => {
    const first = (id: string) => COMMANDS.find((entry) => entry.id === id)?.keys[0];
    const ids = ['reject', 'jpgOnly', 'both', 'rawOnly', 'all', 'undo', 'rate0', 'rate1', 'rate5', 'tags'];
    expect(ids.map((id) => first(`cull.${id}`))).toEqual([
      'Delete',
      'j',
      'r',
      'w',
      'k',
      'u',
      '0',
      '1',
      '5',
      't',
    ]);
    expect([first('view.filters'), first('grid.info'), first('grid.open')]).toEqual(['f', 'i', 'Enter']);
  });

  it('are all of one press that the keyboard library understands', () => {
    for (const key of COMMANDS.flatMap((entry): readonly string[] => entry.keys))
      expect(parseKeybinding(key), key).toHaveLength(1);
  });

  it('of a command have ids of their own', () => {
    expect(new Set(COMMANDS.map((entry) => entry.id)).size).toBe(COMMANDS.length);
  });

  it('are shown as the keyboard of the system has them', () => {
    expect(keyLabel('$mod+Shift+L', false)).toEqual(['Ctrl', 'Shift', 'L']);
    expect(keyLabel('$mod+Shift+L', true)).toEqual(['⌘', '⇧', 'L']);
    expect(keyLabel('[Shift]+?', false)).toEqual(['?']);
    expect(keyLabel('[Shift]++', false)).toEqual(['+']);
    expect(keyLabel('ArrowLeft', false)).toEqual(['←']);
  });
});
