import { type FocusEvent, useState } from 'react';
import type { ShownPhotos } from '../grid/use-photo-index.ts';

const TYPED_INTO = 'input, textarea';

/**
 * Whom the information is about. Photos that leave the view while somebody types in it stay there until the field is left:
 * a tag that is taken away may take its photo out of the filter, and what is typed next would be said of its neighbour, or,
 * with the field gone, be keys of culling.
 * @param ids the same array as long as they are the same
 */
export function useHeld(ids: readonly number[], shown: ShownPhotos) {
  const [held, setHeld] = useState<readonly number[] | null>(null);
  const gone = held?.filter((id) => shown.indexOf(id) < 0).length ?? 0;
  return {
    ids: held !== null && gone > 0 ? held : ids,
    /** How many of them have left the view. */
    gone,
    onFocus: (event: FocusEvent) => {
      if (gone === 0 && event.target.matches(TYPED_INTO)) setHeld(ids);
    },
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent) => {
      const goesOn = currentTarget.contains(relatedTarget);
      // The field keeps its place while the whole window is left for another.
      if (!goesOn && !currentTarget.contains(document.activeElement)) setHeld(null);
    },
  };
}
