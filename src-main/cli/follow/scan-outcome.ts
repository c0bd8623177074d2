import type { ScanReport, ScanResult } from '../../../src-preload/contract/batch.ts';
import type { JobItem } from '../../../src-preload/contract/jobs.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { EXIT } from '../exit-codes.ts';
import { printJson, printLine, printNote, problemText, shownPath } from '../output.ts';
import type { Session } from '../session.ts';
import { watchTask } from '../watch-task.ts';
import { storedNote } from './hold-notes.ts';
import { allItems } from './pages.ts';

/** As many as one call of `batch.get` gives. */
const PAGE = 2000;

/**
 * Waits for a scan and for what it has started, and prints what came of each file. Exits as the worst of them did.
 */
export async function tellScan(
  session: Session,
  taskId: string,
  options: { wait: boolean; json?: boolean },
): Promise<number> {
  const exitCode = options.wait ? await watchScan(session, taskId) : EXIT.done;
  const { report, results } = await wholeReport(session, taskId);
  const { task, looked, follows, params } = report;
  if (!options.wait) printNote(storedNote(session, task));
  await noteJobErrors(session, [taskId, ...follows.map(({ id }) => id)]);
  const imported = await importOutcomes(session, follows);
  const items = results.map((result) => toLine(result, imported.get(result.path), params.dryRun));
  const counts = countsOf(items);
  if (options.json) {
    printJson({
      taskId,
      state: task.state,
      dryRun: params.dryRun,
      looked,
      counts,
      items,
      follows: follows.map(({ id, type, state, progress }) => ({
        taskId: id,
        type,
        state,
        counts: progress,
      })),
    });
    return exitCode;
  }
  for (const { path, outcome, action, format, message } of items) {
    const what = message ?? [action, format].filter((word) => word != null).join(', ');
    printLine(`${outcome.padEnd(9)} ${shownPath(path)}${what === '' ? '' : `: ${what}`}`);
  }
  printLine(
    `${task.label}: ${looked} files looked at, ${counts.succeeded} done, ${counts.skipped} left out, ${counts.failed} failed (${task.state})${params.dryRun ? '; nothing was changed' : ''}`,
  );
  for (const { label, state, progress, id } of follows) {
    printLine(
      `${label}: ${progress.succeeded} done, ${progress.skipped} left out, ${progress.failed} failed (${state}), task ${id}`,
    );
  }
  printLine(`task ${taskId}`);
  return exitCode;
}

/** Waits for a scan and for what it has started. Answers how the worst of them ended. */
export async function watchScan(session: Session, taskId: string): Promise<number> {
  let worst: number = EXIT.done;
  const open = [taskId];
  // With all that it has started: who stops a scan does not mean the two thousand photos that are at work just now.
  const cancel = () => session.client.batch.cancel({ taskId });
  for (const id of open) {
    const { task, exitCode } = await watchTask(session, id, cancel);
    worst = Math.max(worst, exitCode);
    // Only the waiting was stopped. What was canceled is followed to its end like the rest, which is soon.
    if (exitCode === EXIT.canceled && task.finishedAt === null) return exitCode;
    if (id !== taskId) continue;
    const { follows } = await session.client.batch.get({ taskId, limit: 1 });
    open.push(...follows.map((task) => task.id));
  }
  return worst;
}

async function wholeReport({ client }: Session, taskId: string) {
  const results: ScanResult[] = [];
  for (let after = 0; ; ) {
    const report: ScanReport = await client.batch.get({ taskId, after, limit: PAGE });
    results.push(...report.results);
    if (report.next === null) return { report, results };
    after = report.next;
  }
}

/** A job that failed as a whole says so itself: its items never came to their turn. */
async function noteJobErrors({ client }: Session, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const { jobs } = await client.tasks.get({ id });
    for (const { label, error } of jobs)
      if (error !== null) printNote(`safelight: ${label}: ${problemText(error)}`);
  }
}

type Imported = JobItem['files'][number];

/** What an import has made of each file: who asked for it wants to know that, and not that it was found. */
async function importOutcomes(
  { client }: Session,
  follows: readonly Task[],
): Promise<ReadonlyMap<string, Imported>> {
  const files = new Map<string, Imported>();
  for (const { id, type } of follows) {
    if (type !== 'upload_processing') continue;
    for (const item of await allItems(client, id)) for (const file of item.files) files.set(file.path, file);
  }
  return files;
}

function toLine(result: ScanResult, imported: Imported | undefined, dryRun: boolean) {
  const { path, state, action, bytes, format, sha256 } = result;
  const photoId = imported?.photoId ?? result.photoId;
  const problem = imported === undefined ? result.problem : imported.problem;
  const outcome = imported?.outcome ?? (dryRun && state === 'done' ? 'matched' : state);
  return {
    path,
    outcome,
    ...(action === null ? {} : { action }),
    ...(photoId === null ? {} : { photoId }),
    ...(bytes === null ? {} : { bytes }),
    ...(format === null ? {} : { format }),
    ...(sha256 === null ? {} : { sha256 }),
    ...(problem === null ? {} : { message: problemText(problem, outcome === 'failed') }),
  };
}

const SUCCEEDED = new Set(['done', 'matched', 'imported', 'completion']);
const OPEN = new Set(['pending', 'running', 'canceled']);

function countsOf(items: readonly { outcome: string }[]) {
  const counts = { total: items.length, succeeded: 0, skipped: 0, failed: 0 };
  for (const { outcome } of items) {
    if (SUCCEEDED.has(outcome)) counts.succeeded += 1;
    else if (outcome === 'failed') counts.failed += 1;
    else if (!OPEN.has(outcome)) counts.skipped += 1;
  }
  return counts;
}
