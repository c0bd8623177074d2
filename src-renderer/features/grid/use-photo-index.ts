import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { filterOf, useView } from '../../app/view.ts';
import { orpc } from '../../lib/rpc/client.ts';

export interface ShownPhotos {
  ids: readonly number[];
  aspects: readonly number[];
  /** Place of a photo in `ids`, -1 where it is not shown. */
  indexOf(id: number | null): number;
}

const NONE: readonly number[] = [];

/** The order and shapes of the photos of the present view. */
export function usePhotoIndex() {
  const inPhotos = useView((view) => view.place === 'photos');
  const projectId = useView((view) => view.projectId);
  const text = useView((view) => view.text);
  const filter = useView((view) => view.filter);
  const sort = useView((view) => view.sort);
  const query = useQuery(
    orpc.photos.index.queryOptions({
      input: { filter: filterOf({ projectId, text, filter }), sort },
      placeholderData: keepPreviousData,
      // Comparing two lists of 100,000 numbers to find out that they differ is work for nothing.
      structuralSharing: false,
    }),
  );
  // Beside the trash no photo is shown, and none can be chosen or decided on by a key.
  const data = inPhotos ? query.data : undefined;
  const shown = useMemo((): ShownPhotos => {
    const ids = data?.ids ?? NONE;
    let places: Map<number, number> | null = null;
    return {
      ids,
      aspects: data?.aspects ?? NONE,
      indexOf: (id) => {
        if (id === null) return -1;
        places ??= new Map(ids.map((photoId, index) => [photoId, index]));
        return places.get(id) ?? -1;
      },
    };
  }, [data]);
  return { shown, isPending: query.isPending, error: query.error };
}
