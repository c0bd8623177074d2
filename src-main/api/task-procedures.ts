import type { App } from '../engine/app.ts';
import { cancelTask } from '../engine/control/cancel.ts';
import { pauseTask, resumeTask } from '../engine/control/pause.ts';
import { setTaskPriority } from '../engine/control/priority.ts';
import { retryItem, retryTask } from '../engine/control/retry.ts';
import { startDeclared } from '../engine/start-work.ts';
import { AppError } from '../files/app-error.ts';
import { jobsOfTask } from '../jobs/sql/jobs.ts';
import { jobLabel } from '../tasks/labels.ts';
import { listItems, listTasks } from '../tasks/queries.ts';
import { getTask, stepsOfTask } from '../tasks/sql.ts';
import { itemView, jobView, taskView } from '../tasks/views.ts';
import type { Implementer } from './implementer.ts';

/** Who acts when a procedure is called: there is one person at one window, or at one terminal. */
export const PERSON = 'person';

export function taskProcedures(os: Implementer, app: App) {
  const shown = (id: string) => taskView(app.library().engine.view, requireTask(app, id));
  return {
    list: os.tasks.list.handler(({ input }) => {
      const { db, view, config } = app.library().engine;
      const { rows, total } = listTasks(db, {
        ...input,
        states: input.states,
        source: input.source,
        type: input.type,
        projectId: input.projectId,
        includeMaintenance: input.includeMaintenance ?? config.ui.include_maintenance_jobs,
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
        jobs: jobsOfTask(db, task.id).map((row) => jobView(view, row)),
      };
    }),
    items: os.tasks.items.handler(({ input }) => {
      requireTask(app, input.taskId);
      const { rows, total, next } = listItems(app.library().engine.db, {
        ...input,
        jobId: input.jobId,
        states: input.states,
      });
      return { items: rows.map(itemView), total, next };
    }),
    start: os.tasks.start.handler(({ input }) => ({ taskId: startDeclared(app.library().engine, input) })),
    cancel: os.tasks.cancel.handler(({ input }) => {
      cancelTask(app.library().engine.control, input.id, PERSON);
      return shown(input.id);
    }),
    pause: os.tasks.pause.handler(({ input }) => {
      pauseTask(app.library().engine.control, input.id, PERSON);
      return shown(input.id);
    }),
    resume: os.tasks.resume.handler(async ({ input }) => {
      const { engine } = app.library();
      resumeTask(engine.control, input.id, PERSON);
      await engine.upkeep.parked.look();
      return shown(input.id);
    }),
    retry: os.tasks.retry.handler(({ input }) => {
      retryTask(app.library().engine.control, input.id, PERSON);
      return shown(input.id);
    }),
    retryItem: os.tasks.retryItem.handler(({ input }) =>
      shown(retryItem(app.library().engine.control, input.itemId, PERSON)),
    ),
    setPriority: os.tasks.setPriority.handler(({ input }) => {
      setTaskPriority(app.library().engine.control, input.id, input.priority, PERSON);
      return shown(input.id);
    }),
  };
}

function requireTask(app: App, id: string) {
  const task = getTask(app.library().engine.db, id);
  if (task === null) throw new AppError('task_missing', { detail: id });
  return task;
}
