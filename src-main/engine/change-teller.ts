import type { EventBatch } from '../../src-preload/contract/events.ts';
import type { QueueStatus } from '../../src-preload/contract/jobs.ts';
import type { LibraryInfo } from '../../src-preload/contract/library.ts';
import type { Task } from '../../src-preload/contract/tasks.ts';
import type { DirtySet } from '../jobs/changes.ts';
import { getJob } from '../jobs/sql/jobs.ts';
import { photoChanges } from '../library/photo-changes.ts';
import { getTask } from '../tasks/sql.ts';
import { jobView, taskView, type ViewContext } from '../tasks/views.ts';
import type { RateMeter } from './rate-meter.ts';
import type { TaskWaiters } from './task-waiters.ts';

export interface ChangeTellerOptions {
  view: ViewContext;
  meter: RateMeter;
  waiters: TaskWaiters;
  info(): LibraryInfo;
  queue(): QueueStatus;
  publish(batch: Omit<EventBatch, 'seq' | 'at'>): void;
}

/** Reads what has changed as it is now, and tells all who listen: windows, the event stream, those who wait for an end. */
export class ChangeTeller {
  readonly #options: ChangeTellerOptions;

  constructor(options: ChangeTellerOptions) {
    this.#options = options;
  }

  /** @throws AppError `io_error`, `volume_away`, … where the database cannot be read */
  tell(dirty: DirtySet): void {
    const { view, info, queue, publish } = this.#options;
    const { db } = view;
    const tasks = dirty.tasks.flatMap((id) => {
      const row = getTask(db, id);
      return row === null ? [] : [taskView(view, row)];
    });
    publish({
      reset: dirty.wholesale,
      ...(dirty.wholesale ? { library: info() } : {}),
      tasks,
      jobs: dirty.jobs.flatMap((id) => {
        const row = getJob(db, id);
        return row === null ? [] : [jobView(view, row)];
      }),
      photos: photoChanges(db, dirty.photos),
      projectsChanged: dirty.projects,
      ...(dirty.queue || dirty.wholesale ? { queue: queue() } : {}),
      ...(dirty.settings ? { settingsChanged: true } : {}),
    });
    for (const task of tasks) this.#follow(task);
  }

  #follow(task: Task): void {
    const { meter, waiters } = this.#options;
    if (task.finishedAt === null) {
      if (task.state !== 'running') meter.forget(task.id);
      return;
    }
    // Only what went to its end by itself says how right we were about it.
    if (task.state === 'canceled') meter.forget(task.id);
    else meter.ended(task);
    waiters.ended(task.id);
  }
}
