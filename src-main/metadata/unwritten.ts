import { type Db, execute } from '../db/connection.ts';
import { forgetSettled } from './conflicts.ts';
import { type Description, isEmpty, isSame, LISTS, NOTHING, SCALARS } from './description.ts';
import { descriptionsOf, knownOfMany } from './rows.ts';

const FIELDS = [...SCALARS, ...LISTS];

/** Fields in which the library says something else than the files did when they were last read or written. */
export function unwrittenFields(
  known: Partial<Description> | null,
  ours: Description,
): (keyof Description)[] {
  const base: Description = { ...NOTHING, ...known };
  return FIELDS.filter((field) =>
    known?.[field] === undefined ? !isEmpty(field, ours) : !isSame(field, ours, base),
  );
}

/** Photos looked at with one statement: a large selection that is asked about one by one holds the program. */
const AT_ONCE = 1000;

/**
 * Notes which photos wait to be written, and which contradict their files no more. Call it wherever what is said of them
 * changes, in the same transaction.
 */
export function refreshUnwritten(db: Db, photoIds: readonly number[]): void {
  for (let at = 0; at < photoIds.length; at += AT_ONCE) refreshSome(db, photoIds.slice(at, at + AT_ONCE));
}

function refreshSome(db: Db, photoIds: readonly number[]): void {
  const known = knownOfMany(db, photoIds);
  const waits = new Map<0 | 1, number[]>([
    [0, []],
    [1, []],
  ]);
  const said = descriptionsOf(db, photoIds);
  forgetSettled(db, said);
  for (const [id, ours] of said)
    waits.get(unwrittenFields(known.get(id) ?? null, ours).length > 0 ? 1 : 0)?.push(id);
  for (const [unwritten, ids] of waits) {
    if (ids.length === 0) continue;
    execute(
      db,
      `UPDATE photos SET unwritten = @unwritten
       WHERE id IN (SELECT value FROM json_each(@ids)) AND unwritten <> @unwritten`,
      { unwritten, ids: JSON.stringify(ids) },
    );
  }
}
