import type { JobState, TaskState } from '../../src-preload/contract/states.ts';

export interface TaskFacts {
  cancelRequested: boolean;
  paused: boolean;
  /** Steps that have not begun and are not skipped. */
  pendingSteps: number;
  jobs: readonly {
    state: JobState;
    failedItems: number;
    /** Held back by a pause of its own. */
    held: boolean;
  }[];
}

/** A task's state follows from its jobs, here and nowhere else. */
export function deriveTaskState({ cancelRequested, paused, pendingSteps, jobs }: TaskFacts): TaskState {
  const open = jobs.filter((job) => !['completed', 'failed', 'canceled'].includes(job.state));
  if (open.length === 0 && (pendingSteps === 0 || cancelRequested)) {
    if (jobs.some((job) => job.state === 'canceled') || (cancelRequested && pendingSteps > 0))
      return 'canceled';
    return jobs.some((job) => job.state === 'failed' || job.failedItems > 0) ? 'failed' : 'completed';
  }
  if (open.some((job) => job.state === 'running')) return 'running';
  if (paused || (open.length > 0 && open.every((job) => job.held))) return 'paused';
  if (open.length > 0 && open.every((job) => job.state === 'parked')) return 'waiting';
  return jobs.length > open.length || open.some((job) => job.state === 'scheduled') ? 'running' : 'queued';
}
