import { z } from 'zod';
import { pruneStep } from '../jobs/sql/prune.ts';
import { forgetScheduleRuns } from '../jobs/sql/schedules.ts';
import type { JobHandler } from './handler.ts';

const payload = z.object({}).loose();
type Payload = z.infer<typeof payload>;

const DAY_MS = 86_400_000;

/** Removes tasks whose time in the history is over, in small steps. What they came to stays in the statistics. */
export const historyCleaning: JobHandler<Payload> = {
  type: 'history_cleaning',
  payload,
  concurrency: () => 1,

  async *discover() {
    yield { items: [{ ref: 'history' }], cursor: 'end' };
  },

  async runItem({ services, signal, alive }) {
    const { jobs } = services.config;
    const now = services.clock.wall();
    const limits = {
      before: now - jobs.retention_days * DAY_MS,
      failedBefore: now - jobs.failed_retention_days * DAY_MS,
    };
    const removed = { tasks: 0, jobs: 0 };
    for (;;) {
      signal.throwIfAborted();
      const step = pruneStep(services.db, limits);
      if (step === null) break;
      removed.tasks += step.tasks;
      removed.jobs += step.jobs;
      alive();
      // Between two steps everything else has its turn: a year of history goes in thousands of them.
      await new Promise((resolve) => setImmediate(resolve));
    }
    forgetScheduleRuns(services.db, limits.before);
    return { state: removed.tasks === 0 ? 'skipped' : 'done', result: { removed } };
  },
};
