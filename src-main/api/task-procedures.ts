import type { App } from '../engine/app.ts';
import { AppError } from '../files/app-error.ts';
import { countItems } from '../jobs/sql/items.ts';
import { getJob, jobsOfTask } from '../jobs/sql/jobs.ts';
import { jobLabel } from '../tasks/labels.ts';
import { listItems, listJobs, listTasks } from '../tasks/queries.ts';
import { getTask, stepsOfTask } from '../tasks/sql.ts';
import { itemView, jobView, taskView } from '../tasks/views.ts';
import type { Implementer } from './implementer.ts';

export function taskProcedures(os: Implementer, app: App) {
  return {
    list: os.tasks.list.handler(({ input }) => {
      const { db, view, config } = app.library().engine;
      const { rows, total } = listTasks(db, {
        states: input.states,
        includeMaintenance: input.includeMaintenance ?? config.ui.include_maintenance_jobs,
        limit: input.limit,
        offset: input.offset,
      });
      return { tasks: rows.map((row) => taskView(view, row)), total };
    }),
    get: os.tasks.get.handler(({ input }) => {
      const { db, view } = app.library().engine;
      const task = requireTask(app, input.id);
      return {
        task: taskView(view, task),
        steps: stepsOfTask(db, task.id).map(({ step, job_type, priority, source, state }) => ({
          step,
          jobType: job_type,
          label: jobLabel(job_type),
          priority,
          source,
          state,
        })),
        jobs: jobsOfTask(db, task.id).map(jobView),
      };
    }),
    items: os.tasks.items.handler(({ input }) => {
      requireTask(app, input.taskId);
      const { rows, total } = listItems(app.library().engine.db, { ...input, states: input.states });
      return { items: rows.map(itemView), total };
    }),
    cancel: os.tasks.cancel.handler(({ input }) => {
      const { engine } = app.library();
      const task = requireTask(app, input.id);
      if (!engine.cancelTask(input.id, 'person')) {
        throw new AppError('task_ended', { detail: JSON.stringify({ id: task.id, state: task.state }) });
      }
      return taskView(engine.view, requireTask(app, input.id));
    }),
  };
}

function requireTask(app: App, id: string) {
  const task = getTask(app.library().engine.db, id);
  if (task === null) throw new AppError('task_missing', { detail: id });
  return task;
}

export function jobProcedures(os: Implementer, app: App) {
  return {
    list: os.jobs.list.handler(({ input }) => {
      const { rows, total } = listJobs(app.library().engine.db, {
        ...input,
        states: input.states,
        type: input.type,
        taskId: input.taskId,
        projectId: input.projectId,
      });
      return { jobs: rows.map(jobView), total };
    }),
    get: os.jobs.get.handler(({ input }) => {
      const { db } = app.library().engine;
      const row = getJob(db, input.id);
      if (row === null) throw new AppError('job_missing', { detail: String(input.id) });
      return { job: jobView(row), items: countItems(db, row.id) };
    }),
    stats: os.jobs.stats.handler(() => app.library().engine.reader.run('jobStats', null)),
  };
}
