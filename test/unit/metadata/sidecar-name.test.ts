import { expect, test } from 'vitest';
import { type Db, execute } from '../../../src-main/db/connection.ts';
import { sidecarName } from '../../../src-main/metadata/files.ts';
import { quickest } from '../../fixtures/clock/quickest.ts';
import { memoryDatabase } from '../../fixtures/tree/memory-library.ts';

const photo = { id: 1, project_id: 1, base_name: 'IMG' };
const files = [{ path: 'IMG.CR3', role: 'raw' }] as const;

function projectWith(photos: number, sidecars: { count: number; extension: string }): Db {
  const db = memoryDatabase();
  execute(db, `INSERT INTO projects(id, name, folder, created_at, updated_at) VALUES (1, 'P', 'P', 0, 0)`);
  const numbers = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @to)';
  execute(
    db,
    `${numbers} INSERT INTO photos(id, project_id, base_name, sort_at, created_at, updated_at)
     SELECT i, 1, i, 0, 0, 0 FROM n`,
    { to: photos },
  );
  const file = (role: string, extension: string, to: number) =>
    execute(
      db,
      `${numbers} INSERT INTO files(photo_id, project_id, path, role, format, bytes, mtime_ms, sha256, created_at)
       SELECT i, 1, i || @extension, @role, 'x', 1, 0, printf('%064d', i), 0 FROM n WHERE @to > 0`,
      { role, extension, to },
    );
  file('raw', '.CR3', photos);
  file('sidecar', sidecars.extension, sidecars.count);
  return db;
}

test('a new sidecar is called as most of its project are', () => {
  expect(sidecarName(projectWith(9, { count: 0, extension: '' }), photo, files)).toBe('IMG.xmp');
  expect(sidecarName(projectWith(9, { count: 5, extension: '.xmp' }), photo, files)).toBe('IMG.xmp');
  expect(sidecarName(projectWith(9, { count: 5, extension: '.CR3.xmp' }), photo, files)).toBe('IMG.CR3.xmp');
});

test('how, does not take longer the more photos there are: it is asked for each of them', () => {
  const timeOf = (photos: number, sidecars: number) => {
    const db = projectWith(photos, { count: sidecars, extension: '.xmp' });
    return quickest(() => {
      for (let time = 0; time < 200; time += 1) sidecarName(db, photo, files);
    });
  };
  timeOf(100, 100);
  expect(timeOf(40_000, 0)).toBeLessThan(20 * timeOf(500, 0) + 20);
  expect(timeOf(40_000, 40_000)).toBeLessThan(20 * timeOf(500, 500) + 20);
});
