import { type Db, execute, selectAll } from '../db/connection.ts';
import { type Described, restoreDescribed } from '../metadata/describe.ts';
import { withoutChange } from '../metadata/list-change.ts';
import { refreshUnwritten } from '../metadata/unwritten.ts';
import { setTags, tagsOf } from './tags.ts';

type Kind = 'keep' | 'rating' | 'tags' | 'description';

/** Steps that can be taken back. An evening of culling; what is older nobody remembers. */
const KEPT_ROWS = 2000;

/** Notes what photos were before a change, if any changed. */
export function recordStep(
  db: Db,
  input: { step: string; kind: Kind; before: readonly { id: number }[]; now: number },
): void {
  if (input.before.length === 0) return;
  execute(db, `INSERT INTO culling_steps(at, step, kind, before) VALUES (@now, @step, @kind, @before)`, {
    now: input.now,
    step: input.step,
    kind: input.kind,
    before: JSON.stringify(input.before),
  });
  execute(
    db,
    `DELETE FROM culling_steps WHERE id <= (SELECT id FROM culling_steps ORDER BY id DESC LIMIT 1 OFFSET ${KEPT_ROWS})`,
  );
}

/** Takes the last step back. Null where there is none. Photos that are gone meanwhile are passed over. */
export function undoLastStep(db: Db, now: number): { kind: Kind; photoIds: number[] } | null {
  const rows = selectAll<{ id: number; kind: Kind; before: string }>(
    db,
    `SELECT id, kind, before FROM culling_steps
     WHERE step = (SELECT step FROM culling_steps ORDER BY id DESC LIMIT 1) ORDER BY id DESC`,
  );
  const [last] = rows;
  if (last === undefined) return null;
  const photoIds = new Set<number>();
  for (const row of rows) {
    for (const before of JSON.parse(row.before) as Before[]) {
      restore(db, before, now);
      photoIds.add(before.id);
    }
    execute(db, `DELETE FROM culling_steps WHERE id = @id`, { id: row.id });
  }
  if (last.kind !== 'keep') refreshUnwritten(db, [...photoIds]);
  return { kind: last.kind, photoIds: [...photoIds] };
}

type Before = { id: number } & (
  | { keep_jpg: number; keep_raw: number }
  // Steps of versions before this one do not tell what became of them.
  | { rating: number; after?: number }
  | { tags: string[]; after?: string[] }
  | Described
);

function restore(db: Db, before: Before, now: number): void {
  if ('tags' in before) {
    const { id, tags, after } = before;
    const [current] = tagsOf(db, [id]);
    if (current === undefined) return;
    const was = after === undefined ? tags : withoutChange(current.tags, { before: tags, after });
    setTags(db, { id, tags: was, now });
  } else if ('description' in before) {
    restoreDescribed(db, { ...before, now });
  } else if ('rating' in before) {
    // What files say since is not what is taken back.
    execute(
      db,
      `UPDATE photos SET rating = @rating, updated_at = @now WHERE id = @id AND rating = coalesce(@after, rating)`,
      { ...before, after: before.after ?? null, now },
    );
  } else {
    execute(
      db,
      `UPDATE photos SET keep_jpg = @keep_jpg, keep_raw = @keep_raw, updated_at = @now WHERE id = @id`,
      { ...before, now },
    );
  }
}
