import { type Db, execute, selectAll, transaction } from '../db/connection.ts';
import { chunked } from '../jobs/chunks.ts';
import { refreshHeld } from '../jobs/sql/pauses.ts';
import type { TaskDefinition } from './definitions.ts';
import { endBuilding } from './sql.ts';
import {
  replaceWaiting,
  requireRoom,
  type StartTask,
  startTask,
  storeItems,
  storeJob,
  storeTask,
  type TaskContext,
} from './start-task.ts';

/**
 * Items per transaction. 2,000 at once blocked the main thread for 16 to 60 ms, 100,000 for more than a second; one
 * piece takes about 3 ms (npm run bench -- queue).
 */
const PIECE = 250;

/**
 * Like `startTask`, for any number of items: stores them in pieces, and lets the program take breath between. The task
 * shows and runs only when all of it is there. Where this throws, or the process dies on the way, the caller or the next
 * start drops what there is (`dropUnbuilt`): who asked was never told that it was stored.
 *
 * @param breathe resolves in a later turn of the event loop
 * @throws AppError `queue_full`, `already_running`
 */
export async function buildTask(
  context: () => TaskContext,
  definition: TaskDefinition,
  input: StartTask,
  breathe: () => Promise<void>,
): Promise<string> {
  if (input.items.length <= PIECE) return startTask(context(), definition, input);
  const { db } = context();
  const chunks = chunked(input.items);
  const waiting = transaction(db, () => {
    const found = replaceWaiting(db, input);
    if (found === null) {
      requireRoom(context(), chunks.length);
      storeTask(context(), definition, { ...input, building: true });
    }
    return found;
  });
  if (waiting !== null) return waiting;
  for (const [chunk, items] of chunks.entries()) {
    const jobId = transaction(db, () => storeJob(context(), input, { chunk, items }));
    for (const piece of chunked(items, PIECE)) {
      await breathe();
      transaction(db, () => storeItems(context(), input, jobId, piece));
    }
  }
  transaction(db, () => {
    endBuilding(db, input.id);
    refreshHeld(db, input.id);
  });
  return input.id;
}

/** What was begun and never finished. Ask at start, when nothing is being built. */
export function unbuiltTasks(db: Db): string[] {
  return selectAll<{ id: string }>(db, `SELECT id FROM tasks WHERE building = 1`).map(({ id }) => id);
}

/** Removes a task that was begun and never finished, in pieces; one that is whole is left alone. */
export async function dropUnbuilt(db: Db, id: string, breathe: () => Promise<void>): Promise<void> {
  const jobs = `SELECT jobs.id FROM jobs JOIN tasks ON tasks.id = jobs.task_id WHERE tasks.id = @id AND building = 1`;
  const piece = `SELECT id FROM job_items WHERE job_id IN (${jobs}) LIMIT ${PIECE}`;
  while (execute(db, `DELETE FROM job_items WHERE id IN (${piece})`, { id }) > 0) await breathe();
  execute(db, `DELETE FROM tasks WHERE id = @id AND building = 1`, { id });
}
