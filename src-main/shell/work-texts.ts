import { problemText } from '../../src-preload/contract/problem-texts.ts';
import type { Task } from '../../src-preload/contract/tasks.ts';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const count = (value: number): string => whole.format(value);
const items = (value: number): string => `${count(value)} ${value === 1 ? 'item' : 'items'}`;

const MAX_NAME = 40;

/** A name in one line of a menu: without what would break the line, and not longer than the menu bears. */
export function shownName(name: string): string {
  const line = name.replace(/[\p{Cc}\u2028-\u202E\u2066-\u2069\uEF80-\uEFFF]/gu, '\uFFFD');
  const letters = [...line];
  return letters.length <= MAX_NAME ? line : `${letters.slice(0, MAX_NAME - 1).join('')}…`;
}

/** `Upload processing, Wedding`. */
export function taskTitle({ label, projectName }: Task): string {
  return projectName === null ? label : `${label}, ${shownName(projectName)}`;
}

/** What a task that has not ended is doing: `118 of 400, 2 failed, up to 4 min left`. */
export function progressText(task: Task): string {
  if (task.cancelRequestedAt !== null) return 'canceling';
  if (task.paused !== null) return pausedText(task.paused.by);
  const { total, processed, failed } = task.progress;
  if (task.state === 'waiting') return waitsText(task);
  if (task.state === 'queued' && processed === 0) return 'waits for its turn';
  if (task.discovering || total === 0) return 'looking through files';
  const parts = [`${count(processed)} of ${count(total)}`];
  if (failed > 0) parts.push(`${count(failed)} failed`);
  if (task.eta !== null) parts.push(timeLeft(task.eta.highMs));
  return parts.join(', ');
}

/** Holders that are no persons: see `MaintenanceGate`. */
const HOLDERS: Record<string, string> = {
  battery: 'waits for mains power',
  culling: 'waits while you cull',
};

function pausedText(by: string): string {
  return HOLDERS[by] ?? 'paused';
}

/** The upper end of the range: in a menu, one number that is kept is worth more than two. */
function timeLeft(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  if (minutes <= 1) return 'less than a minute left';
  return minutes < 90 ? `up to ${minutes} min left` : `up to ${Math.ceil(minutes / 60)} h left`;
}

function waitsText({ waitingFor }: Task): string {
  if (waitingFor?.reason !== 'volume') return 'waits';
  return waitingFor.detail === undefined
    ? 'waits for a drive to come back'
    : `waits for ${shownName(waitingFor.detail)} to come back`;
}

/** What a person has not seen yet: that a task failed, or what it asks for. */
export function unseenText(task: Task): string {
  if (task.state !== 'failed') return `${taskTitle(task)} ${waitsText(task)}`;
  const { failed, total } = task.progress;
  return failed === 0
    ? `${taskTitle(task)} failed`
    : `${taskTitle(task)}: ${count(failed)} of ${count(total)} failed`;
}

/** Why nothing can be done at all. */
export function haltedText(code: string): string {
  return `Work stands still: ${problemText({ code }).short.toLowerCase()}`;
}

export interface NotificationText {
  title: string;
  body: string;
}

/** What is said of a task that has ended, to a person who does not see the window. Null for one that ends silently. */
export function endText(task: Task): NotificationText | null {
  const { succeeded, skipped, failed } = task.progress;
  const where = task.projectName === null ? '' : ` in ${shownName(task.projectName)}`;
  const left = skipped > 0 ? `, ${count(skipped)} skipped` : '';
  if (task.state === 'completed' && task.dryRun)
    return { title: `${task.label}: only looked`, body: 'Nothing was changed.' };
  if (task.state === 'completed' && task.successToast !== null) {
    return { title: task.successToast, body: `${items(succeeded)} done${left}${where}.` };
  }
  if (task.state === 'failed') {
    if (failed === 0) return { title: `${task.label} failed`, body: 'Open Safelight to see why.' };
    const rest = succeeded === 0 ? 'Nothing was done' : `${items(succeeded)} done${left}`;
    return { title: unseenText({ ...task, projectName: null }), body: `${rest}${where}.` };
  }
  return null;
}
