import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { execute, selectAll, selectOne } from '../../../src-main/db/connection.ts';
import { renameProject } from '../../../src-main/engine/changes/project-changes.ts';
import { isFileIntended, openIntents, takeOrphanedIntents } from '../../../src-main/files/journal.ts';
import { importCard, photoRows, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { makePair } from '../../fixtures/photos/index.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('half-done');

/** A library with one pair, and an item of the past that will not come back to finish anything. */
async function libraryWithPair(name: string) {
  const card = join(folder, `${name} card`);
  const library = join(folder, name);
  await makePair(card, 'PAIR', { width: 96, height: 64 });
  const { engine, close } = await realEngine(library);
  await importCard(engine, card, 'Trip');
  const rows = photoRows(engine);
  const note = (kind: string, source: string, target: string, itemId: number | null) =>
    execute(
      engine.db,
      `INSERT INTO file_ops(kind, state, task_id, item_id, project_id, photo_id, file_id, source, target, bytes, mtime_ms,
         sha256, created_at)
       SELECT @kind, 'intended', 'gone', @itemId, 1, photo_id, id, @source, @target, bytes, mtime_ms, sha256, 0
       FROM files WHERE path = @name
       UNION ALL SELECT @kind, 'intended', 'gone', @itemId, 1, NULL, NULL, @source, @target, NULL, NULL, NULL, 0
       WHERE @kind = 'project'`,
      { kind, source, target, itemId, name: source.split('/').at(-1) },
    );
  return { library, rows, note, engine, close };
}

async function reopened(library: string) {
  const { engine, close } = await realEngine(library);
  const seen = {
    rows: photoRows(engine),
    open: selectAll(engine.db, `SELECT id FROM file_ops WHERE state = 'intended'`),
    broken: brokenInvariants(engine.db),
  };
  await close();
  return seen;
}

test.each(['trash', 'restore', 'move'])(
  'a file that a dead process had begun to %s, for an item that has ended, is put back at the next start',
  async (kind) => {
    const { library, rows, note, engine, close } = await libraryWithPair(kind);
    const itemId = selectOne<{ id: number }>(engine.db, 'SELECT max(id) AS id FROM job_items')?.id ?? null;
    note(kind, 'PAIR.JPG', '.trash/gone/PAIR.JPG', itemId);
    await close();
    await mkdir(join(library, 'Trip', '.trash', 'gone'), { recursive: true });
    await rename(join(library, 'Trip', 'PAIR.JPG'), join(library, 'Trip', '.trash', 'gone', 'PAIR.JPG'));
    expect(await reopened(library)).toEqual({ rows, open: [], broken: [] });
    expect((await readdir(join(library, 'Trip'))).filter((name) => name !== '.trash').sort()).toEqual([
      'PAIR.DNG',
      'PAIR.JPG',
    ]);
  },
);

test('a project whose folder was renamed by a process that died is under its name again', async () => {
  const { library, rows, note, close } = await libraryWithPair('renamed');
  note('project', 'Trip', 'Voyage', null);
  await close();
  await rename(join(library, 'Trip'), join(library, 'Voyage'));
  expect(await reopened(library)).toEqual({ rows, open: [], broken: [] });
  expect(await readdir(library)).toContain('Trip');
});

test('a copy of a dead process that cannot be judged, because its project is away, keeps no other file from being put back', async () => {
  const { library, note, engine, close } = await libraryWithPair('away');
  const itemId = selectOne<{ id: number }>(engine.db, 'SELECT max(id) AS id FROM job_items')?.id ?? null;
  note('trash', 'PAIR.JPG', '.trash/gone/PAIR.JPG', itemId);
  execute(
    engine.db,
    `INSERT INTO projects(id, name, folder, created_at, updated_at) VALUES (2, 'Away', 'Away', 0, 0)`,
  );
  execute(
    engine.db,
    `INSERT INTO file_ops(kind, state, item_id, project_id, source, target, created_at)
     VALUES ('copy_in', 'intended', NULL, 2, '/card/IMG.JPG', 'IMG.JPG', 0)`,
  );
  await close();
  await mkdir(join(library, 'Trip', '.trash', 'gone'), { recursive: true });
  await rename(join(library, 'Trip', 'PAIR.JPG'), join(library, 'Trip', '.trash', 'gone', 'PAIR.JPG'));
  const { open } = await reopened(library);
  expect(open.length).toBe(1);
  expect(await readdir(join(library, 'Trip'))).toContain('PAIR.JPG');
});

test('a project whose new name could not be flushed to the disk is under its old one, on the disk as in its row', async () => {
  const { library, rows, engine, close } = await libraryWithPair('unflushed');
  const { folders } = engine;
  const flush = folders.flush.bind(folders);
  folders.flush = async () => {
    folders.flush = flush;
    throw Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO' });
  };
  await expect(renameProject(engine, 1, 'Voyage')).rejects.toMatchObject({ code: 'io_error' });
  expect(await readdir(library)).toContain('Trip');
  expect(await readdir(library)).not.toContain('Voyage');
  expect(photoRows(engine)).toEqual(rows);
  await close();
  expect(await reopened(library)).toEqual({ rows, open: [], broken: [] });
});

test('a project that could not be moved, because its new place was taken, is not held up for ever', async () => {
  const { library, rows, note, close } = await libraryWithPair('taken');
  note('project', 'Trip', 'Voyage', null);
  await close();
  await mkdir(join(library, 'Voyage', 'of somebody'), { recursive: true });
  expect(await reopened(library)).toEqual({ rows, open: [], broken: [] });
  expect(await readdir(join(library, 'Voyage'))).toEqual(['of somebody']);
});

test('what is being put back is nobody’s to go on with: an item that is retried then finds its files busy', async () => {
  const { note, engine, close } = await libraryWithPair('retried');
  const itemId = selectOne<{ id: number }>(engine.db, 'SELECT max(id) AS id FROM job_items')?.id ?? 0;
  const fileId =
    selectOne<{ id: number }>(engine.db, `SELECT id FROM files WHERE path = 'PAIR.JPG'`)?.id ?? 0;
  note('trash', 'PAIR.JPG', '.trash/gone/PAIR.JPG', itemId);
  expect(isFileIntended(engine.db, { fileId, itemId })).toBe(false);
  expect(takeOrphanedIntents(engine.db, ['trash']).length).toBe(1);
  expect(openIntents(engine.db, itemId)).toEqual([]);
  expect(isFileIntended(engine.db, { fileId, itemId })).toBe(true);
  await close();
});
