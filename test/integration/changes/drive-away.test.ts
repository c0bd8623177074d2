import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { selectAll, selectOne, transaction } from '../../../src-main/db/connection.ts';
import { startCommit } from '../../../src-main/engine/changes/commit.ts';
import { renameProject, startProjectDelete } from '../../../src-main/engine/changes/project-changes.ts';
import { startPurge } from '../../../src-main/engine/changes/purge.ts';
import { setKeep } from '../../../src-main/library/culling.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { importCard, photoIds, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { makePair } from '../../fixtures/photos/index.ts';
import { hashTree } from '../../fixtures/tree/hash-tree.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('drive-away');
const PAIRS = 20;
const canMount = process.platform === 'linux' && process.getuid?.() === 0;

/** A project of pairs on a drive of its own, all of them rejected; the drive is pulled once so many files were touched. */
async function projectOnDrive(name: string) {
  const [card, library, drive] = ['card', 'library', 'drive'].map((part) => join(folder, name, part)) as [
    string,
    string,
    string,
  ];
  const place = join(library, 'Trip');
  const clock = new FakeClock();
  const pull = () => execFileSync('umount', ['--lazy', place]);
  const plugIn = () => execFileSync('mount', ['--bind', drive, place]);
  let left = Number.POSITIVE_INFINITY;
  const { engine, close } = await realEngine(library, {
    clock,
    probe: (point) => {
      if (point !== 'file_moved') return;
      left -= 1;
      // Lazily: also while a file on it is open, as a hand does it.
      if (left === 0) pull();
    },
  });
  for (let at = 1; at <= PAIRS; at += 1)
    await makePair(card, `PAIR_${at}`, { seed: at, width: 48, height: 32 });
  await importCard(engine, card, 'Trip');
  await rename(place, drive);
  await mkdir(place);
  plugIn();
  onTestFinished(() => {
    if (execFileSync('mount').includes(place)) pull();
  });
  const task = (type: string) => engine.startTask({ type, projectId: null, params: {}, items: [] });
  await engine.taskEnded(task('maintenance_global'));
  transaction(engine.db, () => {
    const order = { ids: photoIds(engine), step: 'all', now: clock.wall() };
    setKeep(engine.db, { ...order, keepJpg: false, keepRaw: false });
  });
  let isClosed = false;
  const closeOnce = async () => {
    if (!isClosed) await close();
    isClosed = true;
  };
  onTestFinished(closeOnce);
  return {
    engine,
    close: closeOnce,
    library,
    drive,
    place,
    plugIn,
    pull,
    pullAfter: (files: number) => {
      left = files;
    },
    parked: (id: string) =>
      expect.poll(() => getTask(engine.db, id)?.state, { timeout: 20_000 }).toBe('waiting'),
    look: async () => {
      clock.pass(60_000);
      await engine.upkeep.parked.look();
    },
    check: async () => {
      await engine.taskEnded(task('maintenance_global'));
      for (const id of engine.unfinishedTasks()) await engine.taskEnded(id);
    },
    /** Files of the drive that no row knows, and rows whose files are not there. */
    astray: async (of = engine) => {
      const known = selectAll<{ path: string }>(
        of.db,
        `SELECT path FROM files UNION ALL SELECT trash_path FROM trash`,
      ).map(({ path }) => join(drive, path));
      const there = (await hashTree(drive)).map(({ path }) => path);
      return {
        strangers: there.filter((path) => !known.includes(path)),
        gone: known.filter((path) => !there.includes(path)),
      };
    },
  };
}

const NONE = { strangers: [], gone: [] };

test.skipIf(!canMount)(
  'a commit that is canceled while the drive is away puts back what it had moved by halves, when the drive is there again',
  { timeout: 60_000 },
  async () => {
    const { engine, plugIn, pullAfter, parked, check, astray, place } = await projectOnDrive('cancel');
    pullAfter(7);
    const commit = startCommit(engine, { all: true });
    await parked(commit);
    engine.cancelTask(commit, 'person');
    await engine.taskEnded(commit);
    expect(await readdir(place)).toEqual([]);
    plugIn();
    await check();
    expect(await astray()).toEqual(NONE);
    expect(selectAll(engine.db, 'SELECT photo_id FROM trash JOIN files USING (photo_id)')).toEqual([]);
    expect(selectAll(engine.db, 'SELECT id FROM files WHERE missing_at IS NOT NULL')).toEqual([]);
    expect(brokenInvariants(engine.db)).toEqual([]);
  },
);

test.skipIf(!canMount)(
  'a drive that is pulled while its trash is purged parks the purge: no row forgets a file that is still on it',
  { timeout: 60_000 },
  async () => {
    const { engine, plugIn, pullAfter, parked, look, drive, astray } = await projectOnDrive('purge');
    const commit = startCommit(engine, { all: true });
    await engine.taskEnded(commit);
    pullAfter(7);
    const purge = startPurge(engine, { taskId: commit });
    await parked(purge);
    expect(selectOne<{ n: number }>(engine.db, 'SELECT count(*) AS n FROM photos')?.n).toBeGreaterThan(0);
    plugIn();
    await look();
    await engine.taskEnded(purge);
    expect(getTask(engine.db, purge)?.state).toBe('completed');
    expect(await astray()).toEqual(NONE);
    expect(await hashTree(drive)).toEqual([]);
    expect(brokenInvariants(engine.db)).toEqual([]);
  },
);

test.skipIf(!canMount)(
  'a purge that is canceled while the drive is away forgets nothing that is still on it',
  { timeout: 60_000 },
  async () => {
    const { engine, close, library, plugIn, pullAfter, parked, astray } =
      await projectOnDrive('purge cancel');
    const commit = startCommit(engine, { all: true });
    await engine.taskEnded(commit);
    pullAfter(7);
    const purge = startPurge(engine, { taskId: commit });
    await parked(purge);
    engine.cancelTask(purge, 'person');
    await engine.taskEnded(purge);
    await close();
    plugIn();
    const again = await realEngine(library);
    onTestFinished(again.close);
    expect(brokenInvariants(again.engine.db)).toEqual([]);
    expect(await astray(again.engine)).toEqual(NONE);
  },
);

test.skipIf(!canMount)(
  'a project whose drive is away is neither renamed nor deleted',
  { timeout: 60_000 },
  async () => {
    const { engine, pull, plugIn, astray, library, look } = await projectOnDrive('project');
    pull();
    await expect(renameProject(engine, 1, 'Voyage')).rejects.toMatchObject({ code: 'volume_away' });
    const deletion = startProjectDelete(engine, 1, 'Trip');
    await expect.poll(() => getTask(engine.db, deletion)?.state, { timeout: 20_000 }).toBe('waiting');
    expect(await readdir(library)).toContain('Trip');
    engine.cancelTask(deletion, 'person');
    await engine.taskEnded(deletion);
    plugIn();
    await look();
    expect(await astray()).toEqual(NONE);
    expect(selectAll(engine.db, 'SELECT folder, deleted_at FROM projects')).toEqual([
      { folder: 'Trip', deleted_at: null },
    ]);
    expect(brokenInvariants(engine.db)).toEqual([]);
  },
);
