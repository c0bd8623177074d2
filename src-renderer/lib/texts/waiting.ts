import type { Pause, QueueStatus, WaitingFor } from '../../../src-preload/contract/jobs.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { shownPath } from '../format/path.ts';
import { duration, shortTime } from '../format/time.ts';

/** What work that does not run waits for, as a sentence without its subject: it stands behind the state. */
export function waitingText({ reason, detail, until }: WaitingFor, now: number): string {
  switch (reason) {
    case 'slot':
      return 'Waits for its turn';
    case 'limit':
      return 'Waits until other work of this kind has ended';
    case 'time':
      return until === undefined || until <= now
        ? 'Is about to be tried again'
        : `Will be tried again in ${duration(until - now)}`;
    case 'paused':
      return 'Goes on when you resume it';
    case 'all_paused':
      return 'Goes on when all work is resumed';
    case 'volume':
      return detail === undefined
        ? 'Waits for a drive to come back'
        : `Waits for ${shownPath(detail)} to come back. Connect its drive, and it goes on by itself`;
  }
}

/** Those whose names mean nothing to a person. The one at this window is told as such. */
const ACTORS: Record<string, string> = {
  person: 'you',
  app: 'you',
  scheduler: 'the schedule',
  battery: 'Safelight on battery',
  culling: 'Safelight while you cull',
  'safelight command line': 'the command line',
};

export function actorText(by: string): string {
  return ACTORS[by] ?? (shownPath(by) || 'Safelight');
}

/** With the time and not "5 min ago": it may stand there for hours, and stays true. */
export function pausedText({ by, at }: Pause, now: number): string {
  return `Paused by ${actorText(by)} since ${shortTime(at, now)}`;
}

/** Null for what the person at this window asked for: that need not be said on every row. */
export function askedByOther({ requestedBy }: Pick<Task, 'requestedBy'>): string | null {
  const actor = actorText(requestedBy);
  return actor === 'you' ? null : `asked for by ${actor}`;
}

export function askedText(task: Pick<Task, 'requestedBy' | 'createdAt'>, now: number): string {
  return `Asked for by ${actorText(task.requestedBy)}, ${shortTime(task.createdAt, now)}`;
}

/** Null while work goes on. Several may hold it back at once, and it goes on when the last lets go. */
export function allPausedText(queue: Pick<QueueStatus, 'pauses'> | undefined, now: number): string | null {
  const holders = (queue?.pauses ?? []).map(({ owner, reason, at }) => {
    const why = reason === '' ? '' : ` (${shownPath(reason)})`;
    return `by ${actorText(owner)} since ${shortTime(at, now)}${why}`;
  });
  return holders.length === 0 ? null : `All work is paused ${holders.join(' and ')}.`;
}
