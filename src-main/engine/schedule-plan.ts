import { Cron } from 'croner';

export interface SchedulePlan {
  /** The due time that is to be run now, null where none is. */
  run: number | null;
  nextDueAt: number;
}

/** The first time after `now` at which a schedule is due. Daylight saving and month ends are croner's. */
export function nextDue(cron: string, now: number): number {
  const next = new Cron(cron, { paused: true }).nextRun(new Date(now));
  // A cron of five fields that never comes again (the 30th of February) is refused when it is read.
  return next?.getTime() ?? Number.MAX_SAFE_INTEGER;
}

/**
 * What a schedule does at `now`. However many due times have passed, because the machine slept or the app was closed,
 * they are run once: yesterday's tidying is no use a second time. A stored time later than the next one by the clock can
 * only come from a clock that was ahead, and is brought back.
 */
export function planSchedule(cron: string, storedDueAt: number | null, now: number): SchedulePlan {
  const next = nextDue(cron, now);
  if (storedDueAt === null) return { run: null, nextDueAt: next };
  if (storedDueAt > now) return { run: null, nextDueAt: Math.min(storedDueAt, next) };
  return { run: storedDueAt, nextDueAt: next };
}
