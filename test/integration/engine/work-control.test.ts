import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { execute, selectAll, selectOne } from '../../../src-main/db/connection.ts';
import type { JobRow } from '../../../src-main/db/rows.ts';
import { cancelJob } from '../../../src-main/engine/control/cancel.ts';
import {
  pauseAll,
  pauseJob,
  pauseTask,
  resumeAll,
  resumeJob,
  resumeTask,
} from '../../../src-main/engine/control/pause.ts';
import { setTaskPriority } from '../../../src-main/engine/control/priority.ts';
import { retryItem, retryJob, retryTask } from '../../../src-main/engine/control/retry.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { AppError } from '../../../src-main/files/app-error.ts';
import { getTask } from '../../../src-main/tasks/sql.ts';
import { taskView } from '../../../src-main/tasks/views.ts';
import { handlerOf, makeEngine, type Run, refs, taskOf, until } from '../../fixtures/engine/make-engine.ts';
import { brokenInvariants } from '../../fixtures/tree/open-database.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('work-control');
let engine: LibraryEngine | null = null;
let number = 0;

async function open(run: Run, name = `library-${++number}`, config: unknown = {}) {
  engine = await makeEngine(join(folder, name), {
    definitions: { one: taskOf('work'), two: taskOf('work', 'then'), calm: taskOf('work:20') },
    handlers: ['work', 'then'].map((type) => handlerOf(type, run)),
    config,
  });
  return engine;
}

afterEach(async () => {
  await engine?.close();
  engine = null;
});

const start = (on: LibraryEngine, count: number, type = 'one') =>
  on.startTask({ type, projectId: null, params: {}, items: refs(count) });
const task = (on: LibraryEngine, id: string) => {
  const row = getTask(on.db, id);
  if (row === null) throw new Error('the task is gone');
  return taskView(on.view, row);
};
const jobs = (on: LibraryEngine) => selectAll<JobRow>(on.db, 'SELECT * FROM jobs ORDER BY id');
const jobOf = (on: LibraryEngine, at = 0) => jobs(on)[at] as JobRow;
const audit = (on: LibraryEngine) =>
  selectAll<{ actor: string; action: string }>(on.db, 'SELECT actor, action FROM audit ORDER BY id');
const slowly: Run = async () => {
  await new Promise((resolve) => setTimeout(resolve, 2));
  return { state: 'done' };
};
const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return (error as AppError).code;
  }
  return null;
};

describe('pause of a task', () => {
  test('finishes what is at work, begins no more, survives a restart, and costs no attempt', async () => {
    const begun: string[] = [];
    const run: Run = async ({ item, signal }) => {
      begun.push(item.ref);
      await new Promise((resolve) => setTimeout(resolve, 5));
      // Nobody tells it to stop: its work is not thrown away.
      expect(signal.aborted).toBe(false);
      return { state: 'done' };
    };
    const first = await open(run, 'paused');
    const id = start(first, 100);
    await until(() => begun.length >= 8);
    pauseTask(first.control, id, 'person');
    expect(task(first, id).paused?.by).toBe('person');
    await until(() => task(first, id).state === 'paused');
    const { progress } = task(first, id);
    expect(progress.succeeded).toBe(begun.length);
    expect(jobOf(first)).toMatchObject({ state: 'queued', held: 1, attempt: 0 });
    await first.close();
    const second = await open(run, 'paused');
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(begun).toHaveLength(progress.succeeded);
    expect(task(second, id)).toMatchObject({ state: 'paused', waitingFor: { reason: 'paused' } });
    resumeTask(second.control, id, 'person');
    await second.taskEnded(id);
    expect(task(second, id)).toMatchObject({ state: 'completed', paused: null });
    expect(new Set(begun).size).toBe(100);
    expect(begun).toHaveLength(100);
    expect(audit(second).map(({ action }) => action)).toEqual(['task_paused', 'task_resumed']);
    expect(brokenInvariants(second.db)).toEqual([]);
  });

  test('holds its next step too', async () => {
    const on = await open(slowly);
    const id = start(on, 20, 'two');
    pauseTask(on.control, id, 'person');
    await until(() => task(on, id).state === 'paused');
    resumeTask(on.control, id, 'person');
    await on.taskEnded(id);
    expect(task(on, id).state).toBe('completed');
  });

  test('lets other tasks go on', async () => {
    const on = await open(slowly);
    const held = start(on, 50);
    pauseTask(on.control, held, 'person');
    const free = start(on, 10);
    await on.taskEnded(free);
    expect(task(on, free).state).toBe('completed');
    expect(task(on, held).state).toBe('paused');
  });

  test('of a task that is canceled then is no obstacle', async () => {
    const on = await open(slowly);
    const id = start(on, 50);
    await until(() => task(on, id).progress.succeeded > 4);
    pauseTask(on.control, id, 'person');
    await until(() => task(on, id).state === 'paused');
    on.cancelTask(id, 'person');
    await on.taskEnded(id);
    expect(task(on, id).state).toBe('canceled');
    expect(codeOf(() => resumeTask(on.control, id, 'person'))).toBe('task_ended');
  });
});

test('one job of a task can be paused alone', async () => {
  const on = await open(slowly);
  pauseAll(on.control, { owner: 'test', reason: '', bootId: null });
  const id = start(on, 2100);
  pauseJob(on.control, jobOf(on, 0).id, 'person');
  resumeAll(on.control, 'test');
  await until(() => jobOf(on, 1).state === 'completed');
  expect(jobOf(on, 0)).toMatchObject({ state: 'queued', succeeded: 0 });
  expect(task(on, id)).toMatchObject({ state: 'paused', waitingFor: { reason: 'paused' } });
  resumeJob(on.control, jobOf(on, 0).id, 'person');
  await until(() => jobOf(on, 0).succeeded > 0);
});

describe('pause of everything', () => {
  test('by a person survives a restart; by a part of the app it ends with its process', async () => {
    const first = await open(slowly, 'all-paused');
    pauseAll(first.control, { owner: 'person', reason: 'a talk', bootId: null });
    pauseAll(first.control, { owner: 'battery', reason: '', bootId: first.bootId });
    const id = start(first, 5);
    expect(task(first, id)).toMatchObject({ state: 'queued', waitingFor: { reason: 'all_paused' } });
    await first.close();
    const second = await open(slowly, 'all-paused');
    expect(second.queueStatus().pauses.map(({ owner, reason }) => ({ owner, reason }))).toEqual([
      { owner: 'person', reason: 'a talk' },
    ]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(task(second, id).progress.processed).toBe(0);
    resumeAll(second.control, 'person');
    await second.taskEnded(id);
    expect(task(second, id).state).toBe('completed');
  });

  test('one owner cannot lift the pause of another', async () => {
    const on = await open(slowly);
    pauseAll(on.control, { owner: 'person', reason: '', bootId: null });
    pauseAll(on.control, { owner: 'battery', reason: '', bootId: on.bootId });
    resumeAll(on.control, 'battery', 'battery');
    expect(on.queueStatus().pauses.map(({ owner }) => owner)).toEqual(['person']);
  });
});

describe('retry', () => {
  const failing =
    (bad: Set<string>): Run =>
    async ({ item }) => {
      if (bad.has(item.ref)) throw new AppError('corrupt_data', { detail: item.ref });
      return { state: 'done' };
    };

  test('runs what failed, and only that, with a new budget; the task ends as it then stands', async () => {
    const bad = new Set(['item 3', 'item 7']);
    const ran: string[] = [];
    const on = await open(async (context) => {
      ran.push(context.item.ref);
      return await failing(bad)(context);
    });
    const id = start(on, 10, 'two');
    await on.taskEnded(id);
    expect(task(on, id)).toMatchObject({ state: 'failed', retryable: 2 });
    const before = selectOne(
      on.db,
      `SELECT sum(items_failed) AS failed, sum(failed) AS jobs FROM daily_stats`,
    );
    expect(before).toEqual({ failed: 2, jobs: 1 });
    bad.clear();
    ran.length = 0;
    retryTask(on.control, id, 'person');
    await on.taskEnded(id);
    expect(ran.sort()).toEqual(['item 3', 'item 7']);
    expect(task(on, id)).toMatchObject({ state: 'completed', retryable: 0 });
    expect(
      selectOne(on.db, `SELECT sum(items_failed) AS failed, sum(failed) AS jobs FROM daily_stats`),
    ).toEqual({
      failed: 0,
      jobs: 0,
    });
    expect(brokenInvariants(on.db)).toEqual([]);
  });

  test('of one item leaves the other failures as they are', async () => {
    const bad = new Set(['item 3', 'item 7']);
    const on = await open(failing(bad));
    const id = start(on, 10);
    await on.taskEnded(id);
    bad.clear();
    const item = selectOne<{ id: number }>(on.db, `SELECT id FROM job_items WHERE ref = 'item 3'`);
    expect(retryItem(on.control, item?.id ?? 0, 'person')).toBe(id);
    await on.taskEnded(id);
    expect(task(on, id)).toMatchObject({
      state: 'failed',
      retryable: 1,
      progress: { succeeded: 9, failed: 1 },
    });
    expect(codeOf(() => retryItem(on.control, item?.id ?? 0, 'person'))).toBe('nothing_to_do');
  });

  test('is offered for a job that failed before it had an item', async () => {
    const on = await open(slowly);
    const id = on.startTask({ type: 'one', projectId: null, params: [], items: [] });
    await on.taskEnded(id);
    expect(task(on, id)).toMatchObject({ state: 'failed', retryable: 1, progress: { total: 0 } });
    retryTask(on.control, id, 'person');
    await on.taskEnded(id);
    expect(task(on, id).state).toBe('failed');
  });

  test('while the job still runs, the item joins it again', async () => {
    const bad = new Set(['item 0']);
    const on = await open(async (context) => {
      if (context.item.ref !== 'item 0') await new Promise((resolve) => setTimeout(resolve, 3));
      return await failing(bad)(context);
    });
    const id = start(on, 60);
    await until(() => task(on, id).progress.failed === 1);
    bad.clear();
    retryTask(on.control, id, 'person');
    await on.taskEnded(id);
    expect(task(on, id)).toMatchObject({ state: 'completed', progress: { succeeded: 60, failed: 0 } });
  });

  test('of a job that failed as a whole takes its items up, and the steps that were left out for it', async () => {
    let broken = true;
    const ran: string[] = [];
    engine = await makeEngine(join(folder, 'whole'), {
      definitions: { two: taskOf('work', 'then') },
      handlers: [
        handlerOf('work', async () => ({ state: 'done' }), {
          async *discover() {
            if (broken) throw new AppError('io_error', { detail: 'the disk' });
            yield { items: refs(3), cursor: 'end' };
          },
        }),
        handlerOf(
          'then',
          async ({ item }) => {
            ran.push(item.ref);
            return { state: 'done' };
          },
          {
            async *discover() {
              yield { items: [{ ref: 'tidy' }], cursor: 'end' };
            },
          },
        ),
      ],
    });
    const on = engine;
    const id = on.startTask({ type: 'two', projectId: null, params: {}, items: [] });
    await on.taskEnded(id);
    expect(task(on, id).state).toBe('failed');
    expect(jobOf(on)).toMatchObject({ state: 'failed', error_code: 'io_error' });
    expect(jobs(on)).toHaveLength(1);
    broken = false;
    retryJob(on.control, jobOf(on).id, 'person');
    await on.taskEnded(id);
    expect(task(on, id)).toMatchObject({ state: 'completed', progress: { succeeded: 4 } });
    expect(ran).toEqual(['tidy']);
  });

  test('is refused for what did not fail, and for what was canceled', async () => {
    const on = await open(slowly);
    const fine = start(on, 3);
    await on.taskEnded(fine);
    expect(codeOf(() => retryTask(on.control, fine, 'person'))).toBe('nothing_to_do');
    const stopped = start(on, 500);
    on.cancelTask(stopped, 'person');
    await on.taskEnded(stopped);
    expect(codeOf(() => retryTask(on.control, stopped, 'person'))).not.toBeNull();
    expect(task(on, stopped).state).toBe('canceled');
  });
});

test('a canceled job ends its task as canceled; the other parts of its step go on, later steps do not begin', async () => {
  const on = await open(slowly);
  pauseAll(on.control, { owner: 'test', reason: '', bootId: null });
  const id = start(on, 2010, 'two');
  cancelJob(on.control, jobOf(on, 0).id, 'person');
  resumeAll(on.control, 'test');
  await on.taskEnded(id);
  expect(jobs(on).map(({ state, succeeded, canceled }) => ({ state, succeeded, canceled }))).toEqual([
    { state: 'canceled', succeeded: 0, canceled: 2000 },
    { state: 'completed', succeeded: 10, canceled: 0 },
  ]);
  expect(task(on, id).state).toBe('canceled');
  expect(codeOf(() => cancelJob(on.control, jobOf(on, 0).id, 'person'))).toBe('task_ended');
});

test('work that is made urgent overtakes what waits, changes its lane, and says so in its log', async () => {
  const order: string[] = [];
  const on = await open(
    async ({ job }) => {
      order.push(job.task_id ?? '');
      return { state: 'done' };
    },
    'urgent',
    { pipeline: { max_parallel_jobs: 1, priority_lane_slots: 0 } },
  );
  pauseAll(on.control, { owner: 'test', reason: '', bootId: null });
  const ids = [1, 2, 3, 4].map(() => start(on, 1, 'calm'));
  const last = ids[3] as string;
  setTaskPriority(on.control, last, 100, 'person');
  resumeAll(on.control, 'test');
  for (const id of ids) await on.taskEnded(id);
  expect(order[0]).toBe(last);
  expect(jobOf(on, 3)).toMatchObject({ lane: 'priority', priority: 100 });
  const log = selectAll<{ event: string; detail: string }>(
    on.db,
    `SELECT event, detail FROM job_log WHERE job_id = @id ORDER BY id`,
    { id: jobOf(on, 3).id },
  );
  expect(log.map(({ event }) => event)).toEqual(['priority_changed', 'started', 'completed']);
  expect(JSON.parse(log[0]?.detail ?? '')).toEqual({ by: 'person', from: 20, to: 100 });
});

test('a limit of one type leaves the slot to others', async () => {
  let inside = 0;
  let most = 0;
  const gentle = handlerOf('gentle', async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setTimeout(resolve, 3));
    inside -= 1;
    return { state: 'done' };
  });
  engine = await makeEngine(join(folder, 'limit'), {
    definitions: { gentle: taskOf('gentle:20'), other: taskOf('other:20') },
    handlers: [{ ...gentle, concurrency: () => 1 }, handlerOf('other', slowly)],
    config: {
      pipeline: { max_parallel_jobs: 4, priority_lane_slots: 0 },
      jobs: { max_concurrent: { gentle: 1 } },
    },
  });
  const on = engine;
  const limited = [1, 2, 3].map(() =>
    on.startTask({ type: 'gentle', projectId: null, params: {}, items: refs(10) }),
  );
  const other = on.startTask({ type: 'other', projectId: null, params: {}, items: refs(2) });
  expect(task(on, limited[1] as string).waitingFor).toEqual({ reason: 'limit', detail: 'gentle' });
  await on.taskEnded(other);
  expect(limited.map((id) => task(on, id).state)).toContain('queued');
  for (const id of limited) await on.taskEnded(id);
  expect(most).toBe(1);
});

test('work that was canceled and only has to clean up ends at the next start, although everything is paused', async () => {
  let on = await open(slowly, 'canceled-while-paused');
  pauseAll(on.control, { owner: 'person', reason: 'person', bootId: null });
  const id = start(on, 3);
  // As a process leaves it that dies between the note of the cancel and its cleaning up.
  execute(on.db, `UPDATE job_items SET started_at = 1 WHERE ref = 'item 0'`);
  execute(on.db, `UPDATE jobs SET cancel_requested_at = 1`);
  await on.close();
  on = await open(slowly, 'canceled-while-paused');
  await on.taskEnded(id);
  expect(task(on, id).state).toBe('canceled');
  expect(brokenInvariants(on.db)).toEqual([]);
});
