import { z } from 'zod';
import type { ProgressCounts } from '../../src-preload/contract/common.ts';
import type { Job, JobItem, JobLogLine, Pause } from '../../src-preload/contract/jobs.ts';
import type { Problem } from '../../src-preload/contract/photos.ts';
import type { Eta, Task } from '../../src-preload/contract/tasks.ts';
import type { Db } from '../db/connection.ts';
import { selectOne } from '../db/connection.ts';
import type { JobItemRow, JobRow, TaskRow } from '../db/rows.ts';
import { jobsOfTask } from '../jobs/sql/jobs.ts';
import type { JobLogRow } from '../jobs/sql/log.ts';
import { isTerminalJob } from '../jobs/states.ts';
import type { TaskDefinitions } from './definitions.ts';
import { jobLabel } from './labels.ts';
import { stepsOfTask } from './sql.ts';
import { jobWaitsFor, taskWaitsFor, type WaitFacts } from './waiting-for.ts';

/** How much of a task is done, in what was expected of it. */
export interface CostProgress {
  ended: number;
  costDone: number;
  costLeft: number;
}

export interface ViewContext {
  db: Db;
  definitions: TaskDefinitions;
  waits(): WaitFacts;
  /** The time that is left for a task, from the pace measured so far. */
  etaOf(task: TaskRow, progress: CostProgress): Eta | null;
}

/** A task as the contract shows it: its jobs added up. */
export function taskView(context: ViewContext, row: TaskRow): Task {
  const jobs = jobsOfTask(context.db, row.id);
  const definition = context.definitions[row.type];
  const uncounted = definition?.steps.filter(({ counted }) => counted === false) ?? [];
  const progress = addUp(jobs.filter(({ type }) => !uncounted.some(({ jobType }) => jobType === type)));
  const discovering = jobs.some(isDiscovering);
  return {
    id: row.id,
    type: row.type,
    // A task of one job that somebody asked for has no definition of its own.
    label: definition?.label ?? jobLabel(row.type),
    scope: row.scope,
    projectId: row.project_id,
    projectName: projectName(context.db, row.project_id),
    folder: folderOf(row),
    source: row.source,
    requestedBy: row.requested_by,
    state: row.state,
    priority: priorityOf(context.db, row, jobs),
    paused: pauseOf(row),
    waitingFor: taskWaitsFor(row, jobs, context.waits()),
    discovering,
    progress,
    // While the amount of work is not known, every number would be wrong.
    eta: row.state === 'running' && !discovering ? context.etaOf(row, costProgress(jobs)) : null,
    // A job can fail without an item of its own: there is still something to try again.
    retryable: jobs.reduce((sum, job) => sum + retryableOf(job), 0),
    dryRun: isDryRun(row.params),
    successToast: definition?.successToast ?? null,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    cancelRequestedAt: row.cancel_requested_at,
  };
}

function isDryRun(params: string): boolean {
  // Most tasks have no such choice, and their lists of ids are long.
  return params.includes('"dryRun"') && (JSON.parse(params) as { dryRun?: unknown }).dryRun === true;
}

const scanPlace = z.object({ path: z.string(), shown: z.string().optional() });

function folderOf({ type, params }: TaskRow): string | null {
  if (type !== 'batch_scan') return null;
  const place = scanPlace.safeParse(JSON.parse(params)).data;
  return place?.shown ?? place?.path ?? null;
}

export function jobView(context: Pick<ViewContext, 'waits'>, row: JobRow): Job {
  return {
    id: row.id,
    taskId: row.task_id,
    taskType: row.task_type,
    type: row.type,
    label: jobLabel(row.type),
    scope: row.scope,
    projectId: row.project_id,
    source: row.source,
    lane: row.lane,
    priority: row.priority,
    step: row.step,
    chunk: row.chunk,
    state: row.state,
    waitingFor: jobWaitsFor(row, context.waits()),
    paused: pauseOf(row),
    discovering: isDiscovering(row),
    progress: addUp([row]),
    attempt: row.attempt,
    maxAttempts: row.max_attempts,
    crashCount: row.crash_count,
    error: problemOf(row.error_code, row.error_detail),
    unstoredErrors: row.unstored_errors,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    heartbeatAt: row.heartbeat_at,
    runAt: row.run_at,
  };
}

/** What has ended searches no more, even where it would have to when it is retried. */
const isDiscovering = ({ discovering, state }: JobRow): boolean => discovering === 1 && !isTerminalJob(state);

export function itemView(row: JobItemRow): JobItem {
  const result =
    row.result === null
      ? null
      : (JSON.parse(row.result) as Pick<Partial<JobItem>, 'files' | 'difference' | 'writes'>);
  return {
    id: row.id,
    jobId: row.job_id,
    ref: row.ref,
    photoId: row.photo_id,
    state: row.state,
    attempt: row.attempt,
    crashCount: row.crash_count,
    error: problemOf(row.error_code, row.error_detail),
    durationMs: row.duration_ms,
    runAt: row.state === 'pending' && row.run_at > 0 ? row.run_at : null,
    finishedAt: row.finished_at,
    files: result?.files ?? [],
    ...(result?.difference === undefined ? {} : { difference: result.difference }),
    ...(result?.writes === undefined ? {} : { writes: result.writes }),
  };
}

export function logLineView(row: JobLogRow): JobLogLine {
  const { id, job_id: jobId, at, level, event } = row;
  return { id, jobId, at, level, event, detail: JSON.parse(row.detail) };
}

function retryableOf(job: JobRow): number {
  if (job.state === 'canceled') return 0;
  return Math.max(job.failed, job.state === 'failed' ? 1 : 0);
}

function projectName(db: Db, id: number | null): string | null {
  if (id === null) return null;
  return selectOne<{ name: string }>(db, `SELECT name FROM projects WHERE id = @id`, { id })?.name ?? null;
}

/** Of what is still to do; of what was done where nothing is. */
function priorityOf(db: Db, task: TaskRow, jobs: readonly JobRow[]): number {
  const open = jobs.filter((job) => !isTerminalJob(job.state));
  const counted = open.length > 0 ? open : jobs;
  if (counted.length > 0) return Math.max(...counted.map((job) => job.priority));
  return Math.max(0, ...stepsOfTask(db, task.id).map((step) => step.priority));
}

function costProgress(jobs: readonly JobRow[]): CostProgress {
  const costDone = jobs.reduce((sum, job) => sum + job.cost_done, 0);
  return {
    ended: jobs.reduce((sum, job) => sum + job.succeeded + job.failed, 0),
    costDone,
    costLeft: Math.max(0, jobs.reduce((sum, job) => sum + job.cost_total, 0) - costDone),
  };
}

function addUp(jobs: readonly JobRow[]): ProgressCounts {
  const sum = (pick: (job: JobRow) => number) => jobs.reduce((total, job) => total + pick(job), 0);
  const succeeded = sum((job) => job.succeeded);
  const skipped = sum((job) => job.skipped);
  const failed = sum((job) => job.failed);
  return {
    total: sum((job) => job.total),
    processed: succeeded + skipped + failed,
    succeeded,
    skipped,
    failed,
  };
}

function pauseOf(row: { paused_at: number | null; paused_by: string | null }): Pause | null {
  return row.paused_at === null ? null : { at: row.paused_at, by: row.paused_by ?? '' };
}

function problemOf(code: string | null, detail: string | null): Problem | null {
  return code === null ? null : { code, ...(detail === null ? {} : { detail }) };
}
