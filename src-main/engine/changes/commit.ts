import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ChangeSummary, ChangeTarget } from '../../../src-preload/contract/changes.ts';
import type { Plan } from '../../../src-preload/contract/plans.ts';
import { recordAudit } from '../../db/audit.ts';
import { execute, selectAll, transaction } from '../../db/connection.ts';
import { AppError } from '../../files/app-error.ts';
import { type PhotoScope, pendingPhotoIds } from '../../library/bundle-rows.ts';
import { recordStep } from '../../library/culling-steps.ts';
import { assemble } from '../../library/plans/assemble.ts';
import { draftCommit } from '../../library/plans/commit-plan.ts';
import { requireLiveProject } from '../../library/projects.ts';
import type { LibraryEngine } from '../library-engine.ts';

/** What a commit would remove, in numbers: for the bar that is always there. */
export function summarizeChanges(
  engine: LibraryEngine,
  projectId: number | undefined,
): Promise<ChangeSummary> {
  return engine.reader.run('changeSummary', { projectId: projectId ?? null });
}

/** @throws AppError `project_missing` */
export async function planOfCommit(
  engine: LibraryEngine,
  input: { target: ChangeTarget; lineLimit: number },
): Promise<Plan> {
  const scope = scopeOf(engine, input.target);
  const draft = await draftCommit(engine.db, engine.paths.root, scope, nextTurn);
  return await assemble(draft, { lineLimit: input.lineLimit, now: engine.clock.wall() });
}

/** @throws AppError `project_missing`, `nothing_to_do`, `queue_full` */
export function startCommit(engine: LibraryEngine, target: ChangeTarget): string {
  const scope = scopeOf(engine, target);
  if (pendingPhotoIds(engine.db, scope, { after: 0, limit: 1 }).length === 0)
    throw new AppError('nothing_to_do');
  return engine.startTask({
    type: scope.projectId === null ? 'change_commit_all' : 'change_commit',
    scope: scope.projectId !== null ? 'project' : scope.photoIds === null ? 'global' : 'photo_set',
    projectId: scope.projectId,
    params: scope,
    items: [],
  });
}

/** Photos changed per transaction. */
const PAGE = 500;

/**
 * Everything that is there is wanted again. A half that is not there stays as it was: it cannot be wanted back by this.
 * Answers how many photos changed.
 * @throws AppError `project_missing`
 */
export async function revertChanges(engine: LibraryEngine, target: ChangeTarget): Promise<number> {
  const { db, clock, changes } = engine;
  const scope = scopeOf(engine, target);
  // One step of culling, however many pages: it can be taken back like any other.
  const step = randomUUID();
  let photos = 0;
  for (let after = 0; ; ) {
    const ids = transaction(db, () => {
      const page = pendingPhotoIds(db, scope, { after, limit: PAGE });
      if (page.length > 0) wantAgain(engine, page, { step, now: clock.wall() });
      return page;
    });
    if (ids.length === 0) return photos;
    for (const id of ids) changes.photo(id, { added: false });
    photos += ids.length;
    after = ids.at(-1) ?? after;
    await nextTurn();
  }
}

function wantAgain(
  { db }: LibraryEngine,
  ids: readonly number[],
  { step, now }: { step: string; now: number },
): void {
  const bindings = { ids: JSON.stringify(ids), now };
  const before = selectAll<{ id: number }>(
    db,
    `SELECT id, keep_jpg, keep_raw FROM photos WHERE id IN (SELECT value FROM json_each(@ids))`,
    bindings,
  );
  execute(
    db,
    `UPDATE photos SET keep_jpg = CASE WHEN jpg_available OR NOT raw_available THEN 1 ELSE keep_jpg END,
       keep_raw = CASE WHEN raw_available OR NOT jpg_available THEN 1 ELSE keep_raw END, updated_at = @now
     WHERE id IN (SELECT value FROM json_each(@ids))`,
    bindings,
  );
  recordStep(db, { step, kind: 'keep', before, now });
  recordAudit(db, {
    at: now,
    actor: 'person',
    action: 'changes_reverted',
    taskId: null,
    projectId: null,
    photoId: null,
    detail: { photos: ids },
  });
}

function scopeOf(engine: LibraryEngine, target: ChangeTarget): PhotoScope {
  if ('all' in target) return { projectId: null, photoIds: null };
  if ('photoIds' in target) return { projectId: null, photoIds: target.photoIds };
  requireLiveProject(engine, target.projectId);
  return { projectId: target.projectId, photoIds: null };
}
