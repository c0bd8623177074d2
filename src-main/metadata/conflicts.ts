import { type Db, execute, selectAll, selectOne } from '../db/connection.ts';
import type { Description, ScalarField } from './description.ts';
import type { Difference } from './three-way.ts';

/** Answers whether the photo is in conflict now and was not before, or the other way round. */
export function recordConflicts(
  db: Db,
  input: { photoId: number; differences: readonly Difference[]; now: number },
): boolean {
  const before = conflictsOf(db, input.photoId);
  execute(db, `DELETE FROM metadata_conflicts WHERE photo_id = @photoId`, { photoId: input.photoId });
  for (const { field, ours, theirs, verdict } of input.differences) {
    if (verdict !== 'conflict') continue;
    execute(
      db,
      `INSERT INTO metadata_conflicts(photo_id, field, ours, theirs, at) VALUES (@photoId, @field, @ours, @theirs, @now)`,
      {
        photoId: input.photoId,
        field,
        ours: JSON.stringify(ours),
        theirs: JSON.stringify(theirs),
        now: input.now,
      },
    );
  }
  return before.length > 0 !== input.differences.some(({ verdict }) => verdict === 'conflict');
}

export interface ConflictRow {
  photo_id: number;
  field: ScalarField;
  ours: string;
  theirs: string;
  at: number;
  photo: string;
  project: string;
}

const CONFLICTS = `FROM metadata_conflicts AS c JOIN photos ON photos.id = c.photo_id AND photos.present = 1
  JOIN projects ON projects.id = photos.project_id`;

export interface ConflictPage {
  /** Only those of this photo. */
  photoId?: number | undefined;
  limit: number;
  offset: number;
}

export function listConflicts(
  db: Db,
  { photoId, ...page }: ConflictPage,
): { rows: ConflictRow[]; total: number } {
  const which = photoId === undefined ? '' : 'WHERE c.photo_id = @photoId';
  const photo = photoId === undefined ? {} : { photoId };
  return {
    rows: selectAll<ConflictRow>(
      db,
      `SELECT c.*, photos.base_name AS photo, projects.name AS project ${CONFLICTS} ${which}
       ORDER BY c.photo_id, c.field LIMIT @limit OFFSET @offset`,
      { ...page, ...photo },
    ),
    total: selectOne<{ n: number }>(db, `SELECT count(*) AS n ${CONFLICTS} ${which}`, photo)?.n ?? 0,
  };
}

export function getConflict(db: Db, input: { photoId: number; field: ScalarField }): ConflictRow | null {
  const row = selectOne<ConflictRow>(
    db,
    `SELECT c.*, photos.base_name AS photo, projects.name AS project ${CONFLICTS}
     WHERE c.photo_id = @photoId AND c.field = @field`,
    input,
  );
  return row ?? null;
}

export function forgetConflict(db: Db, input: { photoId: number; field: ScalarField }): void {
  execute(db, `DELETE FROM metadata_conflicts WHERE photo_id = @photoId AND field = @field`, input);
}

export function conflictsOf(db: Db, photoId: number): ScalarField[] {
  return selectAll<{ field: ScalarField }>(
    db,
    `SELECT field FROM metadata_conflicts WHERE photo_id = @photoId ORDER BY field`,
    { photoId },
  ).map(({ field }) => field);
}

/**
 * Forgets the conflicts in which the library says by now what the file said: a person has decided, by typing it. What was
 * agreed on last stays as it is, so if that is taken back, the next reading or writing finds the conflict again.
 */
export function forgetSettled(db: Db, ours: ReadonlyMap<number, Description>): void {
  const rows = selectAll<{ photoId: number; field: ScalarField; theirs: string }>(
    db,
    `SELECT photo_id AS photoId, field, theirs FROM metadata_conflicts
     WHERE photo_id IN (SELECT value FROM json_each(@ids))`,
    { ids: JSON.stringify([...ours.keys()]) },
  );
  for (const { photoId, field, theirs } of rows)
    if (JSON.stringify(ours.get(photoId)?.[field]) === theirs) forgetConflict(db, { photoId, field });
}
