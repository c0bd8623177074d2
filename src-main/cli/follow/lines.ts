import { eventText } from '../../../src-preload/contract/event-texts.ts';
import type { Job, JobItem, JobLogLine, WaitingFor } from '../../../src-preload/contract/jobs.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { problemText, shownPath } from '../output.ts';

/** Local time, as the person's own clock shows it. Scripts take the milliseconds of `--json`. */
export const timeText = (at: number): string => new Date(at).toLocaleString('sv');

export function taskToLine(task: Task): string {
  const { processed, total, failed, skipped } = task.progress;
  const where = task.projectName ?? task.folder;
  const place = where === null ? '' : ` (${shownPath(where)})`;
  const waits = task.waitingFor === null ? '' : `; ${waitText(task.waitingFor)}`;
  return `${task.id}  ${timeText(task.createdAt).slice(0, 16)}  ${task.state.padEnd(9)}  ${task.label}${place}: ${processed} of ${total}, ${skipped} skipped, ${failed} failed${waits}`;
}

export function jobToLine(job: Job): string {
  const { processed, total, failed } = job.progress;
  const waits = job.waitingFor === null ? '' : `; ${waitText(job.waitingFor)}`;
  return `${String(job.id).padStart(6)}  ${job.state.padEnd(9)}  ${job.type}  ${processed} of ${total}, ${failed} failed, priority ${job.priority}${waits}`;
}

export function itemToLine(item: JobItem): string {
  const reason = item.error === null ? '' : `: ${problemText(item.error, item.state === 'failed')}`;
  return `${String(item.id).padStart(8)}  ${item.state.padEnd(9)} ${shownPath(item.ref)}${reason}`;
}

export function logToLine(line: JobLogLine): string {
  return `${timeText(line.at)}  ${shownPath(eventText(line))}`;
}

export function waitText({ reason, detail, until }: WaitingFor): string {
  switch (reason) {
    case 'slot':
      return 'waits for its turn';
    case 'limit':
      return `waits until other work of the type ${detail ?? ''} has ended`;
    case 'time':
      return `waits until ${timeText(until ?? 0)} for another try`;
    case 'paused':
      return 'is paused';
    case 'all_paused':
      return 'waits because all work is paused';
    case 'volume':
      return `waits for ${shownPath(detail ?? 'a drive')} to come back`;
  }
}
