import type { ChangeSummary } from '../../../src-preload/contract/changes.ts';
import type { JobStats } from '../../../src-preload/contract/jobs.ts';
import type { PhotoFilter, PhotoIndex, PhotoSort } from '../../../src-preload/contract/photos.ts';
import type { Db } from '../../db/connection.ts';
import { changeSummary } from '../../library/change-summary.ts';
import type { LibraryPaths } from '../../library/library-paths.ts';
import { type PhotoPage, photoIndex, queryPhotos } from '../../library/photo-query.ts';
import { jobStats } from '../../tasks/stats.ts';

/** What the reader thread can be asked: reads whose cost grows with the library. */
export interface ReaderQueries {
  photoIndex: { input: { filter: PhotoFilter; sort: PhotoSort }; output: PhotoIndex };
  queryPhotos: {
    input: { filter: PhotoFilter; sort: PhotoSort; cursor: string | undefined; limit: number };
    output: PhotoPage;
  };
  changeSummary: { input: { projectId: number | null }; output: ChangeSummary };
  jobStats: { input: { days: number; now: number }; output: JobStats };
  /** `ok`, or the first thing that is wrong with the database file. */
  quickCheck: { input: null; output: string };
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
  changeSummary: (db, _paths, input) => changeSummary(db, input),
  jobStats: (db, _paths, input) => jobStats(db, input),
  quickCheck: (db) => db.pragma('quick_check(1)', { simple: true }) as string,
};

export interface ReaderSetup {
  paths: LibraryPaths;
  nativeBinding: string | undefined;
}
export type ReaderRequest = {
  [K in ReaderQuery]: { id: number; query: K; input: ReaderQueries[K]['input'] };
}[ReaderQuery];
export type ReaderReply = { id: number; output: unknown } | { id: number; error: string };
