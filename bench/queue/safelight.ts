import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pino from 'pino';
import { z } from 'zod';
import { loadConfig } from '../../src-main/config/load-config.ts';
import { connect, execute, selectOne, transaction } from '../../src-main/db/connection.ts';
import { migrate } from '../../src-main/db/migrate.ts';
import { pauseAll, resumeAll } from '../../src-main/engine/control/pause.ts';
import { LibraryEngine } from '../../src-main/engine/library-engine.ts';
import type { AnyJobHandler } from '../../src-main/handlers/handler.ts';
import { systemClock } from '../../src-main/jobs/clock.ts';
import { claimJob, waitingLanes } from '../../src-main/jobs/sql/claim.ts';
import { openLibrary } from '../../src-main/library/open-library.ts';
import type { TaskDefinition } from '../../src-main/tasks/definitions.ts';
import type { WorkerHost } from '../../src-main/workers/protocol.ts';
import {
  type ClaimQueue,
  type Contender,
  noWork,
  requireAllDone,
  settingsOf,
  type Timing,
} from './contender.ts';

// All that the benchmark knows of the engine: whoever changes the engine changes this file, and no other here.
const TYPE = 'bench';
const IN_FLIGHT = 64;
const resourcesDir = join(import.meta.dirname, '..', '..', 'resources');

const definition: TaskDefinition = {
  label: 'Bench',
  scope: 'global',
  source: 'user',
  successToast: null,
  steps: [{ jobType: TYPE, priority: 90 }],
};
const handler: AnyJobHandler = {
  type: TYPE,
  payload: z.object({}).loose(),
  concurrency: () => IN_FLIGHT,
  runItem: async () => {
    await noWork();
    return { state: 'done' };
  },
};

/** The engine as the app runs it, with the settings that ship, but for the length of the queue. */
export async function openEngine(root: string): Promise<LibraryEngine> {
  const config = await loadConfig(resourcesDir, { jobs: { max_queue_size: 1_000_000 } });
  const engine = new LibraryEngine({
    opened: await openLibrary(root, { create: true, program: 'bench', now: Date.now() }),
    config: { current: config, defaults: config, overrides: {}, update: () => {} },
    definitions: { [TYPE]: definition },
    handlers: new Map([[TYPE, handler]]),
    workers: {} as WorkerHost,
    clock: systemClock,
    log: pino({ level: 'silent' }),
    program: 'bench',
    publish: () => {},
    onHalt: () => {},
  });
  await engine.start({ work: true });
  return engine;
}

/**
 * Stores tasks with so many items each, while nothing may begin, so that storing and working off are measured apart, as
 * with the others. What it answers lets them begin, and ends when the last has ended.
 */
export async function storePaused(
  engine: LibraryEngine,
  input: { tasks: number; items: number },
): Promise<() => Promise<void>> {
  const params = { type: TYPE, projectId: null, params: {} };
  const items = Array.from({ length: input.items }, (_, index) => ({ ref: `item ${index}` }));
  pauseAll(engine.control, { owner: 'bench', reason: 'filling', bootId: null });
  const ids: string[] = [];
  for (let task = 0; task < input.tasks; task += 1) ids.push(await engine.buildTask({ ...params, items }));
  return async () => {
    const ends = Promise.all(ids.map((id) => engine.taskEnded(id)));
    resumeAll(engine.control, 'bench');
    await ends;
  };
}

export const safelightItems: Contender = {
  name: 'Safelight, items',
  what: `up to 2,000 items a job, ${IN_FLIGHT} of a job in flight; one transaction ends those that are done and begins the next, so that a crash redoes at most ${IN_FLIGHT} of a job; stores outcome, start, end and duration of each item, counters and lease of the job, task and step, measured costs, statistics and a log; checks and triggers on every change of state`,
  run: (root, units) => timeEngine(root, { tasks: 1, items: units }),
};

export const safelightJobs: Contender = {
  name: 'Safelight, jobs',
  what: 'a task with its step, job, item and log for every single unit; a transaction each to store it, to claim the job, to note its start, to begin the item, to end the item and to end the job with all that follows from it',
  run: (root, units) => timeEngine(root, { tasks: units, items: 1 }),
};

async function timeEngine(root: string, input: { tasks: number; items: number }): Promise<Timing> {
  const engine = await openEngine(root);
  try {
    const start = performance.now();
    const workOff = await storePaused(engine, input);
    const stored = performance.now();
    await workOff();
    const workMs = performance.now() - stored;
    const done = selectOne<{ n: number }>(
      engine.db,
      `SELECT count(*) AS n FROM job_items WHERE state = 'done' AND duration_ms IS NOT NULL`,
    );
    requireAllDone('Safelight', done?.n ?? 0, input.tasks * input.items);
    return { enqueueMs: stored - start, workMs, settings: settingsOf(engine.db) };
  } finally {
    await engine.close();
  }
}

const TASKS = 100;
const FILL_TASKS = `WITH RECURSIVE k(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM k WHERE n < ${TASKS - 1})
  INSERT INTO tasks(id, type, scope, source, state, requested_by, created_at)
  SELECT 'task-' || n, '${TYPE}', 'global', 'user', 'queued', 'bench', 0 FROM k`;
const FILL_JOBS = `WITH RECURSIVE k(n) AS
    (SELECT CAST(@from AS INTEGER) UNION ALL SELECT n + 1 FROM k WHERE n < @from + @jobs - 1)
  INSERT INTO jobs(task_id, task_type, step, chunk, type, scope, source, lane, priority, state, run_at, max_attempts,
    total, turn, created_at)
  SELECT 'task-' || (n % ${TASKS}), '${TYPE}', 0, n / ${TASKS}, @type, 'global', 'user', 'normal', 50, 'queued', 0, 3,
    1, (n / ${TASKS} + 1) / 32.0, 0 FROM k`;

/**
 * The queue alone, in a file, filled by SQL as a hundred tasks of one priority would fill one lane together. A claim is
 * what the dispatcher does: it looks which lanes have work, and takes the job whose turn it is, the whole row.
 */
export function safelightClaims(folder: string): ClaimQueue {
  return claims(folder, 'Safelight', TYPE);
}

/** The same behind so many jobs of another type, of which as many run as may: a claim has to find its way past them. */
export function safelightClaimsPastFull(folder: string): ClaimQueue {
  return claims(folder, 'Safelight, one type full', FULL_TYPE);
}

const FULL_TYPE = 'bench_full';
/** As many as all rounds claim together, and more. */
const CLAIMABLE = 10_000;

function claims(folder: string, name: string, type: string): ClaimQueue {
  const db = connect(join(folder, `${type}.db`));
  migrate(db, { backupTo: () => '' });
  execute(db, FILL_TASKS);
  const full = type === FULL_TYPE ? [FULL_TYPE] : [];
  let filled = 0;
  return {
    name,
    fill(jobs) {
      transaction(db, () => execute(db, FILL_JOBS, { from: filled, jobs, type }));
      filled += jobs;
      if (full.length > 0) {
        transaction(db, () => execute(db, FILL_JOBS, { from: filled, jobs: CLAIMABLE, type: TYPE }));
        filled += CLAIMABLE;
      }
      db.pragma('wal_checkpoint(TRUNCATE)');
    },
    claim() {
      const now = Date.now();
      const waits = waitingLanes(db, full).normal;
      const job = waits ? claimJob(db, { lane: 'normal', lease: randomUUID(), now, full }) : null;
      if (job?.type !== TYPE) throw new Error('no job, or one of a type that is full');
    },
    close: () => db.close(),
  };
}
