/** Two clocks, because they answer two questions; both are injected. */
export interface Clock {
  /** Unix milliseconds: what is stored and compared with dates. May jump. */
  wall(): number;
  /** Milliseconds that only ever grow: durations, time limits, heartbeats. */
  mono(): number;
}

export const systemClock: Clock = {
  wall: () => Date.now(),
  mono: () => performance.now(),
};
