import type { ChangeTarget } from '../../../src-preload/contract/changes.ts';
import { recordAudit } from '../../db/audit.ts';
import { transaction } from '../../db/connection.ts';
import { AppError } from '../../files/app-error.ts';
import {
  forgetConflict,
  getConflict,
  knownOf,
  listConflicts,
  setField,
  setKnown,
} from '../../metadata/rows.ts';
import type { ScalarField } from '../../metadata/three-way.ts';
import type { LibraryEngine } from '../library-engine.ts';
import { startDeclared } from '../start-work.ts';

/** @throws AppError `action_disabled` where the settings do not allow it by hand, `project_missing`, `queue_full` */
export function startMetadataImport(
  engine: LibraryEngine,
  { target, dryRun }: { target: ChangeTarget; dryRun: boolean },
): string {
  const work = 'all' in target ? {} : target;
  return startDeclared(engine, { type: 'metadata_import', target: work, params: { dryRun } });
}

export function metadataConflicts(engine: LibraryEngine, page: { limit: number; offset: number }) {
  const { rows, total } = listConflicts(engine.db, page);
  return {
    conflicts: rows.map(({ photo_id: photoId, photo, project, field, ours, theirs, at }) => ({
      photoId,
      photo,
      project,
      field,
      ours: JSON.parse(ours) as unknown,
      theirs: JSON.parse(theirs) as unknown,
      at,
    })),
    total,
  };
}

/**
 * Ends a conflict as a person says. Either way both sides have been seen: what the files say is what they agreed on last,
 * and what the library says beside it is pending. Answers how many are left.
 * @throws AppError `nothing_to_do` where there is none
 */
export function resolveConflict(
  engine: LibraryEngine,
  { photoId, field, keep }: { photoId: number; field: ScalarField; keep: 'files' | 'library' },
): number {
  const { db, clock, changes } = engine;
  return transaction(db, () => {
    const conflict = getConflict(db, { photoId, field });
    if (conflict === null) throw new AppError('nothing_to_do');
    const now = clock.wall();
    const theirs = JSON.parse(conflict.theirs) as unknown;
    if (keep === 'files') setField(db, { photoId, field, value: theirs, now });
    setKnown(db, { photoId, known: { ...knownOf(db, photoId), [field]: theirs }, now });
    forgetConflict(db, { photoId, field });
    recordAudit(db, {
      at: now,
      actor: 'person',
      action: 'metadata_conflict_resolved',
      taskId: null,
      projectId: null,
      photoId,
      detail: { field, keep, ours: JSON.parse(conflict.ours) as unknown, theirs },
    });
    changes.photo(photoId, { added: false });
    return listConflicts(db, { limit: 1, offset: 0 }).total;
  });
}
