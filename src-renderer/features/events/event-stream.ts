import type { EventBatch } from '../../../src-preload/contract/events.ts';
import { INITIAL_STREAM, nextStreamStep, type StreamStep } from './stream-state.ts';

export interface FollowOptions {
  open(signal: AbortSignal): Promise<AsyncIterable<EventBatch>>;
  apply(batch: EventBatch, step: StreamStep): void;
  /** True while batches can come, false from the moment the stream broke. */
  onConnected(connected: boolean): void;
  wait(ms: number, signal: AbortSignal): Promise<void>;
  signal: AbortSignal;
}

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5000;

/**
 * Follows the stream for as long as the page lives. When it breaks it is opened again, slower each time; its first
 * batch is then a `reset`, so whatever was missed is asked for.
 */
export async function followEvents(options: FollowOptions): Promise<void> {
  const { signal, apply, onConnected } = options;
  let state = INITIAL_STREAM;
  let waitMs = FIRST_WAIT_MS;
  while (!signal.aborted) {
    try {
      for await (const batch of await options.open(signal)) {
        if (signal.aborted) return;
        waitMs = FIRST_WAIT_MS;
        onConnected(true);
        const step = nextStreamStep(state, batch);
        state = step.state;
        apply(batch, step);
      }
    } catch {
      // Whatever ended the stream, the answer is the same: say so in the status bar and open it again.
    }
    if (signal.aborted) return;
    onConnected(false);
    await options.wait(waitMs, signal);
    waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2);
  }
}
