import { join } from 'node:path';
import { type Db, selectOne } from '../db/connection.ts';
import type { LibraryPaths } from './library-paths.ts';
import { derivativeVersion } from './photo-query.ts';

export interface DerivativeFile {
  path: string;
  version: string;
  mime: string;
}

/** Where a derivative lies; null for anything that is not a photo's ready derivative. */
export function derivativeFile(
  db: Db,
  paths: LibraryPaths,
  { kind, photoId }: { kind: 'thumbnail' | 'preview'; photoId: number },
): DerivativeFile | null {
  const row = selectOne<{ name: string | null }>(
    db,
    `SELECT name FROM derivatives WHERE photo_id = @photoId AND kind = @kind AND status = 'ready'`,
    { photoId, kind },
  );
  if (row === undefined || row.name === null) return null;
  const mime = row.name.endsWith('.webp') ? 'image/webp' : 'image/jpeg';
  return { path: join(paths.derivatives, row.name), version: derivativeVersion(row.name), mime };
}
