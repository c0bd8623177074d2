import type { PhotoFilter, PhotoIndex, PhotoSort } from '../../../src-preload/contract/photos.ts';
import type { Db } from '../../db/connection.ts';
import type { LibraryPaths } from '../library-paths.ts';
import { type PhotoPage, photoIndex, queryPhotos } from '../photo-query.ts';

/** What the reader thread can be asked: reads whose cost grows with the library. */
export interface ReaderQueries {
  photoIndex: { input: { filter: PhotoFilter; sort: PhotoSort }; output: PhotoIndex };
  queryPhotos: {
    input: { filter: PhotoFilter; sort: PhotoSort; cursor: string | undefined; limit: number };
    output: PhotoPage;
  };
}
export type ReaderQuery = keyof ReaderQueries;

type Implementations = {
  [K in ReaderQuery]: (
    db: Db,
    paths: LibraryPaths,
    input: ReaderQueries[K]['input'],
  ) => ReaderQueries[K]['output'];
};

export const readerQueries: Implementations = {
  photoIndex: (db, _paths, { filter, sort }) => photoIndex(db, filter, sort),
  queryPhotos: (db, paths, input) => queryPhotos(db, paths, input),
};

export interface ReaderSetup {
  paths: LibraryPaths;
  nativeBinding: string | undefined;
}
export type ReaderRequest = {
  [K in ReaderQuery]: { id: number; query: K; input: ReaderQueries[K]['input'] };
}[ReaderQuery];
export type ReaderReply = { id: number; output: unknown } | { id: number; error: string };
