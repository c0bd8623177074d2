/** Where a command can be given. `global` ones work beside those of the grid or the loupe, whichever is in front. */
export type CommandScope = 'global' | 'grid' | 'loupe';

export interface CommandSpec {
  id: string;
  title: string;
  group: 'General' | 'Library' | 'Grid' | 'Loupe';
  /** In tinykeys' notation; `$mod` is Ctrl, or Command on a Mac. The first one is the one shown. */
  keys: readonly string[];
  scope: CommandScope;
}

/**
 * Every action that has a key. Menus, the help sheet and the keyboard all read this table, so none can drift from the
 * others. Kept free for culling (see the design): Delete j r w k u 0–5.
 */
export const COMMANDS = [
  { id: 'app.help', title: 'Show all keys', group: 'General', keys: ['[Shift]+?'], scope: 'global' },
  { id: 'app.tasks', title: 'Show or hide tasks', group: 'General', keys: ['t'], scope: 'global' },
  {
    id: 'app.statistics',
    title: 'Statistics of all work',
    group: 'General',
    keys: ['$mod+Shift+S'],
    scope: 'global',
  },
  {
    id: 'app.pauseAll',
    title: 'Pause or resume all work',
    group: 'General',
    keys: ['$mod+Shift+P'],
    scope: 'global',
  },
  {
    id: 'app.theme',
    title: 'Switch between dark and light',
    group: 'General',
    keys: ['$mod+Shift+L'],
    scope: 'global',
  },
  { id: 'library.import', title: 'Import a folder…', group: 'Library', keys: ['$mod+i'], scope: 'global' },
  { id: 'library.open', title: 'Open another library…', group: 'Library', keys: ['$mod+o'], scope: 'global' },
  { id: 'project.new', title: 'New project…', group: 'Library', keys: ['n'], scope: 'grid' },
  { id: 'view.search', title: 'Search by name', group: 'Grid', keys: ['f', '$mod+f', '/'], scope: 'grid' },
  { id: 'grid.left', title: 'Previous photo', group: 'Grid', keys: ['ArrowLeft'], scope: 'grid' },
  { id: 'grid.right', title: 'Next photo', group: 'Grid', keys: ['ArrowRight'], scope: 'grid' },
  { id: 'grid.up', title: 'Row above', group: 'Grid', keys: ['ArrowUp'], scope: 'grid' },
  { id: 'grid.down', title: 'Row below', group: 'Grid', keys: ['ArrowDown'], scope: 'grid' },
  { id: 'grid.pageUp', title: 'Page up', group: 'Grid', keys: ['PageUp'], scope: 'grid' },
  { id: 'grid.pageDown', title: 'Page down', group: 'Grid', keys: ['PageDown'], scope: 'grid' },
  { id: 'grid.first', title: 'First photo', group: 'Grid', keys: ['Home'], scope: 'grid' },
  { id: 'grid.last', title: 'Last photo', group: 'Grid', keys: ['End'], scope: 'grid' },
  { id: 'grid.open', title: 'Open in the loupe', group: 'Grid', keys: ['Enter'], scope: 'grid' },
  {
    id: 'grid.larger',
    title: 'Larger thumbnails',
    group: 'Grid',
    keys: ['[Shift]++', '=', 'NumpadAdd'],
    scope: 'grid',
  },
  {
    id: 'grid.smaller',
    title: 'Smaller thumbnails',
    group: 'Grid',
    keys: ['-', 'NumpadSubtract'],
    scope: 'grid',
  },
  {
    id: 'loupe.previous',
    title: 'Previous photo',
    group: 'Loupe',
    keys: ['ArrowLeft', 'ArrowUp'],
    scope: 'loupe',
  },
  {
    id: 'loupe.next',
    title: 'Next photo',
    group: 'Loupe',
    keys: ['ArrowRight', 'ArrowDown', 'Space'],
    scope: 'loupe',
  },
  { id: 'loupe.zoom', title: 'Fit, or each pixel', group: 'Loupe', keys: ['z'], scope: 'loupe' },
  {
    id: 'loupe.zoomIn',
    title: 'Zoom in',
    group: 'Loupe',
    keys: ['[Shift]++', '=', 'NumpadAdd'],
    scope: 'loupe',
  },
  { id: 'loupe.zoomOut', title: 'Zoom out', group: 'Loupe', keys: ['-', 'NumpadSubtract'], scope: 'loupe' },
  { id: 'loupe.info', title: 'Show or hide information', group: 'Loupe', keys: ['i'], scope: 'loupe' },
  {
    id: 'loupe.close',
    title: 'Back to the grid',
    group: 'Loupe',
    keys: ['Escape', 'g', 'Enter'],
    scope: 'loupe',
  },
] as const satisfies readonly CommandSpec[];

export type CommandId = (typeof COMMANDS)[number]['id'];

function overlap(a: CommandScope, b: CommandScope): boolean {
  return a === b || a === 'global' || b === 'global';
}

const canonical = (key: string) => key.replaceAll(/\[\w+\]\+/g, '').toLowerCase();

/** Pairs of commands that the same key would reach in the same place. */
export function clashes(commands: readonly CommandSpec[]): { key: string; ids: [string, string] }[] {
  const found: { key: string; ids: [string, string] }[] = [];
  commands.forEach((command, at) => {
    for (const other of commands.slice(at + 1)) {
      if (!overlap(command.scope, other.scope)) continue;
      for (const key of command.keys) {
        if (other.keys.some((candidate) => canonical(candidate) === canonical(key)))
          found.push({ key, ids: [command.id, other.id] });
      }
    }
  });
  return found;
}
