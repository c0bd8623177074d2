import { existsSync } from 'node:fs';
import { lstat, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { JobItem } from '../../../src-preload/contract/jobs.ts';
import type { Problem } from '../../../src-preload/contract/photos.ts';
import type { Analysis, AnalysisEntry, FileOutcome } from '../../../src-preload/contract/upload.ts';
import { toNative } from '../../files/native-path.ts';
import { libraryPaths } from '../../library/library-paths.ts';
import { projectNameProblem } from '../../library/projects.ts';
import { projectNameText } from '../error-text.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { allItems } from '../follow/pages.ts';
import { libraryNamed, namedPath } from '../named-path.ts';
import { printJson, printLine, printNote, problemText, shownPath } from '../output.ts';
import { openProgress } from '../progress.ts';
import { type Session, withLibrary } from '../session.ts';
import { watchTask } from '../watch-task.ts';

interface ImportOptions {
  project: string;
  conflicts: string;
  dryRun?: boolean;
  json?: boolean;
}

interface Line {
  path: string;
  outcome: FileOutcome;
  photoId?: number;
  message?: string;
}

export function importCommand(program: Command, exit: (code: number) => void): void {
  program
    .command('import')
    .description('take photos into a project of a library; both are made where they do not exist')
    .argument('<library>', 'folder of the library')
    .argument('<path...>', 'files and folders to take in; they are copied, never changed')
    .requiredOption('--project <name>', 'project to take them into')
    .option(
      '--conflicts <skip|import>',
      'content that another project has: leave it out, or take it in as well',
      'skip',
    )
    .option('--dry-run', 'say what would happen, and change nothing')
    .option('--json', 'print one JSON document')
    .action(async (library: string, paths: string[], options: ImportOptions) => {
      exit(await runImport(library, paths, options));
    });
}

async function runImport(library: string, paths: string[], options: ImportOptions): Promise<number> {
  await checkInput(library, paths, options);
  if (options.dryRun) return await dryRun(library, paths, options);
  const conflicts = options.conflicts as 'skip' | 'import';
  return await withLibrary(library, { create: true, work: true }, async (session) => {
    const analysis = await analyze(session, paths, options.project);
    const { taskId } = await session.client.upload.start({ analysisId: analysis.id, conflicts });
    const { task, exitCode } = await watchTask(session, taskId);
    await noteJobErrors(session, taskId);
    const lines = (await allItems(session.client, taskId)).flatMap((item) => linesOf(item));
    print({ taskId, state: task.state, lines }, options);
    return exitCode;
  });
}

/** Where there is no library yet, the plan is made against an empty one in a temporary folder: nothing is left behind. */
async function dryRun(library: string, paths: string[], options: ImportOptions): Promise<number> {
  const plan = async (session: Session): Promise<number> =>
    await printPlan(session, await analyze(session, paths, options.project), options);
  if (existsSync(libraryPaths(libraryNamed(library)).database)) {
    return await withLibrary(library, { create: false, work: false }, plan);
  }
  const empty = await mkdtemp(join(tmpdir(), 'safelight-dry-run-'));
  try {
    return await withLibrary(empty, { create: true, work: false }, plan);
  } finally {
    await rm(empty, { recursive: true, force: true });
  }
}

/** A job that failed as a whole says so itself: its items never came to their turn. */
async function noteJobErrors({ client }: Session, taskId: string): Promise<void> {
  const { jobs } = await client.tasks.get({ id: taskId });
  for (const { label, error } of jobs)
    if (error !== null) printNote(`safelight: ${label}: ${problemText(error)}`);
}

/** Everything that can be said before the library is touched: bad input makes no library. */
async function checkInput(library: string, paths: readonly string[], options: ImportOptions): Promise<void> {
  if (options.conflicts !== 'skip' && options.conflicts !== 'import') {
    throw new UsageError(`--conflicts is "skip" or "import", not "${options.conflicts}".`);
  }
  const problem = projectNameProblem(options.project);
  if (problem !== null) throw new UsageError(projectNameText(options.project, problem));
  if (!existsSync(dirname(libraryNamed(library)))) {
    throw new UsageError(`${library} cannot be made: the folder above it does not exist.`);
  }
  for (const path of paths) {
    const whole = namedPath(path, 'The name of what is to be taken in');
    try {
      await lstat(toNative(whole));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      throw new UsageError(
        `${shownPath(path)} ${code === 'ENOENT' || code === 'ENOTDIR' ? 'does not exist' : 'cannot be read'}.`,
      );
    }
  }
}

async function analyze({ client }: Session, paths: readonly string[], project: string): Promise<Analysis> {
  const progress = openProgress();
  try {
    const events = await client.upload.analyze({
      paths: paths.map((path) => resolve(path)),
      project: { name: project },
    });
    for await (const event of events) {
      if (event.type === 'done') return event.analysis;
      const text =
        event.phase === 'discovering'
          ? `Looking for files: ${event.files}`
          : `Comparing: ${event.checked} of ${event.files}`;
      progress.update(text, event.checked, event.files);
    }
  } finally {
    progress.end();
  }
  throw new Error('the analysis ended without a result');
}

const PAGE = 1000;

async function printPlan({ client }: Session, analysis: Analysis, options: ImportOptions): Promise<number> {
  const entries: AnalysisEntry[] = [];
  for (;;) {
    const page = await client.upload.entries({
      analysisId: analysis.id,
      offset: entries.length,
      limit: PAGE,
    });
    entries.push(...page.entries);
    if (page.entries.length === 0 || entries.length >= page.total) break;
  }
  const lines = entries.map(({ path, outcome, photoId, problem }) => line(path, outcome, photoId, problem));
  print({ taskId: null, state: 'planned', lines }, options);
  return lines.some((entry) => entry.outcome === 'failed') ? EXIT.failedItems : EXIT.done;
}

function linesOf(item: JobItem): Line[] {
  return item.files.map(({ path, outcome, photoId, problem }) => line(path, outcome, photoId, problem));
}

function line(path: string, outcome: FileOutcome, photoId: number | null, problem: Problem | null): Line {
  return {
    path,
    outcome,
    ...(photoId === null ? {} : { photoId }),
    ...(problem === null ? {} : { message: problemText(problem, outcome === 'failed') }),
  };
}

function print(
  result: { taskId: string | null; state: string; lines: Line[] },
  options: ImportOptions,
): void {
  const counts = { total: result.lines.length, succeeded: 0, skipped: 0, failed: 0 };
  for (const { outcome } of result.lines) {
    if (outcome === 'failed') counts.failed += 1;
    else if (outcome === 'imported' || outcome === 'completion') counts.succeeded += 1;
    else counts.skipped += 1;
  }
  if (options.json) {
    printJson({ taskId: result.taskId, state: result.state, counts, items: result.lines });
    return;
  }
  for (const { path, outcome, message } of result.lines) {
    if (outcome !== 'imported' || message !== undefined) {
      printLine(`${outcome.padEnd(11)} ${shownPath(path)}${message === undefined ? '' : `: ${message}`}`);
    }
  }
  const verb = options.dryRun ? 'would be taken in' : 'taken in';
  printLine(
    `${counts.succeeded} files ${verb}, ${counts.skipped} left out, ${counts.failed} failed (${result.state})`,
  );
}
