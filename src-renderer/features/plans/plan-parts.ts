import { MAX_PHOTOS } from '../derivatives/max-photos.ts';
import type { PlanRequest } from './open-plan.ts';

function cut<T>(list: readonly T[]): T[][] {
  const pieces: T[][] = [];
  for (let at = 0; at < list.length; at += MAX_PHOTOS) pieces.push(list.slice(at, at + MAX_PHOTOS));
  return pieces;
}

/** The calls that a request takes: one, or several where it names more photos than one call may. */
export function partsOf(request: PlanRequest): PlanRequest[] {
  switch (request.kind) {
    case 'commit':
      return 'photoIds' in request.target
        ? cut(request.target.photoIds).map((photoIds) => ({ kind: request.kind, target: { photoIds } }))
        : [request];
    case 'restore':
    case 'purge':
      return 'photoIds' in request.target
        ? cut(request.target.photoIds).map((photoIds) => ({ kind: request.kind, target: { photoIds } }))
        : [request];
    case 'move':
      return cut(request.ids).map((ids) => ({ ...request, ids }));
    case 'undo':
    case 'project_delete':
      return [request];
  }
}
