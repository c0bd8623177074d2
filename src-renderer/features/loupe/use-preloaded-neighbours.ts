import { useEffect, useRef } from 'react';
import { mediaUrl } from '../../lib/rpc/media-url.ts';
import { photoStore } from '../grid/photos.ts';
import type { ShownPhotos } from '../grid/use-photo-index.ts';

/** In order of need: people mostly go on, now and then back. Each decoded preview takes about 12 MB. */
const STEPS = [1, -1, 2];

/** Holds the decoded neighbours, so that the next photo is there at once. */
export function usePreloadedNeighbours(photos: ShownPhotos, index: number): void {
  const held = useRef(new Map<string, HTMLImageElement>());
  useEffect(() => {
    const prepare = () => {
      const wanted = new Map<string, HTMLImageElement>();
      for (const step of STEPS) {
        const id = photos.ids[index + step];
        const preview = id === undefined ? undefined : photoStore.get(id)?.preview;
        if (id === undefined || preview?.status !== 'ready' || preview.version === null) continue;
        const url = mediaUrl('preview', id, preview.version);
        const image = held.current.get(url) ?? new Image();
        wanted.set(url, image);
        if (image.src !== '') continue;
        image.src = url;
        // A picture that does not decode shows its reason when it is looked at.
        image.decode().catch(() => undefined);
      }
      held.current = wanted;
    };
    prepare();
    const ids = STEPS.map((step) => photos.ids[index + step]).filter((id) => id !== undefined);
    const stops = ids.map((id) => photoStore.subscribe(id, prepare));
    return () => {
      for (const stop of stops) stop();
    };
  }, [photos, index]);
}
