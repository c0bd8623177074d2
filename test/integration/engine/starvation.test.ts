import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { selectAll, selectOne } from '../../../src-main/db/connection.ts';
import type { LibraryEngine } from '../../../src-main/engine/library-engine.ts';
import { handlerOf, makeEngine, taskOf, until } from '../../fixtures/engine/make-engine.ts';
import { temporaryFolder } from '../../fixtures/tree/temporary-folder.ts';

const folder = await temporaryFolder('starvation');
let engine: LibraryEngine | null = null;

afterEach(async () => {
  await engine?.close();
  engine = null;
});

const TRICKLE = 100;
/** So many jobs may begin between being asked for and beginning, for the lane with the trickle. */
const MOST_PASSED = 4;

async function open(name: string, slots: number, queue: number) {
  engine = await makeEngine(join(folder, name), {
    definitions: { normal: taskOf('work:20'), priority: taskOf('work:95') },
    handlers: [handlerOf('work', async () => ({ state: 'done' }))],
    config: {
      pipeline: { max_parallel_jobs: slots, priority_lane_slots: 1 },
      jobs: { max_queue_size: queue },
    },
  });
  return engine;
}

const start = (on: LibraryEngine, type: string) =>
  on.startTask({ type, projectId: null, params: {}, items: [{ ref: 'one' }] });

interface Waits {
  lane: string;
  jobs: number;
  mean: number;
  longest: number;
}

/** Waiting is told in jobs that began meanwhile, not in ms: that is the same on every machine. */
function waitsOf(on: LibraryEngine): Waits[] {
  return selectAll<Waits>(
    on.db,
    `WITH begun AS (
       SELECT id, lane, (SELECT min(id) FROM job_log WHERE job_id = jobs.id AND event = 'started') AS began FROM jobs)
     SELECT lane, count(*) AS jobs, avg(started_at - created_at) AS mean, max(started_at - created_at) AS longest
     FROM jobs WHERE started_at IS NOT NULL GROUP BY lane ORDER BY lane`,
  );
}

const begunJobs = (on: LibraryEngine) =>
  selectOne<{ n: number }>(on.db, `SELECT count(*) AS n FROM jobs WHERE started_at IS NOT NULL`)?.n ?? 0;

describe.each([
  [1, 1_000],
  [2, 10_000],
])('with %i slots', (slots, FLOOD) => {
  test.each([
    ['normal', 'priority'],
    ['priority', 'normal'],
  ])(`${FLOOD} %s jobs do not starve a trickle of %s ones`, { timeout: 120_000 }, async (flood, trickle) => {
    const on = await open(`${flood}-${slots}`, slots, 2 * FLOOD);
    for (let job = 0; job < FLOOD; job += 1) start(on, flood);
    const passed: number[] = [];
    for (let job = 0; job < TRICKLE; job += 1) {
      const before = begunJobs(on);
      const id = start(on, trickle);
      await until(
        () =>
          selectOne(on.db, `SELECT 1 FROM tasks WHERE id = @id AND started_at IS NOT NULL`, { id }) !==
          undefined,
      );
      const order = selectOne<{ n: number }>(
        on.db,
        `SELECT count(*) AS n FROM job_log WHERE event = 'started' AND id <
           (SELECT min(job_log.id) FROM job_log JOIN jobs ON jobs.id = job_id WHERE task_id = @id AND event = 'started')`,
        { id },
      );
      passed.push((order?.n ?? 0) - before);
    }
    await until(() => begunJobs(on) >= FLOOD + TRICKLE, 'the end of the flood', 100_000);
    const worst = Math.max(...passed);
    const waits = waitsOf(on).map(
      ({ lane, jobs, mean, longest }) =>
        `${lane}: ${jobs} jobs, mean ${mean.toFixed(0)} ms, longest ${longest} ms`,
    );
    console.log(
      `${slots} slots, flood of ${flood}: a ${trickle} job let at most ${worst} others pass; waited: ${waits.join(' · ')}`,
    );
    expect(worst).toBeLessThanOrEqual(MOST_PASSED + slots);
  });
});
