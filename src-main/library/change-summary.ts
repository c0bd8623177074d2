import type { ChangeSummary } from '../../src-preload/contract/changes.ts';
import { type Db, selectAll } from '../db/connection.ts';

/** A sidecar that names the half which goes: `IMG_1.NEF.xmp` goes with `IMG_1.NEF` (library/wanted-files.ts). */
const NAMES_THE_HALF = `EXISTS (SELECT 1 FROM files AS half WHERE half.photo_id = photos.id AND half.missing_at IS NULL
  AND half.role = CASE keep_jpg WHEN 0 THEN 'image' ELSE 'raw' END
  AND substr(files.path, 1, length(half.path) + 1) = half.path || '.'
  AND instr(substr(files.path, length(half.path) + 2), '.') = 0)`;

/**
 * What a commit would remove, added up in one statement: the bar asks after each key that is pressed. The plan counts the
 * same files one by one; a test compares the two.
 */
export function changeSummary(db: Db, { projectId }: { projectId: number | null }): ChangeSummary {
  const rows = selectAll<{ role: string; files: number; bytes: number }>(
    db,
    `SELECT role, count(*) AS files, coalesce(sum(bytes), 0) AS bytes
     FROM photos JOIN files ON files.photo_id = photos.id AND files.missing_at IS NULL
     WHERE pending = 1 AND (@projectId IS NULL OR photos.project_id = @projectId)
       AND ((keep_jpg = 0 AND keep_raw = 0) OR (role = 'image' AND keep_jpg = 0) OR (role = 'raw' AND keep_raw = 0)
         OR (role = 'sidecar' AND ${NAMES_THE_HALF}))
     GROUP BY role`,
    { projectId },
  );
  const [count] = selectAll<{ photos: number }>(
    db,
    `SELECT count(*) AS photos FROM photos WHERE pending = 1 AND (@projectId IS NULL OR project_id = @projectId)`,
    { projectId },
  );
  const sum = (of: readonly { files: number; bytes: number }[]) => ({
    files: of.reduce((total, row) => total + row.files, 0),
    bytes: of.reduce((total, row) => total + row.bytes, 0),
  });
  return {
    photos: count?.photos ?? 0,
    ...sum(rows),
    images: sum(rows.filter(({ role }) => role === 'image')),
    raws: sum(rows.filter(({ role }) => role === 'raw')),
    others: sum(rows.filter(({ role }) => role !== 'image' && role !== 'raw')),
  };
}
