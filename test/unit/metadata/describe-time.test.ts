import { expect, test } from 'vitest';
import { execute, selectOne } from '../../../src-main/db/connection.ts';
import { describe } from '../../../src-main/metadata/describe.ts';
import { setField } from '../../../src-main/metadata/rows.ts';
import type { PhotoDescription } from '../../../src-preload/contract/photos.ts';
import { memoryDatabase } from '../../fixtures/tree/memory-library.ts';

function afterSaying(takenAt: string | null, said: PhotoDescription): unknown {
  const db = memoryDatabase();
  execute(db, `INSERT INTO projects(id, name, folder, created_at, updated_at) VALUES (1, 'P', 'P', 0, 0)`);
  execute(
    db,
    `INSERT INTO photos(id, project_id, base_name, sort_at, created_at, updated_at) VALUES (1, 1, 'IMG', 0, 0, 0)`,
  );
  setField(db, { photoId: 1, field: 'takenAt', value: takenAt, now: 1 });
  describe(db, { ids: [1], said, now: 2 });
  return selectOne<{ taken_at: string | null }>(db, `SELECT taken_at FROM photos WHERE id = 1`)?.taken_at;
}

test('a time to the minute is one, as the contract says', () => {
  expect(afterSaying(null, { takenAt: '2026-06-01T10:00' })).toBe('2026-06-01T10:00:00');
});

test.each([
  ['1900-01-01T00:00:00', -4e9],
  ['9990-01-01T00:00:00', 4e9],
])(
  'a photo of %s that is shifted by %d s, to where there were no photos, keeps its time',
  (takenAt, shiftSeconds) => {
    expect(afterSaying(takenAt, { shiftSeconds })).toBe(takenAt);
  },
);
