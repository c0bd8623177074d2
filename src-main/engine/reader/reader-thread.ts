import { parentPort, workerData } from 'node:worker_threads';
import { connect } from '../../db/connection.ts';
import type { LibraryPaths } from '../../library/library-paths.ts';
import { type ReaderReply, type ReaderRequest, type ReaderSetup, readerQueries } from './queries.ts';

/** The thread behind `library-reader.ts`: one read-only connection, one query after the other. */
const { paths, nativeBinding } = workerData as ReaderSetup;
const db = connect(paths.database, { readonly: true, nativeBinding });

parentPort?.on('message', (request: ReaderRequest | 'close') => {
  if (request === 'close') {
    db.close();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(answer(request));
});

function answer(request: ReaderRequest): ReaderReply {
  try {
    // The request's input fits its query by construction: both come from one row of the type.
    const run = readerQueries[request.query] as (
      from: typeof db,
      at: LibraryPaths,
      input: unknown,
    ) => unknown;
    return { id: request.id, output: run(db, paths, request.input) };
  } catch (error) {
    return { id: request.id, error: error instanceof Error ? error.message : String(error) };
  }
}
