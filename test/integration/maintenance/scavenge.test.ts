import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { selectAll, transaction } from '../../../src-main/db/connection.ts';
import { startCommit } from '../../../src-main/engine/changes/commit.ts';
import { startPurge } from '../../../src-main/engine/changes/purge.ts';
import { setKeep } from '../../../src-main/library/culling.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { importCard, photoIds, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('scavenge');

test('pictures of photos that were purged go, with empty trash folders; what is used, young, or not ours stays', async () => {
  const [card, library] = [join(folder, 'card'), join(folder, 'library')];
  await makeCard(card, 4, { size: 'tiny' });
  const { engine, close } = await realEngine(library);
  try {
    await importCard(engine, card, 'Trip');
    const pictures = async () =>
      (await readdir(engine.paths.derivatives, { recursive: true })).filter((name) =>
        /\.(webp|jpg)$/.test(name),
      );
    const before = await pictures();
    expect(before.length).toBe(8);
    const run = async () => {
      const task = engine.startTask({ type: 'maintenance_global', projectId: null, params: {}, items: [] });
      await engine.taskEnded(task);
      expect(getTask(engine.db, task)?.state).toBe('completed');
    };
    const [first = 0] = photoIds(engine);
    const own = selectAll<{ name: string }>(
      engine.db,
      'SELECT name FROM derivatives WHERE photo_id = @first',
      { first },
    ).map(({ name }) => name);
    transaction(engine.db, () =>
      setKeep(engine.db, { ids: [first], keepJpg: false, keepRaw: false, step: 'a', now: Date.now() }),
    );
    await engine.taskEnded(startCommit(engine, { all: true }));
    // In the trash, a photo keeps its pictures: it may come back.
    await run();
    expect((await pictures()).sort()).toEqual(before.sort());
    await engine.taskEnded(startPurge(engine, { all: true }));
    await run();
    expect((await pictures()).length).toBe(8); // Too young to be sure that nothing is about to need them.

    const yesterday = new Date(Date.now() - 2 * 86_400_000);
    for (const name of await pictures())
      await utimes(join(engine.paths.derivatives, name), yesterday, yesterday);
    const strangers = [
      join(engine.paths.derivatives, '00', 'mine.txt'),
      join(library, 'Trip', '.trash', 'kept', 'x'),
    ];
    for (const path of strangers) {
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, 'mine');
    }
    await mkdir(join(library, 'Trip', '.trash', 'empty'));
    await run();
    expect((await pictures()).sort()).toEqual(before.filter((name) => !own.includes(name)).sort());
    expect(await readdir(join(library, 'Trip', '.trash'))).toEqual(['kept']);
    expect(await readdir(join(engine.paths.derivatives, '00'))).toContain('mine.txt');
  } finally {
    await close();
  }
});
