import type { CullState } from '../../src-preload/contract/photos.ts';
import { type Db, execute, selectAll } from '../db/connection.ts';
import { refreshUnwritten } from '../metadata/unwritten.ts';
import { recordStep } from './culling-steps.ts';
import { setTags, tagsOf } from './tags.ts';

interface Order {
  ids: readonly number[];
  /** Calls of one step are taken back together. */
  step: string;
  now: number;
}

const AMONG = 'IN (SELECT value FROM json_each(@ids))';

/** Sets what is wanted of photos. Answers those that changed. Call it in a transaction, like all of these. */
export function setKeep(
  db: Db,
  { keepJpg, keepRaw, ...order }: Order & { keepJpg?: boolean | undefined; keepRaw?: boolean | undefined },
): number[] {
  const wanted = { jpg: flag(keepJpg), raw: flag(keepRaw), ids: JSON.stringify(order.ids) };
  const before = selectAll<{ id: number; keep_jpg: number; keep_raw: number }>(
    db,
    `SELECT id, keep_jpg, keep_raw FROM photos
     WHERE id ${AMONG} AND (keep_jpg <> coalesce(@jpg, keep_jpg) OR keep_raw <> coalesce(@raw, keep_raw))`,
    wanted,
  );
  const changed = before.map(({ id }) => id);
  execute(
    db,
    `UPDATE photos SET keep_jpg = coalesce(@jpg, keep_jpg), keep_raw = coalesce(@raw, keep_raw), updated_at = @now
     WHERE id ${AMONG}`,
    { ...wanted, ids: JSON.stringify(changed), now: order.now },
  );
  recordStep(db, { ...order, kind: 'keep', before });
  return changed;
}

export function setRating(db: Db, { rating, ...order }: Order & { rating: number }): number[] {
  const before = selectAll<{ id: number; rating: number }>(
    db,
    `SELECT id, rating FROM photos WHERE id ${AMONG} AND rating <> @rating`,
    { ids: JSON.stringify(order.ids), rating },
  );
  const changed = before.map(({ id }) => id);
  execute(db, `UPDATE photos SET rating = @rating, updated_at = @now WHERE id ${AMONG}`, {
    ids: JSON.stringify(changed),
    rating,
    now: order.now,
  });
  refreshUnwritten(db, changed);
  recordStep(db, { ...order, kind: 'rating', before: before.map((row) => ({ ...row, after: rating })) });
  return changed;
}

export function changeTags(
  db: Db,
  { add, remove, ...order }: Order & { add: readonly string[]; remove: readonly string[] },
): number[] {
  const before = tagsOf(db, order.ids);
  const changed = before.filter(
    ({ tags }) => add.some((tag) => !tags.includes(tag)) || remove.some((tag) => tags.includes(tag)),
  );
  const steps = changed.map(({ id, tags }) => {
    const left = tags.filter((tag) => !remove.includes(tag));
    const after = [...left, ...add.filter((tag) => !left.includes(tag))];
    setTags(db, { id, tags: after, now: order.now });
    return { id, tags, after };
  });
  const ids = changed.map(({ id }) => id);
  refreshUnwritten(db, ids);
  recordStep(db, { ...order, kind: 'tags', before: steps });
  return ids;
}

/** What a person decided about these photos, as it is now. */
export function cullStates(db: Db, ids: readonly number[]): CullState[] {
  const tags = new Map(tagsOf(db, ids).map((row) => [row.id, row.tags]));
  const rows = selectAll<{ id: number; keep_jpg: 0 | 1; keep_raw: 0 | 1; rating: number; pending: 0 | 1 }>(
    db,
    `SELECT id, keep_jpg, keep_raw, rating, pending FROM photos WHERE id ${AMONG} ORDER BY id`,
    { ids: JSON.stringify(ids) },
  );
  return rows.map((row) => ({
    photoId: row.id,
    keepJpg: row.keep_jpg === 1,
    keepRaw: row.keep_raw === 1,
    rating: row.rating,
    tags: tags.get(row.id) ?? [],
    pending: row.pending === 1,
  }));
}

const flag = (value: boolean | undefined): 0 | 1 | null => (value === undefined ? null : value ? 1 : 0);
