import { type Db, execute, selectAll, transaction } from '../db/connection.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * What may be purged because of its age: what went into the trash before this time. It must be old enough for a look of at
 * least a day ago, too: a clock that is a month ahead for an hour, or for an evening, empties nothing.
 *
 * @param looks earlier ones, the oldest first
 */
export function purgeBefore(
  looks: readonly number[],
  { now, keepMs }: { now: number; keepMs: number },
): number {
  const earlier = looks.findLast((at) => at <= now - DAY_MS);
  return earlier === undefined ? 0 : earlier - keepMs;
}

/**
 * The looks to remember after one at `now`: the last one of another day, and those that will be that one by tomorrow. Looks at
 * a later time than now are of a clock that was ahead, or this one is behind: either way they prove nothing together.
 */
export function looksAfter(looks: readonly number[], now: number): number[] {
  const past = looks.filter((at) => at <= now);
  const kept = past.slice(
    Math.max(
      0,
      past.findLastIndex((at) => at <= now - DAY_MS),
    ),
  );
  const last = kept.at(-1);
  return last !== undefined && now - last < HOUR_MS ? kept : [...kept, now];
}

export function trashLooks(db: Db): number[] {
  return selectAll<{ at: number }>(db, `SELECT at FROM trash_looks ORDER BY at`).map(({ at }) => at);
}

export function noteTrashLook(db: Db, now: number): void {
  transaction(db, () => {
    const looks = JSON.stringify(looksAfter(trashLooks(db), now));
    execute(db, `DELETE FROM trash_looks`, {});
    execute(db, `INSERT INTO trash_looks(at) SELECT value FROM json_each(@looks)`, { looks });
  });
}
