/** More than this between what the two clocks say has passed, and the machine was asleep or its clock was set. */
const JUMP_MS = 10_000;
/** A tick that is this many intervals late says that nothing here ran, whatever the reason. */
const LATE_INTERVALS = 3;

export interface Tick {
  wall: number;
  mono: number;
}

export interface TickVerdict {
  /**
   * The time since the last tick was not time that anything could work in: the machine slept, the process was stopped
   * or its main thread was blocked, or the clock was set. Nobody's silence in it means anything.
   */
  interrupted: boolean;
  /** The clock went back by so many ms, 0 where it did not. */
  wentBackMs: number;
}

/** Judges the time between two ticks that were to be `intervalMs` apart. */
export function judgeTick(last: Tick, now: Tick, intervalMs: number): TickVerdict {
  const wall = now.wall - last.wall;
  const mono = now.mono - last.mono;
  return {
    interrupted: Math.abs(wall - mono) > JUMP_MS || mono > intervalMs * LATE_INTERVALS,
    wentBackMs: wall < mono - JUMP_MS ? Math.round(mono - wall) : 0,
  };
}

export interface Vitals {
  /** Monotonic time of the last sign of life. */
  lastSign: number;
  /** Calls to the worker host that are under way. The host has time limits of its own, and keeps them. */
  calls: number;
}

/**
 * True where an item hangs in this very process: no call to a worker is under way, and nothing has been heard of it for
 * `staleMs`. What works in the host is judged there, by its progress: a 60 GB copy is silent here for an hour.
 */
export function isStalled(vitals: Vitals, monoNow: number, staleMs: number): boolean {
  return vitals.calls === 0 && monoNow - vitals.lastSign > staleMs;
}
