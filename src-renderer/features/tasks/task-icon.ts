import type { TaskState } from '../../../src-preload/contract/states.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import type { IconName } from '../../ui/icon.tsx';

const ICONS: Record<TaskState, IconName> = {
  queued: 'queued',
  running: 'running',
  paused: 'paused',
  waiting: 'waiting',
  completed: 'done',
  failed: 'failed',
  canceled: 'canceled',
};

/** Beside the words, never instead of them. */
export function taskIcon(
  task: Pick<Task, 'state' | 'progress' | 'waitingFor' | 'dryRun'>,
  canceling: boolean,
): IconName {
  if (canceling) return 'canceled';
  if (task.dryRun && task.state === 'canceled') return 'search';
  // Most of it is safe: a mark of attention, not of defeat.
  if (task.state === 'failed' && task.progress.succeeded > 0) return 'warning';
  if (task.state === 'running' && task.waitingFor !== null) return ICONS.waiting;
  return ICONS[task.state];
}
