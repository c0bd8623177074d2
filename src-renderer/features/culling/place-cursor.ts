import { useView } from '../../app/view.ts';
import type { ShownPhotos } from '../grid/use-photo-index.ts';
import { clearSelection, selectUpTo, toggleSelected, useSelection } from './selection.ts';

interface Held {
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

/** A click on a photo: alone it is the one photo, with Shift the end of a range, with Ctrl or Command one more or less. */
export function placeCursor(photos: ShownPhotos, id: number, held: Held): void {
  const { cursor, set } = useView.getState();
  if (held.shiftKey) selectUpTo(photos.ids, photos.indexOf, photos.indexOf(id));
  else if (held.ctrlKey || held.metaKey) {
    // The keys meant the photo under the cursor so far: one more is to be added to it, not to take its place.
    if (useSelection.getState().ids.size === 0 && cursor !== null && cursor !== id) toggleSelected(cursor);
    toggleSelected(id);
  } else clearSelection();
  if (cursor !== id) set({ cursor: id });
}
