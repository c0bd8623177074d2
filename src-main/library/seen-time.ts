import { type Db, selectOne } from '../db/connection.ts';

/**
 * The time by the clock, or the newest that this library has seen where the clock is behind it: with a flat battery it is
 * sixty days back, and what is put into the trash by such a clock would be old as soon as the network tells the time. A clock
 * that was ahead makes things last longer for that, which costs room, and no photo.
 */
export function notBeforeSeen(db: Db, now: number): number {
  const seen = selectOne<{ at: number }>(
    db,
    `SELECT max(coalesce((SELECT max(at) FROM audit), 0), coalesce((SELECT max(trashed_at) FROM trash), 0),
       coalesce((SELECT max(coalesce(ended_at, started_at)) FROM engine_runs), 0)) AS at`,
  );
  return Math.max(now, seen?.at ?? 0);
}
