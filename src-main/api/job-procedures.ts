import type { App } from '../engine/app.ts';
import { cancelJob } from '../engine/control/cancel.ts';
import { requireJob } from '../engine/control/control-context.ts';
import { pauseAll, pauseJob, resumeAll, resumeJob } from '../engine/control/pause.ts';
import { setJobPriority } from '../engine/control/priority.ts';
import { retryJob } from '../engine/control/retry.ts';
import { enqueueJob } from '../engine/start-work.ts';
import { countItems } from '../jobs/sql/items.ts';
import { logOfJob } from '../jobs/sql/log.ts';
import { listJobs } from '../tasks/queries.ts';
import { jobView, logLineView } from '../tasks/views.ts';
import type { Implementer } from './implementer.ts';
import { PERSON } from './task-procedures.ts';

export function jobProcedures(os: Implementer, app: App) {
  const shown = (id: number) => {
    const { db, view } = app.library().engine;
    return jobView(view, requireJob(db, id));
  };
  const control = () => app.library().engine.control;
  return {
    list: os.jobs.list.handler(({ input }) => {
      const { db, view, config } = app.library().engine;
      const { rows, total } = listJobs(db, {
        ...input,
        states: input.states,
        type: input.type,
        taskId: input.taskId,
        projectId: input.projectId,
        source: input.source,
        includeMaintenance: input.includeMaintenance ?? config.ui.include_maintenance_jobs,
      });
      return { jobs: rows.map((row) => jobView(view, row)), total };
    }),
    get: os.jobs.get.handler(({ input }) => ({
      job: shown(input.id),
      items: countItems(app.library().engine.db, input.id),
    })),
    log: os.jobs.log.handler(({ input }) => {
      const { db } = app.library().engine;
      requireJob(db, input.id);
      const rows = logOfJob(db, { jobId: input.id, after: input.after, limit: input.limit });
      const next = rows.length < input.limit ? null : (rows.at(-1)?.id ?? null);
      return { lines: rows.map(logLineView), next };
    }),
    enqueue: os.jobs.enqueue.handler(({ input }) => enqueueJob(app.library().engine, input)),
    cancel: os.jobs.cancel.handler(({ input }) => {
      cancelJob(control(), input.id, PERSON);
      return shown(input.id);
    }),
    pause: os.jobs.pause.handler(({ input }) => {
      pauseJob(control(), input.id, PERSON);
      return shown(input.id);
    }),
    resume: os.jobs.resume.handler(async ({ input }) => {
      resumeJob(control(), input.id, PERSON);
      await app.library().engine.upkeep.parked.look();
      return shown(input.id);
    }),
    retry: os.jobs.retry.handler(({ input }) => {
      retryJob(control(), input.id, PERSON);
      return shown(input.id);
    }),
    setPriority: os.jobs.setPriority.handler(({ input }) => {
      setJobPriority(control(), input.id, input.priority, PERSON);
      return shown(input.id);
    }),
    stats: os.jobs.stats.handler(({ input }) => {
      const { reader, clock } = app.library().engine;
      return reader.run('jobStats', { days: input.days, now: clock.wall() });
    }),
    queue: os.jobs.queue.handler(() => app.library().engine.queueStatus()),
    pauseAll: os.jobs.pauseAll.handler(({ input }) => {
      pauseAll(control(), { owner: PERSON, reason: input.reason, bootId: null });
      return app.library().engine.queueStatus();
    }),
    resumeAll: os.jobs.resumeAll.handler(() => {
      resumeAll(control(), PERSON);
      return app.library().engine.queueStatus();
    }),
  };
}
