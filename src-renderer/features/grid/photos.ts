import { useCallback, useSyncExternalStore } from 'react';
import type { Photo } from '../../../src-preload/contract/photos.ts';
import { client } from '../../lib/rpc/client.ts';
import { PhotoLoader } from './photo-loader.ts';
import { PhotoStore } from './photo-store.ts';

/** The photos of the open library, one store for the grid and the loupe. */
export const photoStore = new PhotoStore();

export const photoLoader = new PhotoLoader({
  store: photoStore,
  fetch: (ids) => client.photos.get({ ids }),
  schedule: (task, ms) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
  // The library was closed, or main is restarting: the stream's next `reset` makes the grid ask again.
  onError: () => undefined,
});

export function usePhoto(id: number | null): Photo | undefined {
  const subscribe = useCallback(
    (listener: () => void) => (id === null ? () => undefined : photoStore.subscribe(id, listener)),
    [id],
  );
  return useSyncExternalStore(subscribe, () => (id === null ? undefined : photoStore.get(id)));
}
