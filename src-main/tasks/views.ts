import type { ProgressCounts } from '../../src-preload/contract/common.ts';
import type { Problem } from '../../src-preload/contract/photos.ts';
import type { Eta, Job, JobItem, Task } from '../../src-preload/contract/tasks.ts';
import type { Db } from '../db/connection.ts';
import { selectOne } from '../db/connection.ts';
import type { JobItemRow, JobRow, TaskRow } from '../db/rows.ts';
import { jobsOfTask } from '../jobs/sql/jobs.ts';
import type { TaskDefinitions } from './definitions.ts';
import { humanize, jobLabel } from './labels.ts';

export interface ViewContext {
  db: Db;
  definitions: TaskDefinitions;
  /** The time that is left for a task, from the rate measured so far. */
  etaOf(taskId: string, progress: ProgressCounts): Eta | null;
}

/** A task as the contract shows it: its jobs added up. */
export function taskView(context: ViewContext, row: TaskRow): Task {
  const jobs = jobsOfTask(context.db, row.id);
  const progress = addUp(jobs);
  const definition = context.definitions[row.type];
  const project =
    row.project_id === null
      ? undefined
      : selectOne<{ name: string }>(context.db, `SELECT name FROM projects WHERE id = @id`, {
          id: row.project_id,
        });
  return {
    id: row.id,
    type: row.type,
    label: definition?.label ?? humanize(row.type),
    scope: row.scope,
    projectId: row.project_id,
    projectName: project?.name ?? null,
    source: row.source,
    state: row.state,
    discovering: jobs.some((job) => job.discovering === 1),
    progress,
    eta: row.state === 'running' ? context.etaOf(row.id, progress) : null,
    successToast: definition?.successToast ?? null,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    cancelRequestedAt: row.cancel_requested_at,
  };
}

export function jobView(row: JobRow): Job {
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
    parkedReason: row.parked_reason,
    progress: addUp([row]),
    attempt: row.attempt,
    maxAttempts: row.max_attempts,
    crashCount: row.crash_count,
    error: problemOf(row.error_code, row.error_detail),
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    runAt: row.run_at,
  };
}

export function itemView(row: JobItemRow): JobItem {
  const result = row.result === null ? null : (JSON.parse(row.result) as { files?: JobItem['files'] });
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
    finishedAt: row.finished_at,
    files: result?.files ?? [],
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

function problemOf(code: string | null, detail: string | null): Problem | null {
  return code === null ? null : { code, ...(detail === null ? {} : { detail }) };
}
