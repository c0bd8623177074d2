import { toAppError } from '../files/app-error.ts';
import { outdateDerivatives } from '../library/record-check.ts';
import type { FollowUp, HandlerServices } from './handler.ts';

/**
 * Starts what follows from a check, as part of its end. Where the queue is full it is left: the next check finds the same
 * again, and must not fail for it now.
 */
export function startFollowUp(services: HandlerServices, order: FollowUp): string | null {
  try {
    return services.startTask(order);
  } catch (error) {
    const failure = toAppError(error);
    if (failure.code !== 'queue_full') throw failure;
    services.log.warn({ type: order.type }, 'the queue is full: left to the next check');
    return null;
  }
}

/** The pictures of a photo show what a file of it was: they are made anew. */
export function remakePictures(services: HandlerServices, photoId: number): void {
  outdateDerivatives(services.db, photoId, services.clock.wall());
  const dedupeKey = 'derivatives of changed files';
  startFollowUp(services, { type: 'generate_derivatives', params: {}, dedupeKey });
}
