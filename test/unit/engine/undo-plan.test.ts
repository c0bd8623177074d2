import { expect, test } from 'vitest';
import { execute } from '../../../src-main/db/connection.ts';
import { planOfUndo } from '../../../src-main/engine/changes/take-back.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { memoryDatabase } from '../../fixtures/tree/memory-library.ts';

const PHOTOS = 2500;

/** Each photo was written beside, and into its picture; every tenth by another task since. */
function engineWithWrites(): Pick<LibraryEngine, 'db' | 'paths' | 'clock'> {
  const db = memoryDatabase();
  const each = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${PHOTOS})`;
  execute(db, `INSERT INTO projects(id, name, folder, created_at, updated_at) VALUES (1, 'P', 'P', 0, 0)`);
  execute(
    db,
    `${each} INSERT INTO photos(id, project_id, base_name, sort_at, created_at, updated_at)
     SELECT i, 1, 'IMG' || i, 0, 0, 0 FROM n`,
  );
  for (const [first, ending, role, kept] of [
    [0, 'JPG', 'image', `'.trash/t/IMG' || i || '.JPG'`],
    [PHOTOS, 'xmp', 'sidecar', 'NULL'],
  ] as const) {
    const names = { first, ending, role };
    execute(
      db,
      `${each} INSERT INTO files(id, photo_id, project_id, path, role, format, bytes, mtime_ms, sha256, created_at)
       SELECT @first + i, i, 1, 'IMG' || i || '.' || @ending, @role, 'x', 10, 0, printf('%064d', i), 0 FROM n`,
      names,
    );
    execute(
      db,
      `${each} INSERT INTO file_versions(task_id, photo_id, file_id, project_id, path, kept, written_sha256, state,
         written_at)
       SELECT 't', i, @first + i, 1, 'IMG' || i || '.' || @ending, ${kept}, printf('%064d', i), 'kept', 0 FROM n`,
      { first, ending },
    );
  }
  execute(
    db,
    `${each} INSERT INTO file_versions(task_id, photo_id, file_id, project_id, path, kept, written_sha256, state,
       written_at)
     SELECT 'later', i, i, 1, 'IMG' || i || '.JPG', '.trash/l/' || i, printf('%064d', i), 'kept', 1 FROM n
     WHERE i % 10 = 0`,
  );
  return { db, paths: { root: '/library' } as LibraryEngine['paths'], clock: { wall: () => 1 } as never };
}

test('of more photos than are looked at in one turn, each file stands in the plan once, and others go on meanwhile', async () => {
  const engine = engineWithWrites();
  let turns = 0;
  const counting = setInterval(() => {
    turns += 1;
  });
  const plan = await planOfUndo(engine as LibraryEngine, { taskId: 't', lineLimit: 2 * PHOTOS });
  clearInterval(counting);
  expect(plan.totals).toEqual({ photos: PHOTOS, files: 2 * PHOTOS, bytes: 20 * PHOTOS });
  expect(new Set(plan.lines.map(({ path }) => path)).size).toBe(2 * PHOTOS);
  const ofKind = (action: string, code: string | undefined) =>
    plan.lines.filter((line) => line.action === action && line.problem?.code === code).length;
  expect([ofKind('restore', undefined), ofKind('purge', undefined)]).toEqual([2250, 2250]);
  expect([ofKind('restore', 'file_changed'), ofKind('purge', 'file_changed')]).toEqual([250, 250]);
  expect(turns).toBeGreaterThan(0);
});
