import { useEffect, useRef } from 'react';
import { ROW_HEIGHT, useView } from '../../app/view.ts';
import { useCommands } from '../../lib/commands/registry.tsx';
import { clearSelection, selectUpTo, toggleSelected } from '../culling/selection.ts';
import { type CursorMove, moveCursor } from './cursor-moves.ts';
import type { GridLayout } from './layout.ts';
import type { ShownPhotos } from './use-photo-index.ts';

interface GridCommandsOptions {
  layout: GridLayout;
  photos: ShownPhotos;
  cursorIndex: number;
  reveal(index: number): void;
  /** Takes the focus to the grid, so that Enter then means the photo and not the button that was pressed last. */
  focus(): void;
  pageHeight: number;
  covered: boolean;
}

/** The keys of the grid: they move the one cursor, and open what it stands on. */
export function useGridCommands(options: GridCommandsOptions): void {
  const { layout, photos, cursorIndex, reveal, focus, pageHeight } = options;
  const go = (direction: CursorMove, before: (next: number) => void) => {
    const next = moveCursor(layout, cursorIndex, direction, pageHeight);
    const id = photos.ids[next];
    if (id === undefined) return;
    before(next);
    useView.getState().set({ cursor: id });
    reveal(next);
    focus();
  };
  // A selection ends when the cursor goes on alone, as in any list of files: there is never a doubt whom a key is about.
  const move = (direction: CursorMove) => () => go(direction, clearSelection);
  const select = (direction: CursorMove) => () =>
    go(direction, (next) => selectUpTo(photos.ids, photos.indexOf, next));
  const step = (direction: CursorMove) => () => go(direction, () => {});
  const resize = (steps: number) => () => {
    const { rowHeight, set } = useView.getState();
    set({
      rowHeight: Math.min(ROW_HEIGHT.max, Math.max(ROW_HEIGHT.min, rowHeight + steps * ROW_HEIGHT.step)),
    });
  };
  useCommands({
    'grid.left': move('left'),
    'grid.right': move('right'),
    'grid.up': move('up'),
    'grid.down': move('down'),
    'grid.pageUp': move('pageUp'),
    'grid.pageDown': move('pageDown'),
    'grid.first': move('first'),
    'grid.last': move('last'),
    'grid.open': () => {
      const id = photos.ids[Math.max(0, cursorIndex)];
      if (id !== undefined) useView.getState().set({ cursor: id, loupe: true });
    },
    'select.left': select('left'),
    'select.right': select('right'),
    'select.up': select('up'),
    'select.down': select('down'),
    'select.pageUp': select('pageUp'),
    'select.pageDown': select('pageDown'),
    'select.first': select('first'),
    'select.last': select('last'),
    'select.stepLeft': step('left'),
    'select.stepRight': step('right'),
    'select.toggle': () => {
      const id = photos.ids[cursorIndex];
      if (id !== undefined) toggleSelected(id);
    },
    'grid.larger': resize(1),
    'grid.smaller': resize(-1),
  });

  // Coming back from the loupe, the photo looked at last is in sight and the grid has the focus. Only then: at other times the keys that move the
  // cursor bring it into sight, and a person who scrolled away from it is left alone.
  const { covered } = options;
  const comeBack = useRef(() => {});
  comeBack.current = () => {
    if (cursorIndex >= 0) reveal(cursorIndex);
    focus();
  };
  const wasCovered = useRef(covered);
  useEffect(() => {
    if (wasCovered.current && !covered) comeBack.current();
    wasCovered.current = covered;
  }, [covered]);
}
