import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Db, execute, selectAll, transaction } from '../../../src-main/db/connection.ts';
import { claimJob, promoteDue } from '../../../src-main/jobs/sql/claim.ts';
import { countJobsByState } from '../../../src-main/jobs/sql/counts.ts';
import {
  cancelOpenItems,
  endItem,
  insertItem,
  releaseItem,
  releaseRunningItems,
  startItems,
} from '../../../src-main/jobs/sql/items.ts';
import {
  addProgress,
  cancelIdleJob,
  finishJob,
  handBackJob,
  insertJob,
  setJobPriority,
} from '../../../src-main/jobs/sql/jobs.ts';
import { parkJob, unparkJob } from '../../../src-main/jobs/sql/parked.ts';
import { recoverOrphans } from '../../../src-main/jobs/sql/recover.ts';
import { requeueFailedJob, retryFailedItems, uncountFailed } from '../../../src-main/jobs/sql/retry.ts';
import { nextJobState } from '../../../src-main/jobs/states.ts';
import type { ItemState, JobState } from '../../../src-preload/contract/states.ts';
import { memoryDatabase } from '../../fixtures/tree/memory-library.ts';

/**
 * The statements of the queue against a reference model: random commands, crashes and jumps of the clock in any order,
 * among them ones that make no sense and must change nothing. The model is what a person would say a queue is.
 */
interface ModelJob {
  state: JobState;
  lease: string | null;
  items: ItemState[];
  runAt: number;
}

class Model {
  readonly jobs: ModelJob[] = [];
  now = 1000;
  #leases = 0;

  newLease(): string {
    this.#leases += 1;
    return `lease ${this.#leases}`;
  }
}

interface Real {
  db: Db;
}

const ids = (jobs: readonly unknown[]) => jobs.map((_, index) => index + 1);

/** Rows and model say the same, and what must always hold does. */
function agree(model: Model, { db }: Real): void {
  const rows = selectAll<{
    state: JobState;
    lease: string | null;
    run_at: number;
    attempt: number;
    max_attempts: number;
  }>(db, 'SELECT * FROM jobs ORDER BY id');
  expect(rows.map(({ state, lease }) => ({ state, lease }))).toEqual(
    model.jobs.map(({ state, lease }) => ({ state, lease })),
  );
  const items = selectAll<{ job_id: number; state: ItemState }>(
    db,
    'SELECT job_id, state FROM job_items ORDER BY id',
  );
  for (const id of ids(model.jobs)) {
    expect(items.filter((item) => item.job_id === id).map((item) => item.state)).toEqual(
      model.jobs[id - 1]?.items,
    );
  }
  const broken = selectAll(
    db,
    `SELECT id FROM jobs WHERE attempt > max_attempts
       OR succeeded <> (SELECT count(*) FROM job_items WHERE job_id = jobs.id AND state = 'done')
       OR failed <> (SELECT count(*) FROM job_items WHERE job_id = jobs.id AND state = 'failed')
       OR canceled <> (SELECT count(*) FROM job_items WHERE job_id = jobs.id AND state = 'canceled')
       OR (lease IS NULL AND EXISTS (SELECT 1 FROM job_items WHERE job_id = jobs.id AND state = 'running'))`,
  );
  expect(broken).toEqual([]);
  const counted = countJobsByState(db);
  for (const state of Object.keys(counted) as JobState[]) {
    expect([state, counted[state]]).toEqual([state, model.jobs.filter((job) => job.state === state).length]);
  }
}

type Command = fc.Command<Model, Real>;

/** A command on one job, picked from those that there are; `act` answers what the model becomes, or null for "nothing". */
function onJob(
  name: string,
  pick: number,
  act: (job: ModelJob, id: number, model: Model, db: Db) => void,
): Command {
  return {
    check: (model) => model.jobs.length > 0,
    run: (model, real) => {
      const id = (pick % model.jobs.length) + 1;
      const job = model.jobs[id - 1];
      if (job === undefined) throw new Error('no such job');
      transaction(real.db, () => act(job, id, model, real.db));
      agree(model, real);
    },
    toString: () => `${name}(${pick})`,
  };
}

const enqueue = (items: number, priority: number): Command => ({
  check: () => true,
  run: (model, real) => {
    transaction(real.db, () => {
      const id = insertJob(real.db, {
        taskId: null,
        taskType: null,
        step: 0,
        chunk: 0,
        type: 'work',
        scope: 'global',
        projectId: null,
        source: 'user',
        lane: priority >= 90 ? 'priority' : 'normal',
        priority,
        payload: {},
        maxAttempts: 1000,
        dedupeKey: null,
        total: items,
        skipped: 0,
        cost: items,
        held: false,
        now: model.now,
      });
      for (let at = 0; at < items; at += 1) {
        insertItem(real.db, { jobId: id, item: { ref: `item ${at}` }, cost: 1, now: model.now });
      }
    });
    model.jobs.push({
      state: 'queued',
      lease: null,
      items: Array.from({ length: items }, () => 'pending'),
      runAt: 0,
    });
    agree(model, real);
  },
  toString: () => `enqueue(${items}, ${priority})`,
});

const claim = (lane: 'priority' | 'normal'): Command => ({
  check: () => true,
  run: (model, real) => {
    const lease = model.newLease();
    const row = claimJob(real.db, { lane, lease, now: model.now });
    const job = row === null ? undefined : model.jobs[row.id - 1];
    if (job !== undefined) {
      expect(job.state).toBe('queued');
      job.state = nextJobState(job.state, 'claim') ?? job.state;
      job.lease = lease;
    }
    agree(model, real);
  },
  toString: () => `claim(${lane})`,
});

const open = (states: readonly ItemState[]) =>
  states.some((state) => state === 'pending' || state === 'running');
const swap = (
  items: ItemState[],
  from: ItemState,
  to: ItemState,
  most = Number.POSITIVE_INFINITY,
): number => {
  let left = most;
  items.forEach((state, at) => {
    if (state !== from || left <= 0) return;
    items[at] = to;
    left -= 1;
  });
  return Math.min(most, most - left);
};
const count = (items: readonly ItemState[], state: ItemState) =>
  items.filter((item) => item === state).length;

const commandsFor = (pick: number): Command[] => [
  onJob('start', pick, (job, id, model, db) => {
    if (job.state !== 'running') return;
    startItems(db, { jobId: id, limit: 2, now: model.now });
    swap(job.items, 'pending', 'running', 2);
  }),
  onJob('end', pick, (job, id, model, db) => {
    if (job.state !== 'running') return;
    const rows = selectAll<{ id: number }>(
      db,
      `SELECT id FROM job_items WHERE job_id = @id AND state = 'running' ORDER BY id LIMIT 1`,
      { id },
    );
    const state = pick % 3 === 0 ? 'failed' : 'done';
    for (const row of rows) {
      endItem(db, {
        id: row.id,
        state,
        photoId: null,
        result: undefined,
        errorCode: null,
        errorDetail: null,
        durationMs: 1,
        now: model.now,
      });
      addProgress(db, {
        id,
        lease: job.lease ?? '',
        succeeded: state === 'done' ? 1 : 0,
        skipped: 0,
        failed: state === 'failed' ? 1 : 0,
        cost: 1,
        unstoredErrors: 0,
      });
    }
    swap(job.items, 'running', state, rows.length);
  }),
  onJob('retryLater', pick, (job, id, model, db) => {
    if (job.state !== 'running') return;
    const rows = selectAll<{ id: number }>(
      db,
      `SELECT id FROM job_items WHERE job_id = @id AND state = 'running' ORDER BY id LIMIT 1`,
      { id },
    );
    for (const row of rows) {
      // The order of the model is that of the rows: what is put back stays in its place.
      releaseItem(db, {
        id: row.id,
        runAt: model.now,
        errorCode: 'x',
        errorDetail: null,
        refund: false,
        crashed: false,
        runAlone: false,
      });
    }
    swap(job.items, 'running', 'pending', rows.length);
  }),
  onJob('finish', pick, (job, id, model, db) => {
    const lease = job.lease ?? 'none';
    if (job.state !== 'running' || open(job.items)) {
      // A lease that is not the job's own moves nothing.
      expect(
        finishJob(db, {
          id,
          lease: 'stale',
          to: 'completed',
          canceled: 0,
          failed: 0,
          errorCode: null,
          errorDetail: null,
          now: model.now,
        }),
      ).toBe(false);
      return;
    }
    const to = count(job.items, 'failed') > 0 ? 'failed' : 'completed';
    finishJob(db, {
      id,
      lease,
      to,
      canceled: 0,
      failed: 0,
      errorCode: null,
      errorDetail: null,
      now: model.now,
    });
    job.state = to;
    job.lease = null;
  }),
  onJob('handBack', pick, (job, id, model, db) => {
    const later = pick % 2 === 0;
    const runAt = later ? model.now + 500 : model.now;
    if (job.state === 'running') {
      releaseRunningItems(db, id);
      swap(job.items, 'running', 'pending');
    }
    const moved = handBackJob(db, { id, lease: job.lease ?? 'none', runAt, now: model.now, refund: true });
    expect(moved).toBe(job.state === 'running');
    if (!moved) return;
    job.state = later ? 'scheduled' : 'queued';
    job.lease = null;
    job.runAt = runAt;
  }),
  onJob('park', pick, (job, id, _model, db) => {
    if (job.state === 'running') {
      releaseRunningItems(db, id);
      swap(job.items, 'running', 'pending');
    }
    const moved = parkJob(db, { id, lease: job.lease ?? 'none', reason: 'volume_away', detail: '/drive' });
    expect(moved).toBe(job.state === 'running');
    if (moved) Object.assign(job, { state: 'parked', lease: null });
  }),
  onJob('unpark', pick, (job, id, _model, db) => {
    expect(unparkJob(db, id)).toBe(job.state === 'parked');
    if (job.state === 'parked') job.state = 'queued';
  }),
  onJob('cancel', pick, (job, id, model, db) => {
    if (job.state === 'running') {
      const canceled = cancelOpenItems(db, { jobId: id, now: model.now });
      finishJob(db, {
        id,
        lease: job.lease ?? '',
        to: 'canceled',
        canceled,
        failed: 0,
        errorCode: null,
        errorDetail: null,
        now: model.now,
      });
    } else if (!['scheduled', 'queued', 'parked'].includes(job.state)) {
      expect(cancelIdleJob(db, { id, canceled: 0, now: model.now })).toBe(false);
      return;
    } else
      cancelIdleJob(db, { id, canceled: cancelOpenItems(db, { jobId: id, now: model.now }), now: model.now });
    swap(job.items, 'pending', 'canceled');
    swap(job.items, 'running', 'canceled');
    Object.assign(job, { state: 'canceled', lease: null });
  }),
  onJob('retry', pick, (job, id, model, db) => {
    if (job.state !== 'failed') {
      expect(requeueFailedJob(db, { id, turn: 0, now: model.now })).toBe(false);
      return;
    }
    uncountFailed(db, { id, items: retryFailedItems(db, id) });
    requeueFailedJob(db, { id, turn: 0, now: model.now });
    swap(job.items, 'failed', 'pending');
    job.state = 'queued';
  }),
  onJob('reprioritise', pick, (job, id, _model, db) => {
    const ended = ['completed', 'failed', 'canceled'].includes(job.state);
    expect(setJobPriority(db, { id, priority: 95, lane: 'priority', turn: pick })).toBe(!ended);
  }),
];

const crash: Command = {
  check: () => true,
  run: (model, real) => {
    recoverOrphans(real.db, model.now);
    for (const job of model.jobs) {
      if (job.state !== 'running') continue;
      swap(job.items, 'running', 'pending');
      Object.assign(job, { state: 'queued', lease: null });
    }
    agree(model, real);
  },
  toString: () => 'crash',
};

const clockJumps = (ms: number): Command => ({
  check: () => true,
  run: (model, real) => {
    model.now = Math.max(1, model.now + ms);
    promoteDue(real.db, model.now);
    for (const job of model.jobs) {
      if (job.state === 'scheduled' && job.runAt <= model.now) job.state = 'queued';
    }
    agree(model, real);
  },
  toString: () => `clockJumps(${ms})`,
});

const db = memoryDatabase();

test('whatever happens in whatever order, the queue is what the model says', { timeout: 120_000 }, () => {
  const pick = fc.nat({ max: 11 });
  const commands = [
    fc
      .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 100 }))
      .map(([items, priority]) => enqueue(items, priority)),
    fc.constantFrom<'priority' | 'normal'>('priority', 'normal').map(claim),
    fc.constant(crash),
    fc.integer({ min: -10_000, max: 10_000 }).map(clockJumps),
    ...commandsFor(0).map((_, which) => pick.map((at) => commandsFor(at)[which] as Command)),
  ];
  fc.assert(
    fc.property(fc.commands(commands, { size: '+1', maxCommands: 60 }), (run) => {
      execute(db, 'DELETE FROM jobs');
      execute(db, `DELETE FROM sqlite_sequence WHERE name IN ('jobs', 'job_items')`);
      execute(db, 'UPDATE lane_turns SET turn = 0');
      fc.modelRun(() => ({ model: new Model(), real: { db } }), run);
    }),
    { numRuns: 300 },
  );
});
