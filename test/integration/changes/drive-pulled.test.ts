import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { selectAll, selectOne, transaction } from '../../../src-main/db/connection.ts';
import { startCommit } from '../../../src-main/engine/changes/commit.ts';
import { startUndo } from '../../../src-main/engine/changes/take-back.ts';
import { setKeep } from '../../../src-main/library/culling.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { importCard, photoIds, photoRows, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('drive-pulled');
const PHOTOS = 120;
const canMount = process.platform === 'linux' && process.getuid?.() === 0;

test.skipIf(!canMount)(
  'a drive that is pulled in the middle of a commit parks it with its reason, costs no photo, and lets it end when it is back',
  { timeout: 60_000 },
  async () => {
    const [card, library] = [join(folder, 'card'), join(folder, 'library')];
    const [place, drive] = [join(library, 'Trip'), join(folder, 'drive')];
    await makeCard(card, PHOTOS, { size: 'tiny' });
    const clock = new FakeClock();
    let moved = 0;
    const { engine, close } = await realEngine(library, {
      clock,
      probe: (point) => {
        if (point !== 'file_moved') return;
        moved += 1;
        // Lazily: also while a file on it is open, as a hand does it.
        if (moved === 30) execFileSync('umount', ['--lazy', place]);
      },
    });
    onTestFinished(close);
    await importCard(engine, card, 'Trip');
    // The project lies on a drive of its own, whose mount point is in the library.
    await rename(place, drive);
    await mkdir(place);
    const plugIn = () => execFileSync('mount', ['--bind', drive, place]);
    plugIn();
    onTestFinished(() => {
      if (execFileSync('mount').includes(place)) execFileSync('umount', ['--lazy', place]);
    });
    await engine.taskEnded(
      engine.startTask({ type: 'maintenance_global', projectId: null, params: {}, items: [] }),
    );
    const [rows, files] = [photoRows(engine), await hashTree(drive)];
    const ids = photoIds(engine);
    transaction(engine.db, () =>
      setKeep(engine.db, { ids, keepJpg: false, keepRaw: false, step: 'all', now: clock.wall() }),
    );
    const rejected = photoRows(engine);
    expect(rejected).not.toEqual(rows);

    const task = startCommit(engine, { all: true });
    await expect.poll(() => getTask(engine.db, task)?.state, { timeout: 20_000 }).toBe('waiting');
    expect(selectOne(engine.db, `SELECT parked_detail FROM jobs WHERE state = 'parked'`)).toEqual({
      parked_detail: place,
    });
    // Nothing was made at the empty mount point, and nothing counts as missing.
    expect(await readdir(place)).toEqual([]);
    expect(selectAll(engine.db, 'SELECT id FROM files WHERE missing_at IS NOT NULL')).toEqual([]);
    expect(selectOne(engine.db, 'SELECT count(*) AS n FROM photos')).toEqual({ n: PHOTOS });

    plugIn();
    clock.pass(60_000);
    await engine.upkeep.parked.look();
    await engine.taskEnded(task);
    expect(getTask(engine.db, task)?.state).toBe('completed');
    const sums = (list: { sha256: string }[]) => list.map(({ sha256 }) => sha256).sort();
    expect(sums(await hashTree(drive))).toEqual(sums(files));
    const undo = startUndo(engine, task);
    await engine.taskEnded(undo);
    expect(photoRows(engine)).toEqual(rejected);
    expect((await hashTree(drive)).filter(({ path }) => !path.includes('.trash'))).toEqual(files);
    for (const id of engine.unfinishedTasks()) await engine.taskEnded(id);
    expect(brokenInvariants(engine.db)).toEqual([]);
  },
);
