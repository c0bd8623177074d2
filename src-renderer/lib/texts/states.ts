import type {
  ItemState,
  JobState,
  Lane,
  StepState,
  TaskState,
} from '../../../src-preload/contract/states.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import type { FileOutcome } from '../../../src-preload/contract/upload.ts';
import type { TaskFilter } from '../../app/view.ts';
import { count, plural } from '../format/numbers.ts';

export const TASK_STATES: Record<TaskState, string> = {
  queued: 'Queued',
  running: 'Running',
  paused: 'Paused',
  waiting: 'Waiting',
  completed: 'Completed',
  failed: 'Failed',
  canceled: 'Canceled',
};

/** What the tasks panel may be narrowed to. */
export const FILTER_LABELS: Record<TaskFilter, string> = {
  all: 'All tasks',
  open: 'Running and waiting',
  failed: 'Failed',
  completed: 'Completed',
  canceled: 'Canceled',
};

export const JOB_STATES: Record<JobState, string> = {
  scheduled: 'Scheduled',
  queued: 'Queued',
  running: 'Running',
  parked: 'Waiting',
  completed: 'Completed',
  failed: 'Failed',
  canceled: 'Canceled',
};

export const ITEM_STATES: Record<ItemState, string> = {
  pending: 'Waiting',
  running: 'Working',
  done: 'Done',
  failed: 'Failed',
  skipped: 'Skipped',
  canceled: 'Canceled',
};

export const STEP_STATES: Record<StepState, string> = {
  pending: 'Not begun',
  active: 'Running',
  done: 'Done',
  skipped: 'Not needed',
};

/** By who is meant to wait for whom: work that a person sees goes in the first. */
export const LANES: Record<Lane, string> = { priority: 'Urgent', normal: 'Background' };

export const OUTCOMES: Record<FileOutcome, string> = {
  imported: 'Imported',
  completion: 'Joined its photo',
  duplicate: 'Duplicate',
  conflict: 'In another project',
  unsupported: 'Left out',
  failed: 'Failed',
};

const ENDED: readonly TaskState[] = ['completed', 'failed', 'canceled'];

export function hasEnded(task: Pick<Task, 'state'>): boolean {
  return ENDED.includes(task.state);
}

export function isCanceling(task: Pick<Task, 'state' | 'cancelRequestedAt'>): boolean {
  return task.cancelRequestedAt !== null && !hasEnded(task);
}

/**
 * What the row of a task says. A task that ended with failures next to successes did not fail as a whole, and to say
 * so would hide that 119 of 120 photos are safe.
 */
export function taskStateText(task: Task): string {
  if (isCanceling(task)) return 'Canceling…';
  if (task.dryRun && task.state === 'completed') return 'Only looked';
  // A preview that was closed is the usual case: it did what it was for, and nothing was broken off.
  if (task.dryRun && task.state === 'canceled') return 'Only looked, not to the end';
  if (task.paused !== null && task.state === 'running') return 'Pausing…';
  if (task.state === 'failed' && task.progress.succeeded > 0) return 'Finished with failures';
  // Between two jobs, or held back: it is under way, but to call that running would be denied by the line below it.
  if (task.state === 'running' && task.waitingFor !== null) return TASK_STATES.waiting;
  if (task.state === 'running' && task.discovering) return 'Looking through files…';
  return TASK_STATES[task.state];
}

/** `118 done · 1 skipped · 1 failed`; parts that are zero are left out, but never all of them. */
export function countsText(progress: Task['progress']): string {
  const parts = [`${count(progress.succeeded)} done`];
  if (progress.skipped > 0) parts.push(`${count(progress.skipped)} skipped`);
  if (progress.failed > 0) parts.push(`${count(progress.failed)} failed`);
  return parts.join(' · ');
}

export interface ToastText {
  title: string;
  description: string;
}

/** What is said once when a task has ended. Null for a task that ends silently. */
export function toastText(task: Task): ToastText | null {
  const { succeeded, skipped, failed, total } = task.progress;
  const where = task.projectName === null ? '' : ` in ${task.projectName}`;
  const left = skipped > 0 ? `, ${count(skipped)} skipped` : '';
  if (task.state === 'completed') {
    if (task.successToast === null) return null;
    const description = `${plural(succeeded, 'item')} done${left}${where}`;
    return { title: task.successToast, description };
  }
  if (task.state === 'failed') {
    const title =
      failed === 0 ? `${task.label} failed` : `${task.label}: ${count(failed)} of ${count(total)} failed`;
    if (succeeded === 0) return { title, description: `Nothing was done${where}.` };
    const others = skipped > 0 ? count(succeeded) : `The other ${count(succeeded)}`;
    return { title, description: `${others} are done${left}${where}.` };
  }
  if (task.state === 'canceled') {
    const description =
      succeeded > 0
        ? `${plural(succeeded, 'item')} done before that; the rest is untouched.`
        : 'Nothing was changed.';
    return { title: `${task.label} canceled`, description };
  }
  return null;
}
