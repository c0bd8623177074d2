import type { Scope } from '../../src-preload/contract/tasks.ts';
import type { Config } from '../config/schema.ts';
import { type Db, transaction } from '../db/connection.ts';
import { AppError } from '../files/app-error.ts';
import { queueSize } from '../jobs/sql/claim.ts';
import { insertItem, type NewItem } from '../jobs/sql/items.ts';
import { insertJob } from '../jobs/sql/jobs.ts';
import { jobOfStep } from './advance.ts';
import type { TaskDefinitions } from './definitions.ts';
import { getTask, insertStep, insertTask, stepsOfTask } from './sql.ts';

/** Larger sets become several jobs of one step, which the next step waits for as one. */
export const MAX_ITEMS_PER_JOB = 2000;

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
  now: number;
}

/**
 * Stores a task with all its steps, and the jobs and items of the first, in one transaction: it is there whole or
 * not at all.
 * @throws AppError `unknown_task_type`, `queue_full`
 */
export function startTask(db: Db, definitions: TaskDefinitions, config: Config, input: StartTask): void {
  const definition = definitions[input.type];
  if (definition === undefined) throw new AppError('unknown_task_type', { detail: input.type });
  const chunks = chunk(input.items, MAX_ITEMS_PER_JOB);
  transaction(db, () => {
    const queued = queueSize(db);
    if (queued + chunks.length > config.jobs.max_queue_size) {
      throw new AppError('queue_full', {
        detail: JSON.stringify({ limit: config.jobs.max_queue_size, queued }),
        retry: 'later',
      });
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
    });
    definition.steps.forEach((step, index) => {
      insertStep(db, {
        task_id: input.id,
        step: index,
        job_type: step.jobType,
        priority: step.priority,
        source: step.source ?? definition.source,
        state: index === 0 ? 'active' : 'pending',
      });
    });
    const task = getTask(db, input.id);
    const first = stepsOfTask(db, input.id)[0];
    if (task === null || first === undefined)
      throw new AppError('internal', { detail: 'task was not stored' });
    chunks.forEach((items, index) => {
      const jobId = insertJob(db, {
        ...jobOfStep(task, first, config, input.now),
        chunk: index,
        payload: input.params,
        total: items.length,
        skipped: items.filter((item) => item.skipped !== undefined).length,
      });
      for (const item of items) insertItem(db, jobId, item, input.now);
    });
  });
}

function chunk<T>(list: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < list.length; start += size) chunks.push(list.slice(start, start + size));
  return chunks.length === 0 ? [[]] : chunks;
}
