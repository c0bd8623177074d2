import { expect, test } from 'vitest';
import { type Db, execute } from '../../../src-main/db/connection.ts';
import { type PurgeScope, purgeableFiles, purgeablePhotoIds } from '../../../src-main/library/purgeable.ts';
import { quickest } from '../../fixtures/clock/quickest.ts';
import { memoryDatabase } from '../../fixtures/tree/memory-library.ts';

const NUMBERS = 'WITH RECURSIVE n(i) AS (SELECT @from UNION ALL SELECT i + 1 FROM n WHERE i < @to)';
const everything: PurgeScope = { projectId: null, photoIds: null, taskId: null, trashedBefore: 1000 };

function project(db: Db, id: number, deletedAt: number | null): void {
  execute(
    db,
    `INSERT INTO projects(id, name, folder, created_at, updated_at, deleted_at, delete_task_id)
     VALUES (@id, @id, @id, 0, 0, @deletedAt, iif(@deletedAt IS NULL, NULL, 'deletion'))`,
    { id, deletedAt },
  );
}

/** Photos of one file each, in the trash of their project, or in its folder. */
function photos(db: Db, at: { from: number; to: number; project: number; trashedAt: number | null }): void {
  execute(
    db,
    `${NUMBERS} INSERT INTO photos(id, project_id, base_name, sort_at, created_at, updated_at)
     SELECT i, @project, i, 0, 0, 0 FROM n`,
    at,
  );
  if (at.trashedAt === null) {
    execute(
      db,
      `${NUMBERS} INSERT INTO files(id, photo_id, project_id, path, role, format, bytes, mtime_ms, sha256, created_at)
       SELECT i, i, @project, i, 'image', 'jpeg', 1, 0, printf('%064d', i), 0 FROM n`,
      at,
    );
  } else {
    execute(
      db,
      `${NUMBERS} INSERT INTO trash(file_id, photo_id, project_id, task_id, trashed_at, trash_path, base_name, path, role,
         format, bytes, mtime_ms, sha256, created_at)
       SELECT i, i, @project, 'commit', @trashedAt, '.trash/commit/' || i, i, i, 'image', 'jpeg', 1, 0,
         printf('%064d', i), 0 FROM n`,
      at,
    );
  }
}

function allPages(db: Db, scope: PurgeScope, limit: number): number[] {
  const found: number[] = [];
  for (let page = purgeablePhotoIds(db, scope, { after: 0, limit }); page.length > 0; ) {
    found.push(...page);
    page = purgeablePhotoIds(db, scope, { after: found.at(-1) ?? 0, limit });
  }
  return found;
}

test('old trash and all of deleted projects is listed page by page, each photo once and in order', () => {
  const db = memoryDatabase();
  project(db, 1, null);
  project(db, 2, 500);
  photos(db, { from: 1, to: 3, project: 1, trashedAt: 10 });
  photos(db, { from: 4, to: 5, project: 2, trashedAt: null });
  photos(db, { from: 6, to: 7, project: 1, trashedAt: 2000 });
  photos(db, { from: 8, to: 9, project: 2, trashedAt: 2000 });
  photos(db, { from: 10, to: 11, project: 1, trashedAt: null });
  for (const limit of [1, 2, 100]) expect(allPages(db, everything, limit)).toEqual([1, 2, 3, 4, 5, 8, 9]);
  expect(purgeableFiles(db, everything).map(({ file_id }) => file_id)).toEqual([1, 2, 3, 4, 5, 8, 9]);
  expect(allPages(db, { ...everything, trashedBefore: null, taskId: 'deletion' }, 2)).toEqual([4, 5, 8, 9]);
  expect(allPages(db, { ...everything, photoIds: [2, 5, 6, 10] }, 1)).toEqual([2, 5]);
});

test('a file in a deleted project that is of a photo of another one is not listed', () => {
  const db = memoryDatabase();
  project(db, 1, null);
  project(db, 2, 500);
  photos(db, { from: 1, to: 2, project: 2, trashedAt: null });
  execute(db, 'UPDATE photos SET project_id = 1 WHERE id = 1');
  expect(purgeableFiles(db, everything).map(({ file_id }) => file_id)).toEqual([2]);
});

test('a large trash is listed in a time that grows with it, not with its square', () => {
  const db = memoryDatabase();
  project(db, 1, null);
  photos(db, { from: 1, to: 40_000, project: 1, trashedAt: 10 });
  expect(allPages(db, everything, 250).length).toBe(40_000);
  // 30 ms; 2,000 when each page read all of it.
  expect(quickest(() => allPages(db, everything, 250))).toBeLessThan(1000);
});
