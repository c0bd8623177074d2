import { useView } from '../../app/view.ts';
import type { ShownPhotos } from '../grid/use-photo-index.ts';
import { useSelection } from './selection.ts';

/** Whom the next key of culling is about. */
export interface Targets {
  ids: readonly number[];
  /** True for the selection, false for the one photo under the cursor. */
  selected: boolean;
}

const NOBODY: Targets = { ids: [], selected: false };

interface Pointed {
  cursor: number | null;
  loupe: boolean;
  selection: ReadonlySet<number>;
}

/** In the loupe the photo that is looked at; in the grid the selection if there is one, else the photo under the cursor. */
export function targetsOf({ cursor, loupe, selection }: Pointed, shown: ShownPhotos): Targets {
  if (!loupe && selection.size > 0) {
    const ids = [...selection].filter((id) => shown.indexOf(id) >= 0);
    if (ids.length > 0) return { ids, selected: true };
  }
  return cursor === null || shown.indexOf(cursor) < 0 ? NOBODY : { ids: [cursor], selected: false };
}

/** The same at this moment, for a key that has just been pressed. */
export function presentTargets(shown: ShownPhotos): Targets {
  const { cursor, loupe } = useView.getState();
  return targetsOf({ cursor, loupe, selection: useSelection.getState().ids }, shown);
}
