import { type Db, execute, selectOne } from '../../db/connection.ts';
import { turnAfter } from '../fair-order.ts';
import type { Lane } from '../lanes.ts';

/** The next turn in a lane for a job of this task. Part of the transaction that stores the job. */
export function nextTurn(db: Db, input: { lane: Lane; taskId: string | null; priority: number }): number {
  const { lane, taskId, priority } = input;
  return turnAfter({ lane: laneTurn(db, lane), task: lastTurnOf(db, taskId, lane), priority });
}

export function laneTurn(db: Db, lane: Lane): number {
  return (
    selectOne<{ turn: number }>(db, `SELECT turn FROM lane_turns WHERE lane = @lane`, { lane })?.turn ?? 0
  );
}

/** The lane has reached this turn: what is queued from now on comes after it. */
export function moveLaneOn(db: Db, lane: Lane, turn: number): void {
  execute(db, `UPDATE lane_turns SET turn = max(turn, @turn) WHERE lane = @lane`, { lane, turn });
}

function lastTurnOf(db: Db, taskId: string | null, lane: Lane): number | null {
  if (taskId === null) return null;
  const row = selectOne<{ turn: number | null }>(
    db,
    `SELECT max(turn) AS turn FROM jobs WHERE task_id = @taskId AND lane = @lane`,
    { taskId, lane },
  );
  return row?.turn ?? null;
}
