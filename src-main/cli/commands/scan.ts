import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { type ScanParams, scanAction, scanPriority } from '../../../src-preload/contract/batch.ts';
import { toNative } from '../../files/native-path.ts';
import { resolveStart } from '../../files/walk.ts';
import { globProblem } from '../../library/glob.ts';
import { isInside } from '../../library/scan-place.ts';
import { UsageError } from '../exit-codes.ts';
import { tellScan } from '../follow/scan-outcome.ts';
import { libraryNamed, namedPath } from '../named-path.ts';
import { printNote, shownPath } from '../output.ts';
import { type Session, withLibrary } from '../session.ts';

interface ScanOptions {
  pattern?: string;
  minSizeMb?: string;
  maxAgeDays?: string;
  exclude?: string[];
  recursive: boolean;
  ignoreCase: boolean;
  hash?: boolean;
  action: string;
  project?: string;
  priority: string;
  dryRun?: boolean;
  wait: boolean;
  json?: boolean;
}

export function scanCommand(program: Command, exit: (code: number) => void): void {
  program
    .command('scan')
    .description('look through a folder, and do something with each file that matches')
    .argument('<library>', 'folder of the library')
    .argument('<path>', 'folder to look through')
    .option('--pattern <glob>', 'only these; with a slash it is about the path below the folder', '**/*')
    .option('--min-size-mb <n>', 'only files of at least so many MB')
    .option('--max-age-days <n>', 'only files changed within so many days')
    .option('--exclude <glob...>', 'leave these files and folders out')
    .option('--no-recursive', 'leave the folders in it alone')
    .option('--no-ignore-case', 'tell capital letters from small ones')
    .option('--hash', 'index: tell the SHA-256 of each file too')
    .option('--action <action>', scanAction.options.join(', '), 'index')
    .option('--project <name>', 'import: the project that takes the files in; it is made where there is none')
    .option('--priority <level>', scanPriority.options.join(', '), 'normal')
    .option('--dry-run', 'say what matches and what it would get, and change nothing')
    .option('--no-wait', 'store it and do not work on it now')
    .option('--json', 'print one JSON document')
    .action(async (library: string, path: string, options: ScanOptions) => {
      exit(await runScan(library, path, options));
    });
}

async function runScan(library: string, path: string, options: ScanOptions): Promise<number> {
  const words = wordsOf(path, options);
  await checkBeforeMaking(library, words);
  const { wait, dryRun = false } = options;
  return await withLibrary(library, { create: false, work: wait }, async (session) => {
    const project = await projectOf(session, options);
    const params = { ...words, ...project, dryRun };
    const { taskId } = await session.client.batch.start(params);
    return await tellScan(session, taskId, options);
  });
}

/** @throws UsageError before the library is opened */
function wordsOf(path: string, options: ScanOptions): ScanParams {
  const action = oneOf(scanAction, options.action, 'action');
  if ((action === 'import') !== (options.project !== undefined)) {
    throw new UsageError('--action import takes --project NAME, and no other action does.');
  }
  const minSizeMb = numberOf(options.minSizeMb, 'min-size-mb');
  const maxAgeDays = numberOf(options.maxAgeDays, 'max-age-days');
  return {
    path: namedPath(path, 'The name of the folder'),
    recursive: options.recursive,
    pattern: options.pattern ?? '**/*',
    ignoreCase: options.ignoreCase,
    filters: {
      ...(minSizeMb === undefined ? {} : { minSizeMb }),
      ...(maxAgeDays === undefined ? {} : { maxAgeDays }),
      excludePatterns: options.exclude ?? [],
    },
    action,
    hash: options.hash ?? false,
    priority: oneOf(scanPriority, options.priority, 'priority'),
  };
}

/** An import may make its project first: what is wrong with the rest is said before, or an empty project would be left. */
async function checkBeforeMaking(
  library: string,
  { action, path, pattern, filters }: ScanParams,
): Promise<void> {
  if (action !== 'import') return;
  for (const glob of [pattern, ...filters.excludePatterns]) {
    const problem = globProblem(glob);
    if (problem !== null) throw new UsageError(`"${shownPath(glob)}" ${problem}.`);
  }
  const info = await stat(toNative(path)).catch(() => null);
  if (info === null) throw new UsageError(`${shownPath(path)} does not exist.`);
  if (!info.isDirectory()) throw new UsageError(`${shownPath(path)} is not a folder.`);
  if (isInside(await realOf(path), await realOf(libraryNamed(library))))
    throw new UsageError(`${shownPath(path)} lies in the library itself.`);
}

/** Through links; as it is named where it is not there, which whoever opens it will say. */
const realOf = (path: string): Promise<string> => resolveStart(path).catch(() => path);

async function projectOf(
  { client }: Session,
  { project: name, dryRun }: ScanOptions,
): Promise<{ projectId?: number }> {
  if (name === undefined) return {};
  const known = (await client.projects.list()).find((project) => project.name === name);
  if (known !== undefined) return { projectId: known.id };
  if (dryRun) {
    throw new UsageError(`There is no project "${shownPath(name)}" yet, and a dry run makes none.`);
  }
  const made = await client.projects.create({ name });
  printNote(`The project "${shownPath(name)}" was made.`);
  return { projectId: made.id };
}

function oneOf<T extends string>(
  schema: { options: readonly T[]; safeParse(value: unknown): { success: boolean } },
  text: string,
  option: string,
): T {
  if (schema.safeParse(text).success) return text as T;
  throw new UsageError(
    `--${option} takes ${schema.options.join(', ')}; "${shownPath(text)}" is none of them.`,
  );
}

function numberOf(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new UsageError(`--${option} takes a number from 0 on; "${shownPath(text)}" is none.`);
}
