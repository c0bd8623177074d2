import { execFileSync } from 'node:child_process';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { selectAll, selectOne } from '../../../src-main/db/connection.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { runMaintenance } from '../../../src-main/engine/maintenance.ts';
import { volumeOf } from '../../../src-main/files/volumes.ts';
import type { Probe, ProbePoint } from '../../../src-main/jobs/probe.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { importCard, photoRows, realEngine } from '../../fixtures/engine/library-with-photos.ts';
import { until } from '../../fixtures/engine/make-engine.ts';
import { makeCard } from '../../fixtures/photos/index.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';
import { check, idle, itemsOf, put } from './checked-library.ts';

const folder = await temporaryFolder('away');
const isMountable = process.platform === 'linux' && process.getuid?.() === 0;
const mounted = new Set<string>();
let close: () => Promise<void> = async () => {};

afterEach(async () => {
  await close();
  for (const place of mounted) unmount(place);
});

/** Lazy: also where a file on it is open at this moment, as when a drive is pulled by hand. */
function unmount(place: string): void {
  execFileSync('umount', ['--lazy', place]);
  mounted.delete(place);
}

function mount(place: string, ...how: string[]): void {
  execFileSync('mount', [...how, place]);
  mounted.add(place);
}

interface On {
  engine: LibraryEngine;
  clock: FakeClock;
  root: string;
  trip: string;
  projectId: number;
  /** Where the drive with `Trip` is kept while it is not plugged in. */
  drive: string;
  photos: number;
}

/** A library of which one project is on a drive of its own: a real mount, in the middle of the library. */
async function library(name: string, probe?: Probe): Promise<On> {
  const root = join(folder, name);
  const [trip, drive] = [join(root, 'Trip'), join(folder, `${name} drive`)];
  await mkdir(trip, { recursive: true });
  await mkdir(drive);
  mount(trip, '--bind', drive);
  const clock = new FakeClock(Date.now());
  const opened = await realEngine(root, { clock, ...(probe === undefined ? {} : { probe }) });
  close = opened.close;
  const card = join(folder, `${name} card`);
  await makeCard(join(card, 'a'), 20, { size: 'tiny' });
  await makeCard(join(card, 'b'), 4, { size: 'tiny', from: 100 });
  const projectId = await importCard(opened.engine, join(card, 'a'), 'Trip');
  await importCard(opened.engine, join(card, 'b'), 'Home');
  await check(opened.engine, 'manifest_check');
  return { engine: opened.engine, clock, root, trip, projectId, drive, photos: 24 };
}

const missing = ({ engine }: On) =>
  selectOne<{ n: number }>(engine.db, 'SELECT count(*) AS n FROM files WHERE missing_at IS NOT NULL')?.n;

async function lookAgain({ engine, clock }: On): Promise<void> {
  clock.pass(60_000);
  engine.tick();
  await engine.upkeep.parked.look();
}

test.runIf(isMountable)('each mount is a volume of its own, and the same one when it is back', async () => {
  const on = await library('volumes');
  const there = await volumeOf(on.trip);
  expect(there.isMountPoint).toBe(true);
  unmount(on.trip);
  const below = await volumeOf(on.trip);
  expect(below).toMatchObject({ isMountPoint: false });
  expect(below.id).not.toBe(there.id);
  expect(below.id).toBe((await volumeOf(on.root)).id);
  mount(on.trip, '--bind', on.drive);
  expect(await volumeOf(on.trip)).toEqual(there);
});

test.runIf(isMountable)(
  'an unplugged project is passed over by checks of the library: nothing in it is missing',
  async () => {
    const on = await library('passed-over');
    const before = photoRows(on.engine);
    unmount(on.trip);
    for (const type of ['manifest_check', 'folder_check', 'verify'] as const) {
      const { id, state } = await check(on.engine, type);
      expect(state, type).toBe('completed');
      const skipped = itemsOf(on.engine, id).filter((item) => item.error_code === 'volume_away');
      expect(skipped.length, type).toBe(1);
    }
    await check(on.engine, 'manifest_cleaning');
    expect(photoRows(on.engine)).toEqual(before);
  },
);

test.runIf(isMountable)(
  'a check of the project itself waits for its drive, and goes on when that drive is back',
  async () => {
    const on = await library('waits');
    unmount(on.trip);
    const id = runMaintenance(on.engine, { types: ['manifest_check'], projectId: on.projectId });
    await until(() => getTask(on.engine.db, id)?.state === 'waiting', 'parking');
    expect(
      selectOne(on.engine.db, `SELECT parked_detail, attempt FROM jobs WHERE task_id = @id`, { id }),
    ).toEqual({
      parked_detail: on.trip,
      attempt: 0,
    });
    await lookAgain(on);
    expect(getTask(on.engine.db, id)?.state).toBe('waiting');

    // Another drive in its place is not its return, whatever is on it.
    mount(on.trip, '-t', 'tmpfs', 'tmpfs');
    await put(on.trip, 'holiday.jpg', 'of somebody else');
    await lookAgain(on);
    expect(getTask(on.engine.db, id)?.state).toBe('waiting');
    unmount(on.trip);

    mount(on.trip, '--bind', on.drive);
    await lookAgain(on);
    await on.engine.taskEnded(id);
    expect(getTask(on.engine.db, id)?.state).toBe('completed');
    expect(missing(on)).toBe(0);
  },
);

test.runIf(isMountable).each<{ when: string; at: ProbePoint }>([
  { when: 'between two files', at: 'flushed' },
  { when: 'right after it was seen there', at: 'volume_seen' },
])(
  'a drive that is pulled in the middle of a check, $when: it waits, and not one photo is called missing',
  async ({ at }) => {
    let pull: (() => void) | null = null;
    const on = await library(`pulled-${at}`, (point) => {
      if (point === at) pull?.();
    });
    const { engine } = on;
    let passed = 0;
    pull = () => {
      passed += 1;
      if (passed === 3) unmount(on.trip);
    };
    const id = runMaintenance(engine, { types: ['verify'], projectId: on.projectId });
    await until(() => getTask(engine.db, id)?.state === 'waiting', 'parking');
    pull = null;
    const states = () => itemsOf(engine, id).map(({ state }) => state);
    expect(states().filter((state) => state === 'done').length).toBeGreaterThan(0);
    expect(states()).not.toContain('failed');
    mount(on.trip, '--bind', on.drive);
    await lookAgain(on);
    await engine.taskEnded(id);
    expect(getTask(engine.db, id)?.state).toBe('completed');
    expect(new Set(states())).toEqual(new Set(['done']));
    expect(missing(on)).toBe(0);
    expect(brokenInvariants(engine.db)).toEqual([]);
  },
);

test.runIf(isMountable)('an empty drive in the place of the right one is not the right one', async () => {
  const on = await library('empty-drive');
  unmount(on.trip);
  mount(on.trip, '-t', 'tmpfs', 'tmpfs');
  const { id } = await check(on.engine, 'manifest_check');
  expect(itemsOf(on.engine, id)).toMatchObject([{ ref: 'Trip/', error_code: 'volume_away' }]);
  expect(missing(on)).toBe(0);
});

test.runIf(isMountable)('a library that was moved to another disk is at home there', async () => {
  const on = await library('moved');
  await cp(on.drive, `${on.drive} 2`, { recursive: true, preserveTimestamps: true });
  unmount(on.trip);
  mount(on.trip, '--bind', `${on.drive} 2`);
  const { id, state } = await check(on.engine, 'manifest_check');
  expect([state, itemsOf(on.engine, id)]).toEqual(['completed', []]);
  const [{ volume_id } = { volume_id: null }] = selectAll<{ volume_id: string | null }>(
    on.engine.db,
    `SELECT volume_id FROM projects WHERE name = 'Trip'`,
  );
  expect(volume_id).toBe((await volumeOf(on.trip)).id);
});

test('a folder that was emptied by hand, on the disk where it always was, is no drive', async () => {
  const root = join(folder, 'emptied');
  const opened = await realEngine(root);
  close = opened.close;
  const card = join(folder, 'emptied card');
  await makeCard(card, 5, { size: 'tiny' });
  await importCard(opened.engine, card, 'Trip');
  await check(opened.engine, 'manifest_check');
  for (let n = 1; n <= 5; n += 1) await rm(join(root, 'Trip', `DSC_0000${n}.JPG`));
  const { state, job } = await check(opened.engine, 'manifest_check');
  expect([state, job.succeeded]).toEqual(['completed', 5]);
});

test('a project whose folder is renamed while its check waits goes on under the new name', async () => {
  const root = join(folder, 'renamed-while-waiting');
  const clock = new FakeClock(Date.now());
  const opened = await realEngine(root, { clock });
  close = opened.close;
  const { engine } = opened;
  const card = join(folder, 'renamed-while-waiting card');
  await makeCard(card, 5, { size: 'tiny' });
  const projectId = await importCard(engine, card, 'Trip');
  await check(engine, 'manifest_check');
  await rename(join(root, 'Trip'), join(root, 'Sea'));
  const id = runMaintenance(engine, { types: ['manifest_check'], projectId });
  await until(() => getTask(engine.db, id)?.state === 'waiting', 'parking');
  await check(engine, 'folder_check');
  // Nobody has the folder that it waits for any more: it is tried again after a while.
  await engine.upkeep.parked.look();
  clock.pass(60_000);
  await engine.upkeep.parked.look();
  await engine.taskEnded(id);
  expect(getTask(engine.db, id)?.state).toBe('completed');
  await idle(engine);
  expect(selectOne(engine.db, 'SELECT 1 FROM files WHERE missing_at IS NOT NULL')).toBeUndefined();
});
