import { isAbsolute } from 'node:path';
import type { ScanParams } from '../../../src-preload/contract/batch.ts';
import type { Config } from '../../config/schema.ts';
import { AppError } from '../../files/app-error.ts';
import { priorityOf, type ScanOrder, scanOrder, TASK_OF_ACTION } from '../../handlers/scan-order.ts';
import { requireLiveProject } from '../../library/projects.ts';
import { resolveScanRoot } from '../../library/scan-place.ts';
import { atPriority, type TaskDefinition, type TaskDefinitions } from '../../tasks/definitions.ts';
import type { LibraryEngine } from '../library-engine.ts';
import { badOrder, requireAllowed } from '../start-work.ts';

/**
 * Starts a scan on behalf of a person. Everything that can be wrong is said before anything is stored.
 * @throws AppError those of `checkScan`; `queue_full`, `already_running`
 */
export async function startScan(
  engine: LibraryEngine,
  input: ScanParams & { dryRun: boolean },
): Promise<string> {
  const params = await checkScan(engine, input);
  return engine.startOwnTask(scanDefinition(engine, params), {
    type: 'batch_scan',
    scope: 'global',
    projectId: null,
    params,
    items: [],
  });
}

/**
 * The order as the jobs are told it, with the real path of its folder.
 * @throws AppError `path_missing`, `path_unreadable`, `path_not_absolute`, `path_inside_library`; `bad_order`;
 *   `project_missing`, `action_disabled`
 */
export async function checkScan(
  engine: LibraryEngine,
  input: ScanParams & { dryRun: boolean },
): Promise<ScanOrder> {
  checkWords(engine, input);
  return { ...input, path: await requirePlace(engine, input), shown: trimmed(input.path) };
}

/**
 * The real path of the folder of a scan.
 * @throws AppError `path_missing`, `path_unreadable`, `path_not_absolute`, `path_inside_library`; `bad_order` for a file
 */
export async function requirePlace(
  { paths }: LibraryEngine,
  { path, action }: Pick<ScanParams, 'path' | 'action'>,
): Promise<string> {
  try {
    return await resolveScanRoot(path, action, paths);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'path_not_a_folder') throw error;
    throw badOrder([{ path: 'path', message: 'is not a folder' }]);
  }
}

/** The same for a recipe, whose folder may be on a card that is not here now. */
export function checkWords(engine: LibraryEngine, input: ScanParams): void {
  if (!isAbsolute(input.path)) throw new AppError('path_not_absolute', { detail: input.path });
  const parsed = scanOrder.safeParse(input);
  if (!parsed.success) {
    throw badOrder(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
  }
  const { projectId, action } = input;
  if (projectId !== undefined) requireLiveProject(engine, projectId);
  const declared = engine.definitions[TASK_OF_ACTION[action] ?? ''];
  if (declared !== undefined) requireAllowed(engine.config, declared);
}

/** The declared task, in the lane that was asked for. */
export function scanDefinition(
  { definitions, config }: { definitions: TaskDefinitions; config: Config },
  { priority }: Pick<ScanParams, 'priority'>,
): TaskDefinition {
  const declared = definitions.batch_scan;
  if (declared === undefined) throw new AppError('unknown_task_type', { detail: 'batch_scan' });
  return atPriority(declared, priorityOf(config, priority));
}

function trimmed(path: string): string {
  const text = path.replace(/\/+$/, '');
  return text === '' ? '/' : text;
}
