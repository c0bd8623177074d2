import type { Pause, WaitingFor } from '../../../src-preload/contract/jobs.ts';
import { shownPath } from '../format/path.ts';
import { ago, duration } from '../format/time.ts';

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

/** The person at this window is told as such. */
export function actorText(by: string): string {
  if (by === 'person') return 'you';
  return by === 'scheduler' ? 'the schedule' : by;
}

export function pausedText({ by, at }: Pause, now: number): string {
  return `Paused by ${actorText(by)} ${ago(at, now)}`;
}
