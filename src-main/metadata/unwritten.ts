import { type Db, execute } from '../db/connection.ts';
import { type Description, isEmpty, isSame, LISTS, NOTHING, SCALARS } from './description.ts';
import { descriptionOf, knownOf } from './rows.ts';

/** Fields in which the library says something else than the files did when they were last read or written. */
export function unwrittenFields(
  known: Partial<Description> | null,
  ours: Description,
): (keyof Description)[] {
  return [...SCALARS, ...LISTS].filter((field) =>
    known?.[field] === undefined ? !isEmpty(field, ours) : !isSame(field, ours, { ...NOTHING, ...known }),
  );
}

/** Notes which photos wait to be written. Call it wherever what is said of them changes, in the same transaction. */
export function refreshUnwritten(db: Db, photoIds: readonly number[]): void {
  for (const photoId of photoIds) {
    const ours = descriptionOf(db, photoId);
    if (ours === null) continue;
    execute(db, `UPDATE photos SET unwritten = @unwritten WHERE id = @photoId AND unwritten <> @unwritten`, {
      photoId,
      unwritten: unwrittenFields(knownOf(db, photoId), ours).length > 0 ? 1 : 0,
    });
  }
}
