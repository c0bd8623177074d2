import { toAppError } from '../files/app-error.ts';
import { rollBackOrphanedCopies } from '../handlers/copy-bundle.ts';
import type { HandlerServices } from '../handlers/handler.ts';
import { rollBackOrphanedMoves } from '../handlers/journaled-moves.ts';
import { rollBackOrphanedWrites } from '../handlers/journaled-writes.ts';
import { rollBackOrphanedProjectMoves } from '../handlers/relocate-project.ts';
import { settleOrphanedPurges } from '../handlers/trash-maintenance.ts';
import { recoverOrphans } from '../jobs/sql/recover.ts';
import { sweepTemporaries } from '../library/sweep-temporaries.ts';
import { recordEndOfTheDead } from './engine-runs.ts';
import type { TaskStarter } from './task-starter.ts';

export interface TakeOverOptions {
  services: HandlerServices;
  starter: TaskStarter;
  /** The last program on this library did not end in order. */
  afterCrash: boolean;
}

/**
 * Puts back what a process that died left running, and sweeps up behind it. The lock is ours, so whatever counts as
 * running is orphaned. Before anything is claimed.
 */
export async function takeOver({ services, starter, afterCrash }: TakeOverOptions): Promise<void> {
  const { db, paths, clock, log, probe } = services;
  const now = clock.wall();
  const recovered = recoverOrphans(db, now);
  if (recovered.jobs > 0) log.info(recovered, 'work of a process that died was put back');
  probe('recovered');
  await starter.dropUnbuilt();
  try {
    await sweepTemporaries(db, paths, { afterCrash });
    await replayJournal(services);
    recordEndOfTheDead(db, now);
  } catch (error) {
    // What cannot be swept now (a folder without rights, a drive with errors) is no reason to keep the library shut.
    log.warn({ err: toAppError(error) }, 'could not sweep up behind a run that ended early');
  }
}

/** What it had begun with originals is undone, or finished where it cannot be undone. */
async function replayJournal(services: HandlerServices): Promise<void> {
  // Projects first: the others look for files in their folders.
  await rollBackOrphanedProjectMoves(services);
  await rollBackOrphanedCopies(services);
  await rollBackOrphanedMoves(services);
  await rollBackOrphanedWrites(services);
  await settleOrphanedPurges(services);
}
