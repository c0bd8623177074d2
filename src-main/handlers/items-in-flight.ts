import { availableParallelism } from 'node:os';
import type { HandlerServices } from './handler.ts';

/**
 * Photos in work at once: enough that the decoding threads always find the next one copied and read, so that no core
 * waits; not more, because whatever is in flight is what a cancel has to wait for.
 */
export function itemsInFlight({ config }: HandlerServices): number {
  const threads = config.derivatives.threads > 0 ? config.derivatives.threads : availableParallelism();
  return threads + 2;
}
