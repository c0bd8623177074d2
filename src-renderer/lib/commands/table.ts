/** Where a command can be given. `global` ones work beside those of the grid or the loupe, whichever is in front. */
export type CommandScope = 'global' | 'grid' | 'loupe';

/** In the order in which the help sheet shows them. */
export const COMMAND_GROUPS = ['Culling', 'Selection', 'Grid', 'Loupe', 'General', 'Library'] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

export interface CommandSpec {
  id: string;
  title: string;
  group: CommandGroup;
  /**
   * In tinykeys' notation; `$mod` is Ctrl, or Command on a Mac. The first one is the one shown. These are what the app
   * comes with: a person may have put others in their place (`bindings.ts`).
   */
  keys: readonly string[];
  scope: CommandScope;
}

/**
 * Every action that has a key. Menus, the help sheet and the keyboard all read this table, so none can drift from the
 * others.
 */
export const COMMANDS = [
  { id: 'app.help', title: 'Show all keys', group: 'General', keys: ['[Shift]+?'], scope: 'global' },
  { id: 'app.tasks', title: 'Show or hide tasks', group: 'General', keys: ['Shift+T'], scope: 'global' },
  { id: 'app.keys', title: 'Change keys…', group: 'General', keys: ['$mod+,'], scope: 'global' },
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
  { id: 'scan.folder', title: 'Scan a folder…', group: 'Library', keys: ['Shift+S'], scope: 'global' },
  { id: 'scan.recipes', title: 'Saved scans…', group: 'Library', keys: ['Shift+R'], scope: 'global' },
  { id: 'library.open', title: 'Open another library…', group: 'Library', keys: ['$mod+o'], scope: 'global' },
  { id: 'project.new', title: 'New project…', group: 'Library', keys: ['n'], scope: 'grid' },
  { id: 'project.rename', title: 'Rename this project…', group: 'Library', keys: ['F2'], scope: 'grid' },
  {
    id: 'project.delete',
    title: 'Delete this project…',
    group: 'Library',
    keys: ['$mod+Shift+Delete'],
    scope: 'grid',
  },
  { id: 'photos.move', title: 'Move to another project…', group: 'Library', keys: ['m'], scope: 'global' },
  { id: 'library.trash', title: 'Show the trash', group: 'Library', keys: ['$mod+Shift+T'], scope: 'global' },
  {
    id: 'library.maintenance',
    title: 'Maintenance…',
    group: 'Library',
    keys: ['$mod+Shift+M'],
    scope: 'global',
  },
  {
    id: 'metadata.read',
    title: 'Read metadata from files…',
    group: 'Library',
    keys: ['Shift+M'],
    scope: 'global',
  },
  {
    id: 'metadata.write',
    title: 'Write metadata to files…',
    group: 'Library',
    keys: ['Shift+W'],
    scope: 'global',
  },
  {
    id: 'metadata.tags',
    title: 'All tags of the files…',
    group: 'Library',
    keys: ['Shift+I'],
    scope: 'global',
  },
  {
    id: 'metadata.conflicts',
    title: 'Metadata conflicts…',
    group: 'Library',
    keys: ['Shift+C'],
    scope: 'global',
  },
  { id: 'view.search', title: 'Search by name', group: 'Grid', keys: ['$mod+f', '/'], scope: 'grid' },
  { id: 'view.filters', title: 'Filters', group: 'Grid', keys: ['f'], scope: 'grid' },
  {
    id: 'view.showAll',
    title: 'Show all, nothing filtered',
    group: 'Grid',
    keys: ['Shift+F'],
    scope: 'grid',
  },
  { id: 'grid.info', title: 'Show or hide information', group: 'Grid', keys: ['i'], scope: 'grid' },
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
  { id: 'cull.reject', title: 'Reject', group: 'Culling', keys: ['Delete', 'Backspace'], scope: 'global' },
  { id: 'cull.jpgOnly', title: 'Keep the JPG only', group: 'Culling', keys: ['j'], scope: 'global' },
  { id: 'cull.both', title: 'Keep RAW and JPG', group: 'Culling', keys: ['r'], scope: 'global' },
  { id: 'cull.rawOnly', title: 'Keep the RAW only', group: 'Culling', keys: ['w'], scope: 'global' },
  { id: 'cull.all', title: 'Keep all', group: 'Culling', keys: ['k'], scope: 'global' },
  { id: 'cull.undo', title: 'Undo the last step', group: 'Culling', keys: ['u', '$mod+z'], scope: 'global' },
  { id: 'cull.rate1', title: '1 star', group: 'Culling', keys: ['1'], scope: 'global' },
  { id: 'cull.rate2', title: '2 stars', group: 'Culling', keys: ['2'], scope: 'global' },
  { id: 'cull.rate3', title: '3 stars', group: 'Culling', keys: ['3'], scope: 'global' },
  { id: 'cull.rate4', title: '4 stars', group: 'Culling', keys: ['4'], scope: 'global' },
  { id: 'cull.rate5', title: '5 stars', group: 'Culling', keys: ['5'], scope: 'global' },
  { id: 'cull.rate0', title: 'No stars', group: 'Culling', keys: ['0'], scope: 'global' },
  { id: 'info.edit', title: 'Edit title, caption and tags', group: 'Culling', keys: ['e'], scope: 'global' },
  { id: 'cull.tags', title: 'Tags…', group: 'Culling', keys: ['t'], scope: 'global' },
  {
    id: 'cull.advance',
    title: 'Go on after a decision: on or off',
    group: 'Culling',
    keys: ['Shift+A'],
    scope: 'global',
  },
  {
    id: 'plan.preview',
    title: 'Preview what a commit would do…',
    group: 'Culling',
    keys: ['$mod+Enter'],
    scope: 'grid',
  },
  { id: 'commit.commit', title: 'Commit', group: 'Culling', keys: ['$mod+Shift+Enter'], scope: 'grid' },
  {
    id: 'commit.revert',
    title: 'Keep everything after all…',
    group: 'Culling',
    keys: ['$mod+Backspace'],
    scope: 'grid',
  },
  {
    id: 'commit.undo',
    title: 'Undo the last commit',
    group: 'Culling',
    keys: ['$mod+Shift+Z'],
    scope: 'grid',
  },
  {
    id: 'select.toggle',
    title: 'Add this photo, or leave it out',
    group: 'Selection',
    keys: ['Space', 's'],
    scope: 'grid',
  },
  { id: 'select.all', title: 'Select all of the view', group: 'Selection', keys: ['$mod+a'], scope: 'grid' },
  { id: 'select.clear', title: 'Select none', group: 'Selection', keys: ['Escape'], scope: 'grid' },
  {
    id: 'select.left',
    title: 'Extend to the left',
    group: 'Selection',
    keys: ['Shift+ArrowLeft'],
    scope: 'grid',
  },
  {
    id: 'select.right',
    title: 'Extend to the right',
    group: 'Selection',
    keys: ['Shift+ArrowRight'],
    scope: 'grid',
  },
  {
    id: 'select.up',
    title: 'Extend to the row above',
    group: 'Selection',
    keys: ['Shift+ArrowUp'],
    scope: 'grid',
  },
  {
    id: 'select.down',
    title: 'Extend to the row below',
    group: 'Selection',
    keys: ['Shift+ArrowDown'],
    scope: 'grid',
  },
  {
    id: 'select.pageUp',
    title: 'Extend by a page up',
    group: 'Selection',
    keys: ['Shift+PageUp'],
    scope: 'grid',
  },
  {
    id: 'select.pageDown',
    title: 'Extend by a page down',
    group: 'Selection',
    keys: ['Shift+PageDown'],
    scope: 'grid',
  },
  {
    id: 'select.first',
    title: 'Extend to the first',
    group: 'Selection',
    keys: ['Shift+Home'],
    scope: 'grid',
  },
  { id: 'select.last', title: 'Extend to the last', group: 'Selection', keys: ['Shift+End'], scope: 'grid' },
  {
    id: 'select.stepLeft',
    title: 'Go left, keep the selection',
    group: 'Selection',
    keys: ['$mod+ArrowLeft'],
    scope: 'grid',
  },
  {
    id: 'select.stepRight',
    title: 'Go right, keep the selection',
    group: 'Selection',
    keys: ['$mod+ArrowRight'],
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

/** The command that a key would reach in the same place as `command`, if it were given to it. */
export function takenBy(
  commands: readonly CommandSpec[],
  command: Pick<CommandSpec, 'id' | 'scope'>,
  key: string,
): CommandSpec | null {
  return (
    commands.find(
      (other) =>
        other.id !== command.id &&
        overlap(command.scope, other.scope) &&
        other.keys.some((candidate) => canonical(candidate) === canonical(key)),
    ) ?? null
  );
}

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
