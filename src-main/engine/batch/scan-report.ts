import {
  type ScanReport,
  type ScanResult,
  scanAction,
  scanParams,
} from '../../../src-preload/contract/batch.ts';
import type { ItemState } from '../../../src-preload/contract/states.ts';
import { selectAll } from '../../db/connection.ts';
import type { JobItemRow, JobRow, TaskRow } from '../../db/rows.ts';
import { AppError } from '../../files/app-error.ts';
import { importsOf } from '../../handlers/scan-import.ts';
import { type ScanOrder, scanItem, scanItemResult, scanOrder } from '../../handlers/scan-order.ts';
import { readScanCursor } from '../../handlers/scan-search.ts';
import { jobsOfTask } from '../../jobs/sql/jobs.ts';
import { listItems } from '../../tasks/queries.ts';
import { getTask } from '../../tasks/sql.ts';
import { taskView } from '../../tasks/views.ts';
import { cancelTask } from '../control/cancel.ts';
import type { LibraryEngine } from '../library-engine.ts';

export interface ReportPage {
  taskId: string;
  states?: ItemState[] | undefined;
  after: number;
  limit: number;
}

/** @throws AppError `task_missing`, also for a task that is no scan */
export function scanReport(engine: LibraryEngine, page: ReportPage): ScanReport {
  const { db, view } = engine;
  const row = requireScan(engine, page.taskId);
  const order = scanOrder.parse(JSON.parse(row.params));
  const task = taskView(view, row);
  const jobs = jobsOfTask(db, row.id).filter(({ type }) => type === 'scan');
  const { rows, total, next } = listItems(db, {
    ...page,
    jobId: undefined,
    states: page.states,
    jobType: 'scan',
  });
  return {
    task,
    params: { ...scanParams.extend({ dryRun: scanOrder.shape.dryRun }).parse(withoutShown(order)) },
    looked: readScanCursor(jobs[0]?.discover_cursor ?? null)?.looked ?? 0,
    counts: countsOf(jobs, task.discovering),
    etaSeconds: task.eta === null ? null : Math.ceil((task.eta.lowMs + task.eta.highMs) / 2000),
    follows: followIds(engine, row.id).flatMap((id) => {
      const follow = getTask(db, id);
      return follow === null ? [] : [taskView(view, follow)];
    }),
    results: rows.map(resultOf),
    total,
    next,
  };
}

/**
 * Cancels a scan with what it has started. Answers how much of it was done before.
 * @throws AppError `task_missing`; `task_ended` where nothing of it is under way any more
 */
export function cancelScan(engine: LibraryEngine, taskId: string, by: string) {
  const row = requireScan(engine, taskId);
  const processedBefore = taskView(engine.view, row).progress.processed;
  const open = [taskId, ...followIds(engine, taskId)].filter(
    (id) => getTask(engine.db, id)?.finished_at === null,
  );
  // Says what is wrong where nothing is open.
  for (const id of open.length > 0 ? open : [taskId]) cancelTask(engine.control, id, by);
  return { task: taskView(engine.view, requireScan(engine, taskId)), processedBefore };
}

function requireScan({ db }: LibraryEngine, taskId: string): TaskRow {
  const row = getTask(db, taskId);
  if (row === null || row.type !== 'batch_scan') throw new AppError('task_missing', { detail: taskId });
  return row;
}

function withoutShown({ shown, ...order }: ScanOrder) {
  return { ...order, path: shown ?? order.path };
}

function countsOf(jobs: readonly JobRow[], discovering: boolean): ScanReport['counts'] {
  const sum = (pick: (job: JobRow) => number) => jobs.reduce((total, job) => total + pick(job), 0);
  const total = sum((job) => job.total);
  const [succeeded, skipped, failed] = [
    sum((job) => job.succeeded),
    sum((job) => job.skipped),
    sum((job) => job.failed),
  ];
  const processed = succeeded + skipped + failed;
  // Of a total that still grows a share says nothing.
  const percent = discovering || total === 0 ? null : Math.floor((processed / total) * 1000) / 10;
  return { total, processed, succeeded, skipped, failed, remaining: total - processed, percent };
}

/** An import is stored before its item can say so: it is found by its own note, too. */
function followIds({ db }: LibraryEngine, taskId: string): string[] {
  const noted = selectAll<{ id: string | null }>(
    db,
    `SELECT coalesce(json_extract(result, '$.taskId'), json_extract(payload, '$.taskId')) AS id FROM job_items
     WHERE job_id IN (SELECT id FROM jobs WHERE task_id = @taskId AND type = 'scan_action')
     ORDER BY job_items.id`,
    { taskId },
  );
  const ids = [...noted.flatMap(({ id }) => id ?? []), ...importsOf(db, taskId)];
  return [...new Set(ids)];
}

function resultOf(row: JobItemRow): ScanResult {
  const { bytes, mtimeMs } = scanItem.parse(JSON.parse(row.payload));
  const result = row.result === null ? null : scanItemResult.parse(JSON.parse(row.result));
  const problem =
    row.error_code === null
      ? null
      : { code: row.error_code, ...(row.error_detail === null ? {} : { detail: row.error_detail }) };
  return {
    path: row.ref,
    bytes: result?.bytes ?? bytes,
    modifiedAt: result?.mtimeMs ?? mtimeMs,
    action: scanAction.nullable().parse(result?.action ?? null),
    photoId: row.photo_id,
    problem,
    state: row.state,
    format: result?.format ?? null,
    sha256: result?.sha256 ?? null,
    durationMs: row.duration_ms,
  };
}
