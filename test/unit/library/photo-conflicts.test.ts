import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Db, execute, selectAll } from '../../../src-main/db/connection.ts';
import { libraryPaths } from '../../../src-main/library/library-paths.ts';
import { whereOf } from '../../../src-main/library/photo-filter.ts';
import { getPhotos, photoIndex, queryPhotos } from '../../../src-main/library/photo-query.ts';
import { conflictsOf, recordConflicts } from '../../../src-main/metadata/conflicts.ts';
import type { Difference } from '../../../src-main/metadata/three-way.ts';
import { memoryDatabase } from '../../fixtures/tree/memory-library.ts';

const PHOTOS = 2000;
const CHOSEN = [1999, 7, 1200];
const ORDER = { by: 'takenAt', direction: 'asc' } as const;
const paths = libraryPaths('/library');

const conflict = (field: Difference['field']): Difference => ({
  field,
  verdict: 'conflict',
  ours: 'A',
  theirs: 'B',
  becomes: 'A',
});
const record = (photoId: number, ...differences: Difference[]) =>
  recordConflicts(db, { photoId, differences, now: 1 });

let db: Db;
beforeEach(() => {
  db = memoryDatabase();
  for (const id of [1, 2])
    execute(
      db,
      `INSERT INTO projects(id, name, folder, created_at, updated_at) VALUES (@id, 'P' || @id, 'P' || @id, 0, 0)`,
      { id },
    );
  execute(
    db,
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${PHOTOS})
     INSERT INTO photos(id, project_id, base_name, sort_at, created_at, updated_at)
     SELECT i, 1 + i % 2, i, -i, 0, 0 FROM n`,
  );
  for (const id of CHOSEN) record(id, conflict('title'), conflict('rating'));
});
afterEach(() => db.close());

describe('photos that contradict their files', () => {
  test('are found in the order of the view, each once however many fields it is about, and say so', () => {
    expect(photoIndex(db, { conflict: true }, ORDER).ids).toEqual([1999, 1200, 7]);
    expect(photoIndex(db, { conflict: true, projectId: 2 }, ORDER).ids).toEqual([1999, 7]);
    const page = queryPhotos(db, paths, {
      filter: { conflict: true },
      sort: ORDER,
      cursor: undefined,
      limit: 2,
    });
    expect([page.total, page.photos.map(({ id, conflict }) => [id, conflict])]).toEqual([
      3,
      [
        [1999, true],
        [1200, true],
      ],
    ]);
    expect(getPhotos(db, paths, [7, 8]).map((photo) => photo.conflict)).toEqual([true, false]);
  });

  test('are in no view while they are in the trash', () => {
    execute(db, `UPDATE photos SET present = 0 WHERE id = 7`);
    expect(photoIndex(db, { conflict: true }, ORDER).ids).toEqual([1999, 1200]);
  });

  // At 100,000 photos looking at each would be felt with each key that is pressed in this view.
  test.each([
    [{ conflict: true }, 'before'],
    [{ conflict: true, projectId: 2 }, 'before'],
    [{ conflict: true }, 'after'],
    [{ conflict: true, projectId: 2 }, 'after'],
  ] as const)(
    'are found by their conflicts, not by looking at every photo (%o, %s statistics)',
    (filter, when) => {
      if (when === 'after') db.exec('ANALYZE');
      const { sql, bindings } = whereOf(filter);
      const plan = selectAll<{ detail: string }>(
        db,
        `EXPLAIN QUERY PLAN SELECT id FROM photos WHERE ${sql} ORDER BY photos.sort_at, id`,
        bindings,
      ).map(({ detail }) => detail);
      expect(plan.filter((step) => step.includes('photos'))).toEqual([
        expect.stringMatching(/^SEARCH photos .*(rowid|id)=\?/),
      ]);
    },
  );

  test('are told of when they begin to, and when they cease to, and not in between', () => {
    expect(record(1, conflict('title'))).toBe(true);
    expect(record(1, conflict('title'), conflict('caption'))).toBe(false);
    expect(conflictsOf(db, 1)).toEqual(['caption', 'title']);
    expect(record(1, { ...conflict('title'), verdict: 'take' })).toBe(true);
    expect(record(1)).toBe(false);
  });
});
