import { useLayoutEffect, useRef } from 'react';
import { useView } from '../../app/view.ts';
import type { ShownPhotos } from '../grid/use-photo-index.ts';
import { keepSelected } from './selection.ts';

/** The photo that takes the place of one that has gone: the next that is still there, else the one before. Null: none. */
export function neighbourOf(id: number, before: ShownPhotos, now: ShownPhotos): number | null {
  const index = before.indexOf(id);
  if (index < 0) return null;
  for (let at = index + 1; at < before.ids.length; at += 1) {
    const next = before.ids[at];
    if (next !== undefined && now.indexOf(next) >= 0) return next;
  }
  for (let at = index - 1; at >= 0; at -= 1) {
    const previous = before.ids[at];
    if (previous !== undefined && now.indexOf(previous) >= 0) return previous;
  }
  return null;
}

/**
 * Keeps the cursor and the selection to what is shown. A photo that went to the trash, or out of the filter by its own
 * decision, hands the cursor to its neighbour. Before the frame is painted, so that the loupe does not close in between.
 */
export function useCursorNeighbour(shown: ShownPhotos): void {
  const before = useRef(shown);
  useLayoutEffect(() => {
    const old = before.current;
    before.current = shown;
    if (old === shown) return;
    keepSelected((id) => shown.indexOf(id) >= 0);
    const { cursor, set } = useView.getState();
    if (cursor === null || shown.indexOf(cursor) >= 0) return;
    const next = neighbourOf(cursor, old, shown);
    set(next === null ? { cursor: null, loupe: false } : { cursor: next });
  }, [shown]);
}
