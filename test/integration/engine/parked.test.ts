import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { selectAll, selectOne } from '../../../src-main/db/connection.ts';
import { resumeTask } from '../../../src-main/engine/control/pause.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { AppError } from '../../../src-main/files/app-error.ts';
import { isPlaceAway } from '../../../src-main/files/place-away.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { taskView } from '../../../src-main/tasks/views.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { handlerOf, makeEngine, refs, taskOf, until } from '../../fixtures/engine/make-engine.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('parked');
let engine: LibraryEngine | null = null;

afterEach(async () => {
  await engine?.close();
  engine = null;
});

async function open(name: string, drive: string, clock: FakeClock) {
  engine = await makeEngine(join(folder, name), {
    definitions: { one: taskOf('work') },
    handlers: [
      handlerOf('work', async () => {
        if (await isPlaceAway(drive)) throw new AppError('volume_away', { detail: drive, retry: 'later' });
        await new Promise((resolve) => setTimeout(resolve, 2));
        return { state: 'done' };
      }),
    ],
    clock,
  });
  return engine;
}

const job = (on: LibraryEngine) =>
  selectOne<{ state: string; attempt: number; parked_detail: string | null }>(on.db, 'SELECT * FROM jobs');

test('a drive that is pulled parks the job, with its reason and at no attempt; its return lets it go on', async () => {
  const drive = join(folder, 'drive');
  await mkdir(drive);
  await writeFile(join(drive, 'photo.jpg'), 'x');
  const clock = new FakeClock();
  const on = await open('pulled', drive, clock);
  const id = on.startTask({ type: 'one', projectId: null, params: {}, items: refs(200) });
  await until(() => (selectOne<{ n: number }>(on.db, 'SELECT succeeded AS n FROM jobs')?.n ?? 0) > 10);
  await rename(drive, `${drive} in a pocket`);
  await until(() => job(on)?.state === 'parked', 'parking');
  expect(job(on)).toMatchObject({ attempt: 0, parked_detail: drive });
  const row = getTask(on.db, id);
  expect(row === null ? null : taskView(on.view, row)).toMatchObject({
    state: 'waiting',
    waitingFor: { reason: 'volume', detail: drive },
  });
  expect(selectAll(on.db, `SELECT id FROM job_items WHERE attempt > 1 OR state = 'failed'`)).toEqual([]);
  clock.pass(60_000);
  on.tick();
  await on.upkeep.parked.look();
  expect(job(on)?.state).toBe('parked');
  await rename(`${drive} in a pocket`, drive);
  clock.pass(60_000);
  on.tick();
  await on.taskEnded(id);
  expect(getTask(on.db, id)?.state).toBe('completed');
  const events = selectAll<{ event: string }>(on.db, 'SELECT event FROM job_log ORDER BY id').map(
    (line) => line.event,
  );
  expect(events.filter((event) => event === 'parked' || event === 'unparked')).toEqual([
    'parked',
    'unparked',
  ]);
  expect(brokenInvariants(on.db)).toEqual([]);
});

test('resuming looks at once; canceling ends the waiting', async () => {
  const drive = join(folder, 'drive-2');
  const clock = new FakeClock();
  const on = await open('resumed', drive, clock);
  const first = on.startTask({ type: 'one', projectId: null, params: {}, items: refs(3) });
  await until(() => job(on)?.state === 'parked');
  await mkdir(drive);
  await writeFile(join(drive, 'photo.jpg'), 'x');
  resumeTask(on.control, first, 'person');
  await on.upkeep.parked.look();
  await on.taskEnded(first);
  await rename(drive, `${drive} away`);
  const second = on.startTask({ type: 'one', projectId: null, params: {}, items: refs(3) });
  await until(() => getTask(on.db, second)?.state === 'waiting');
  on.cancelTask(second, 'person');
  await on.taskEnded(second);
  expect(getTask(on.db, second)?.state).toBe('canceled');
});

test('an empty mount point is a drive that is away; one missing file is a missing file', async () => {
  const mount = join(folder, 'mount');
  await mkdir(mount);
  expect(await isPlaceAway(mount)).toBe(true);
  await writeFile(join(mount, 'a.jpg'), 'x');
  expect(await isPlaceAway(mount)).toBe(false);
});
