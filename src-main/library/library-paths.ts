import { join } from 'node:path';

/** Where things lie in a library. All are absolute; `root` is a real path, links resolved. */
export interface LibraryPaths {
  root: string;
  /** Ours alone: the database, derivatives, logs, backups. Everything else in the library is the person's. */
  own: string;
  database: string;
  lock: string;
  /** See api-note.ts. */
  api: string;
  /** See db/disk-reserve.ts. */
  reserve: string;
  derivatives: string;
  temporary: string;
  logs: string;
  /** The settings of this library that differ from the defaults. */
  config: string;
  backups: string;
}

export function libraryPaths(root: string): LibraryPaths {
  const own = join(root, '.safelight');
  return {
    root,
    own,
    database: join(own, 'library.db'),
    lock: join(own, 'lock.db'),
    api: join(own, 'api.json'),
    reserve: join(own, 'reserve'),
    derivatives: join(own, 'derivatives'),
    temporary: join(own, 'tmp'),
    logs: join(own, 'logs'),
    config: join(own, 'config.json'),
    backups: join(own, 'backups'),
  };
}
