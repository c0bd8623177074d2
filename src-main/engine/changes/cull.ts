import { randomUUID } from 'node:crypto';
import type { CullState } from '../../../src-preload/contract/photos.ts';
import { transaction } from '../../db/connection.ts';
import { AppError } from '../../files/app-error.ts';
import { cullStates } from '../../library/culling.ts';
import { undoLastStep } from '../../library/culling-steps.ts';
import type { LibraryEngine } from '../library-engine.ts';

/**
 * Does one thing to what is wanted of photos, as one transaction. Answers those that changed, as they are now.
 * @param step calls of one step are taken back together; by default each is a step of its own
 */
export function cull(
  { db, clock, changes }: LibraryEngine,
  work: (order: { step: string; now: number }) => number[],
  step: string = randomUUID(),
): CullState[] {
  const changed = transaction(db, () => work({ step, now: clock.wall() }));
  for (const id of changed) changes.photo(id, { added: false });
  return cullStates(db, changed);
}

/** @throws AppError `nothing_to_do` */
export function undoCulling({ db, clock, changes }: LibraryEngine) {
  const undone = transaction(db, () => undoLastStep(db, clock.wall()));
  if (undone === null) throw new AppError('nothing_to_do');
  for (const id of undone.photoIds) changes.photo(id, { added: false });
  return { kind: undone.kind, photos: cullStates(db, undone.photoIds) };
}
