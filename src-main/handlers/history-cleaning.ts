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

  // It works on rows, not on files: it has no items, and each step is a page of a search that finds none.
  async *discover({ services }) {
    const { jobs } = services.config;
    const now = services.clock.wall();
    const before = now - jobs.retention_days * DAY_MS;
    const failedBefore = now - jobs.failed_retention_days * DAY_MS;
    for (let steps = 1; pruneStep(services.db, { before, failedBefore }) !== null; steps += 1) {
      yield { items: [], cursor: String(steps) };
    }
    forgetScheduleRuns(services.db, before);
  },

  runItem: async () => ({ state: 'skipped' }),
};
