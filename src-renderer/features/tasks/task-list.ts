import type { Job } from '../../../src-preload/contract/jobs.ts';
import type { TaskState } from '../../../src-preload/contract/states.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { fraction } from '../../lib/format/numbers.ts';
import { hasEnded } from '../../lib/texts/states.ts';

export interface TaskPage {
  tasks: Task[];
  total: number;
}

/**
 * A page of tasks with the changes of a batch in it: known ones replaced in place, new ones put on top, those whose state
 * does not fit the page any more taken out.
 */
export function withTaskChanges(
  page: TaskPage,
  changes: readonly Task[],
  includeMaintenance: boolean,
  states?: readonly TaskState[],
): TaskPage {
  const relevant = changes.filter((task) => includeMaintenance || task.source === 'user');
  if (relevant.length === 0) return page;
  const fits = (task: Task) => states === undefined || states.includes(task.state);
  const left = new Set(relevant.filter((task) => !fits(task)).map((task) => task.id));
  const stayed = page.tasks.filter((task) => !left.has(task.id));
  const byId = new Map(relevant.filter(fits).map((task) => [task.id, task]));
  const tasks = stayed.map((task) => byId.get(task.id) ?? task);
  const known = new Set(page.tasks.map((task) => task.id));
  // An old task that is not on this page must not jump to its top.
  const oldest = page.tasks.length < page.total ? (page.tasks.at(-1)?.createdAt ?? 0) : 0;
  const added = [...byId.values()]
    .filter((task) => !known.has(task.id) && task.createdAt >= oldest)
    .sort((a, b) => b.createdAt - a.createdAt);
  return {
    tasks: [...added, ...tasks],
    total: page.total + added.length - (page.tasks.length - stayed.length),
  };
}

/** A page of history with the changes of a batch: what it holds is kept true, or leaves it; nothing enters. */
export function withHistoryChanges(
  page: TaskPage,
  changes: readonly Task[],
  states?: readonly TaskState[],
): TaskPage {
  const known = new Set(page.tasks.map((task) => task.id));
  const mine = changes.filter((task) => known.has(task.id));
  return mine.length === 0 ? page : withTaskChanges(page, mine, true, states);
}

/** The jobs of a task with the changes of a batch; jobs that are new (the next step's) come at the end. */
export function withJobChanges(jobs: Job[], changes: readonly Job[], taskId: string): Job[] {
  const mine = new Map(changes.filter((job) => job.taskId === taskId).map((job) => [job.id, job]));
  if (mine.size === 0) return jobs;
  const known = new Set(jobs.map((job) => job.id));
  return [
    ...jobs.map((job) => mine.get(job.id) ?? job),
    ...[...mine.values()].filter((job) => !known.has(job.id)),
  ];
}

/** The recent tasks with older ones after them, each once and as it is newest known. */
export function withOlderTasks(recent: readonly Task[], older: readonly Task[]): Task[] {
  const all = new Map<string, Task>();
  for (const task of [...recent, ...older]) if (!all.has(task.id)) all.set(task.id, task);
  return [...all.values()];
}

/** What is going on comes first, then what has ended; each newest first. */
export function inPanelOrder(tasks: readonly Task[]): Task[] {
  return [...tasks].sort((a, b) => Number(hasEnded(a)) - Number(hasEnded(b)) || b.createdAt - a.createdAt);
}

export interface WorkSummary {
  active: Task[];
  total: number;
  processed: number;
  failed: number;
  /** 0…1 over all that runs, null while any of it is still being counted. */
  fraction: number | null;
}

/** The one line that the status bar says about all tasks together. */
export function summarizeWork(tasks: readonly Task[]): WorkSummary {
  const active = tasks.filter((task) => !hasEnded(task));
  const sum = (pick: (task: Task) => number) => active.reduce((all, task) => all + pick(task), 0);
  const total = sum((task) => task.progress.total);
  const processed = sum((task) => task.progress.processed);
  return {
    active,
    total,
    processed,
    failed: sum((task) => task.progress.failed),
    fraction: active.some((task) => task.discovering) || total === 0 ? null : fraction(processed, total),
  };
}
