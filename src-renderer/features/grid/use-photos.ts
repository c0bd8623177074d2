import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import type { Photo } from '../../../src-preload/contract/photos.ts';
import { photoLoader, photoStore } from './photos.ts';

/** Of a larger selection, what the first so many say is shown. */
export const MOST_LOOKED_AT = 2000;

/**
 * The photos of a list, as far as they are known, kept up to date like those of the grid. They are asked for where they are
 * not on screen.
 * @param ids the same array as long as it is the same list
 */
export function usePhotos(ids: readonly number[], view: string): readonly Photo[] {
  const known = useRef<readonly Photo[]>([]);
  const subscribe = useCallback(
    (listener: () => void) => {
      // One decision about 2,000 photos is told 2,000 times: they are looked through once after it.
      let isTold = false;
      const tell = () => {
        if (isTold) return;
        isTold = true;
        queueMicrotask(() => {
          isTold = false;
          listener();
        });
      };
      const leave = ids.slice(0, MOST_LOOKED_AT).map((id) => photoStore.subscribe(id, tell));
      return () => {
        for (const end of leave) end();
      };
    },
    [ids],
  );
  useEffect(() => {
    photoLoader.show(view, ids.slice(0, MOST_LOOKED_AT));
    return () => photoLoader.show(view, []);
  }, [ids, view]);
  return useSyncExternalStore(subscribe, () => {
    const photos = ids.slice(0, MOST_LOOKED_AT).flatMap((id) => photoStore.get(id) ?? []);
    const before = known.current;
    const isSame = photos.length === before.length && photos.every((photo, at) => photo === before[at]);
    if (!isSame) known.current = photos;
    return known.current;
  });
}
