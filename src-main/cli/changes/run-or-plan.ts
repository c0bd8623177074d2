import type { JobItem } from '../../../src-preload/contract/jobs.ts';
import type { Plan, PlanLine } from '../../../src-preload/contract/plans.ts';
import type { Task } from '../../../src-preload/contract/tasks.ts';
import { EXIT } from '../exit-codes.ts';
import { storedNote } from '../follow/hold-notes.ts';
import type { WorkOptions } from '../follow/options.ts';
import { allItems } from '../follow/pages.ts';
import { printJson, printLine, printNote, problemText, shownPath } from '../output.ts';
import { type Session, withLibrary } from '../session.ts';
import { watchTask } from '../watch-task.ts';

/** All of it: who reads a plan as JSON wants every line. */
const EVERY_LINE = 10_000_000;

export interface Sweeping {
  plan(session: Session, lineLimit: number): Promise<Plan>;
  start(session: Session): Promise<{ taskId: string }>;
}

/** Something that changes originals: with `--dry-run` its plan is printed, else it is done and its outcome is. */
export async function runOrPlan(
  library: string,
  options: WorkOptions & { dryRun?: boolean },
  { plan, start }: Sweeping,
): Promise<number> {
  if (options.dryRun) {
    return await withLibrary(library, { create: false, work: false }, async (session) => {
      printPlan(await plan(session, EVERY_LINE), options);
      return EXIT.done;
    });
  }
  return await withLibrary(library, { create: false, work: options.wait }, async (session) => {
    const { taskId } = await start(session);
    return await tellOutcome(session, taskId, options);
  });
}

/** Waits for a task, and prints what came of each of its items; those of the checks that follow are not what was asked. */
export async function tellOutcome(session: Session, taskId: string, options: WorkOptions): Promise<number> {
  const { task, exitCode } = options.wait ? await watchTask(session, taskId) : await stored(session, taskId);
  const { jobs } = await session.client.tasks.get({ id: taskId });
  for (const { label, error } of jobs)
    if (error !== null) printNote(`safelight: ${label}: ${problemText(error)}`);
  const own = new Set(jobs.filter(({ step }) => step === 0).map(({ id }) => id));
  const items = (await allItems(session.client, taskId)).filter(({ jobId }) => own.has(jobId)).map(toLine);
  const counts = {
    total: items.length,
    succeeded: items.filter(({ outcome }) => outcome === 'done').length,
    skipped: items.filter(({ outcome }) => outcome === 'skipped').length,
    failed: items.filter(({ outcome }) => outcome === 'failed').length,
  };
  if (options.json) printJson({ taskId, state: task.state, counts, items });
  else {
    for (const { path, outcome, message } of items) {
      if (outcome !== 'done')
        printLine(`${outcome.padEnd(9)} ${shownPath(path)}${message === undefined ? '' : `: ${message}`}`);
    }
    printLine(
      `${task.label}: ${counts.succeeded} done, ${counts.skipped} left out, ${counts.failed} failed (${task.state})`,
    );
    printLine(`task ${taskId}`);
  }
  return exitCode;
}

async function stored(session: Session, taskId: string): Promise<{ task: Task; exitCode: number }> {
  const { task } = await session.client.tasks.get({ id: taskId });
  printNote(storedNote(session, task));
  return { task, exitCode: EXIT.done };
}

function toLine({ ref, photoId, state, error }: JobItem) {
  return {
    path: ref,
    outcome: state,
    ...(photoId === null ? {} : { photoId }),
    ...(error === null ? {} : { message: problemText(error, state === 'failed') }),
  };
}

function printPlan(plan: Plan, { json }: WorkOptions): void {
  if (json) {
    printJson(plan);
    return;
  }
  for (const line of plan.lines) printLine(planLine(line));
  for (const { photo, becomes } of plan.collisions) {
    printLine(`renamed   ${shownPath(photo)} becomes ${shownPath(becomes)}, as its name is taken`);
  }
  for (const { path, away } of plan.volumes) if (away) printNote(`safelight: ${shownPath(path)} is away.`);
  const { photos, files, bytes } = plan.totals;
  printLine(`${photos} photos, ${files} files, ${bytes} bytes; nothing was changed`);
}

function planLine({ action, path, target, problem }: PlanLine): string {
  const to = target === null ? '' : ` -> ${shownPath(target)}`;
  const why = problem === null ? '' : `: ${problemText(problem, true)}`;
  return `${action.padEnd(9)} ${shownPath(path)}${to}${why}`;
}
