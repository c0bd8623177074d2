import type { AppError } from '../files/app-error.ts';
import { type BackoffPolicy, backoffMs, DEFAULT_BACKOFF } from './backoff.ts';

/** Deaths of a worker that one item may cause. The second time it was alone, so it is convicted. */
export const MAX_ITEM_CRASHES = 2;

/** What becomes of an item whose work ended with an error. */
export type ItemVerdict =
  | { kind: 'fail'; code: string; detail: string | undefined }
  | { kind: 'again'; runAt: number; refund: boolean; crashed: boolean; runAlone: boolean }
  /** What it needs is away: the whole job waits for `detail` to come back, and no attempt is spent on it. */
  | { kind: 'park'; reason: string; detail: string | undefined }
  /** The job was canceled, or is no longer ours: leave the row to whoever ends the job. */
  | { kind: 'leave' };

export interface VerdictInput {
  error: AppError;
  item: { attempt: number; crash_count: number };
  maxAttempts: number;
  now: number;
  random: number;
  policy?: BackoffPolicy;
}

const LEFT_CODES = new Set(['canceled', 'handed_back', 'lease_lost']);
const CULPRIT_CODES = new Set(['worker_crashed', 'worker_timeout', 'worker_out_of_memory', 'stalled']);
const AWAY_CODES = new Set(['volume_away']);

/** True where what the work needs is away: the job waits for it, and was not wrong. */
export function isAway(error: AppError): boolean {
  return AWAY_CODES.has(error.code);
}

/**
 * Errors are judged by their class, never by their text. A worker's death is not an attempt: the item may be innocent,
 * so it is run again alone, and quarantined if that kills a worker too.
 */
export function judgeItemError({ error, item, maxAttempts, now, random, policy }: VerdictInput): ItemVerdict {
  if (LEFT_CODES.has(error.code)) return { kind: 'leave' };
  if (isAway(error)) return { kind: 'park', reason: error.code, detail: error.detail };
  if (CULPRIT_CODES.has(error.code)) {
    if (item.crash_count + 1 >= MAX_ITEM_CRASHES) {
      return { kind: 'fail', code: 'quarantined', detail: error.code };
    }
    return { kind: 'again', runAt: now, refund: true, crashed: true, runAlone: true };
  }
  if (error.code === 'worker_restarted') {
    return { kind: 'again', runAt: now, refund: true, crashed: false, runAlone: false };
  }
  if (error.retry === 'never' || item.attempt >= maxAttempts) {
    return { kind: 'fail', code: error.code, detail: error.detail };
  }
  const wait = error.retry === 'now' ? 0 : backoffMs(item.attempt, random, policy ?? DEFAULT_BACKOFF);
  return { kind: 'again', runAt: now + wait, refund: false, crashed: false, runAlone: false };
}
