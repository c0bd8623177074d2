import type { Plan } from '../../../src-preload/contract/plans.ts';
import type { TrashTarget } from '../../../src-preload/contract/trash.ts';
import { AppError } from '../../files/app-error.ts';
import { purgeableVersions } from '../../library/file-versions.ts';
import { assemble } from '../../library/plans/assemble.ts';
import { draftPurge } from '../../library/plans/purge-plan.ts';
import { type PurgeScope, purgeablePhotoIds } from '../../library/purgeable.ts';
import type { LibraryEngine } from '../library-engine.ts';

export async function planOfPurge(
  engine: LibraryEngine,
  input: { target: TrashTarget; lineLimit: number },
): Promise<Plan> {
  const draft = draftPurge(engine.db, engine.paths.root, scopeOf(input.target));
  return await assemble(draft, { lineLimit: input.lineLimit, now: engine.clock.wall() });
}

/** @throws AppError `nothing_to_do`, `queue_full` */
export function startPurge(engine: LibraryEngine, target: TrashTarget): string {
  const scope = scopeOf(target);
  const one = { after: 0, limit: 1 };
  const isNothing =
    purgeablePhotoIds(engine.db, scope, one).length === 0 &&
    purgeableVersions(engine.db, scope, one).length === 0;
  if (isNothing) throw new AppError('nothing_to_do');
  return engine.startTask({
    type: 'trash_purge',
    projectId: null,
    params: { projectId: null, purge: { photoIds: scope.photoIds, taskId: scope.taskId } },
    items: [],
  });
}

function scopeOf(target: TrashTarget): PurgeScope {
  return {
    projectId: null,
    photoIds: 'photoIds' in target ? target.photoIds : null,
    taskId: 'taskId' in target ? target.taskId : null,
    trashedBefore: null,
  };
}
