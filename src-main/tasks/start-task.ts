import type { Scope } from '../../src-preload/contract/states.ts';
import type { Config } from '../config/schema.ts';
import { type Db, transaction } from '../db/connection.ts';
import { AppError } from '../files/app-error.ts';
import type { HandlerRegistry } from '../handlers/handler.ts';
import { chunked } from '../jobs/chunks.ts';
import type { CostModel } from '../jobs/cost-model.ts';
import { costOf } from '../jobs/discover-items.ts';
import { queueSize } from '../jobs/sql/counts.ts';
import { insertItem, type NewItem } from '../jobs/sql/items.ts';
import { getJob, insertJob, replacePayload, waitingJobWithKey } from '../jobs/sql/jobs.ts';
import { advanceTask, jobOfStep } from './advance.ts';
import type { TaskDefinition } from './definitions.ts';
import {
  findRunningExclusive,
  getTask,
  insertStep,
  insertTask,
  setStepState,
  setTaskParams,
  stepsOfTask,
} from './sql.ts';

export interface StartTask {
  id: string;
  type: string;
  scope?: Scope;
  projectId: number | null;
  /** What the steps need to know; becomes the payload of each job. */
  params: unknown;
  /** Items of the first step; none where the handler finds its own work. */
  items: readonly NewItem[];
  /** Who asked: `person`, `cli`, `scheduler`, … */
  requestedBy: string;
  /** While a task with this key waits, asking again replaces its parameters; one that has begun is followed by one more. */
  dedupeKey?: string | undefined;
  scheduleId?: string | undefined;
  now: number;
}

export interface TaskContext {
  db: Db;
  config: Config;
  handlers: HandlerRegistry;
  costs: CostModel;
}

/**
 * Stores a task with all its steps, and the jobs and items of the first, in one transaction: it is there whole or
 * not at all. A large set blocks the thread for its length, 10 µs an item: see `buildTask`.
 *
 * @returns the id of the task, which is that of another where `dedupeKey` found one waiting
 * @throws AppError `queue_full`, `already_running`
 */
export function startTask(context: TaskContext, definition: TaskDefinition, input: StartTask): string {
  return transaction(context.db, () => {
    const waiting = replaceWaiting(context.db, input);
    if (waiting !== null) return waiting;
    const chunks = chunked(input.items);
    requireRoom(context, chunks.length);
    storeTask(context, definition, { ...input, building: false });
    // Without items of its own, the first step is begun like every other.
    if (input.items.length === 0) {
      advanceTask(context, input.id, input.now, { dedupeKey: input.dedupeKey ?? null });
    } else {
      chunks.forEach((items, chunk) => {
        storeItems(context, input, storeJob(context, input, { chunk, items }), items);
      });
    }
    return input.id;
  });
}

/** @throws AppError `queue_full` */
export function requireRoom({ db, config }: TaskContext, jobs: number): void {
  const queued = queueSize(db);
  if (queued + jobs <= config.jobs.max_queue_size) return;
  const detail = JSON.stringify({ limit: config.jobs.max_queue_size, queued });
  throw new AppError('queue_full', { detail, retry: 'later' });
}

/** The task that waits under the same key, with the parameters of this one; null where there is none. */
export function replaceWaiting(db: Db, input: StartTask): string | null {
  if (input.dedupeKey === undefined) return null;
  const job = waitingJobWithKey(db, input.dedupeKey);
  if (job === null || job.task_id === null) return null;
  // One that was begun and waits for another try keeps its order, and stands for this one too.
  if (replacePayload(db, { id: job.id, payload: input.params })) {
    setTaskParams(db, { id: job.task_id, params: JSON.stringify(input.params) });
  }
  return job.task_id;
}

/** @throws AppError `already_running` */
export function storeTask(
  { db }: TaskContext,
  definition: TaskDefinition,
  input: StartTask & { building: boolean },
): void {
  const exclusiveKey = exclusiveKeyOf(definition, input);
  const running = exclusiveKey === null ? null : findRunningExclusive(db, exclusiveKey);
  if (running !== null) {
    throw new AppError('already_running', { detail: JSON.stringify({ key: exclusiveKey, taskId: running }) });
  }
  insertTask(db, {
    id: input.id,
    type: input.type,
    scope: input.scope ?? definition.scope,
    project_id: input.projectId,
    source: definition.source,
    params: JSON.stringify(input.params),
    requested_by: input.requestedBy,
    created_at: input.now,
    exclusive_key: exclusiveKey,
    schedule_id: input.scheduleId ?? null,
    building: input.building ? 1 : 0,
  });
  definition.steps.forEach((step, index) => {
    insertStep(db, {
      task_id: input.id,
      step: index,
      job_type: step.jobType,
      priority: step.priority,
      source: step.source ?? definition.source,
      state: 'pending',
      skip_if_not_needed: step.skipIfNotNeeded ? 1 : 0,
    });
  });
}

/** A job of the first step, with the numbers of all its items; they are stored by `storeItems`. Answers its id. */
export function storeJob(
  context: TaskContext,
  input: StartTask,
  { chunk, items }: { chunk: number; items: readonly NewItem[] },
): number {
  const { db, costs } = context;
  const task = getTask(db, input.id);
  const first = stepsOfTask(db, input.id)[0];
  if (task === null || first === undefined) throw new AppError('internal', { detail: 'task was not stored' });
  if (chunk === 0) setStepState(db, { taskId: input.id, step: first.step, state: 'active' });
  return insertJob(db, {
    ...jobOfStep(context, task, first, input.now),
    chunk,
    dedupeKey: chunk === 0 ? (input.dedupeKey ?? null) : null,
    payload: input.params,
    total: items.length,
    skipped: items.filter((item) => item.skipped !== undefined).length,
    cost: items.reduce((sum, item) => sum + costOf(costs, first.job_type, item), 0),
  });
}

export function storeItems(
  { db, costs }: TaskContext,
  input: StartTask,
  jobId: number,
  items: readonly NewItem[],
): void {
  const jobType = getJob(db, jobId)?.type ?? '';
  for (const item of items) {
    insertItem(db, { jobId, item, cost: costOf(costs, jobType, item), now: input.now });
  }
}

/** Null where any number of such tasks may be under way. */
function exclusiveKeyOf({ onlyOncePer }: TaskDefinition, { type, params }: StartTask): string | null {
  if (onlyOncePer === undefined) return null;
  const value = (params as Record<string, unknown> | null)?.[onlyOncePer];
  return value === undefined || value === null ? null : `${type} ${String(value)}`;
}
