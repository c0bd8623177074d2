import type { Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { transaction } from '../db/connection.ts';
import type { FileOpRow, ProjectRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import {
  abandonIntent,
  markDone,
  openIntents,
  takeOrphanedIntents,
  temporaryName,
} from '../files/journal.ts';
import { look, type MoveTools, moveFile } from '../files/move-file.ts';
import { requireRealFolders } from '../files/real-folders.ts';
import { refreshAvailability } from '../library/availability.ts';
import { photoBundle } from '../library/bundle-rows.ts';
import { getProject, requireInside } from '../library/projects.ts';
import { rowToTrash, TRASH_FOLDER } from '../library/trash.ts';
import type { HandlerServices, ItemContext } from './handler.ts';
import { orProjectAway } from './project-here.ts';

/** Kinds whose inverse is the same move the other way round. */
const MOVES: readonly FileOpRow['kind'][] = ['trash', 'restore', 'move'];

/**
 * Makes the moves that were noted for an item, in their order. Those that were made before a death are found made. Where
 * one fails, the ones before it stay made until `rollBackMoves`: a photo is moved whole or not at all.
 *
 * @throws AppError `volume_away` where the project's folder is, and all that `moveFile` throws
 */
export async function carryOutMoves(
  context: ItemContext<unknown>,
  intents: readonly FileOpRow[],
): Promise<void> {
  const { services } = context;
  const folders = new Map<number, string>();
  const seen = new Set<string>();
  for (const intent of intents) {
    if (context.signal.aborted) throw toAppError(context.signal.reason);
    const [from, to] = await foldersOf(services, intent, folders);
    const [source, target] = [join(from, intent.source), join(to, intent.target)];
    await requireRealFolders(from, dirname(source), seen);
    await requireRealFolders(to, dirname(target), seen);
    const move = {
      source,
      target,
      ...factsOf(intent),
      ownFolder: intent.target.startsWith(`${TRASH_FOLDER}/`),
      root: to,
    };
    try {
      await moveFile(move, toolsFor(services, intent, context.job.lease ?? '', context.signal));
    } catch (error) {
      throw await orAway(services, toAppError(error), intent);
    }
    services.probe('file_moved');
  }
}

/**
 * Puts back what was moved for an item that will not be finished, last first, and closes its intents. Each file by itself: a
 * sidecar whose name was taken in the meantime must not keep its pictures in the trash. It stays there, as what a person
 * can restore. What cannot be put back for another reason (its drive is away) stays where it is with its intent open, and
 * is tried again with the next check.
 * @throws AppError the first of those reasons, when all else is back
 */
export async function rollBackMoves(context: ItemContext<unknown>): Promise<void> {
  const { services, item } = context;
  const intents = openIntents(services.db, item.id).filter(({ kind }) => MOVES.includes(kind));
  if (intents.length === 0) return;
  const returns = await putBack(services, intents, context.job.lease ?? '');
  context.commit(() => settle(services, returns));
  throwUnsettled(returns);
}

/**
 * The same for items that have ended, or are gone. Run at start, because a process can die between an end and its cleaning
 * up, and with each check of the files, because a drive that was away then may be back.
 */
export async function rollBackOrphanedMoves(services: HandlerServices): Promise<number> {
  const orphans = takeOrphanedIntents(services.db, MOVES);
  for (const [photoId, intents] of Map.groupBy(orphans, (intent) => intent.photo_id)) {
    try {
      const returns = await putBack(services, intents, '');
      transaction(services.db, () => settle(services, returns));
      throwUnsettled(returns);
    } catch (error) {
      services.log.error({ photoId, err: error }, 'what was moved by halves could not be put back yet');
    }
  }
  return orphans.length;
}

/** What became of a file that was to be put back. */
interface Return {
  intent: FileOpRow;
  /** Why it is not back. */
  error: AppError | null;
}

async function putBack(
  services: HandlerServices,
  intents: readonly FileOpRow[],
  lease: string,
): Promise<Return[]> {
  const returns: Return[] = [];
  for (const intent of [...intents].reverse()) {
    try {
      await putOneBack(services, intent, lease);
      returns.push({ intent, error: null });
    } catch (error) {
      returns.push({ intent, error: toAppError(error) });
    }
  }
  return returns;
}

async function putOneBack(services: HandlerServices, intent: FileOpRow, lease: string): Promise<void> {
  const [from, to] = await foldersOf(services, intent);
  const [source, target] = [join(from, intent.source), join(to, intent.target)];
  if ((await lookWithin(to, target)) === null) {
    // Never moved, then, or back already. Unless it is nowhere to be seen, with its drive away: then nobody can say.
    if ((await lookWithin(from, source)) === null) await requireVisible(services, intent);
    return;
  }
  await requireRealFolders(from, dirname(source));
  await moveFile(
    {
      source: target,
      target: source,
      ...factsOf(intent),
      ownFolder: intent.source.startsWith(`${TRASH_FOLDER}/`),
      root: from,
    },
    toolsFor(services, intent, lease, undefined),
  );
}

/** Part of one transaction: the rows say where each file is by now. */
function settle(services: HandlerServices, returns: readonly Return[]): void {
  const { db, clock } = services;
  const now = clock.wall();
  for (const { intent, error } of returns) {
    if (error === null) abandonIntent(db, { id: intent.id, now });
    else if (isLeftInTrash({ intent, error })) staysInTrash(services, intent, now);
  }
}

/** Its name is somebody else's by now, and nobody but a person can say which of the two is wanted. */
function isLeftInTrash({ intent, error }: Return): boolean {
  return intent.kind === 'trash' && error?.code === 'target_exists';
}

function staysInTrash({ db, changes }: HandlerServices, intent: FileOpRow, now: number): void {
  const bundle = intent.photo_id === null ? null : photoBundle(db, intent.photo_id);
  const file = bundle?.files.find(({ id }) => id === intent.file_id);
  if (bundle === null || file === undefined) return;
  const photoId = bundle.photo.id;
  const [taskId, baseName] = [intent.task_id ?? '', bundle.photo.base_name];
  rowToTrash(db, { file, taskId, trashPath: intent.target, baseName, now });
  markDone(db, { id: intent.id, photoId, now });
  refreshAvailability(db, photoId, now, { intent: 'stays' });
  changes.photo(photoId, { added: false });
}

function throwUnsettled(returns: readonly Return[]): void {
  const left = returns.find((each) => each.error !== null && !isLeftInTrash(each));
  if (left?.error) throw left.error;
}

function factsOf(intent: FileOpRow) {
  return { bytes: intent.bytes ?? 0, mtimeMs: intent.mtime_ms ?? 0, sha256: intent.sha256 ?? '' };
}

/** @param known folders that were looked at for this bundle already */
async function foldersOf(
  services: HandlerServices,
  intent: FileOpRow,
  known = new Map<number, string>(),
): Promise<[string, string]> {
  const to = await folderOf(services, intent.project_id, known);
  const from =
    intent.source_project_id === null ? to : await folderOf(services, intent.source_project_id, known);
  return [from, to];
}

async function folderOf(
  services: HandlerServices,
  projectId: number | null,
  known: Map<number, string>,
): Promise<string> {
  const seen = projectId === null ? undefined : known.get(projectId);
  if (seen !== undefined) return seen;
  const project = projectId === null ? null : getProject(services.db, projectId);
  if (project === null) throw new AppError('project_gone');
  const folder = await projectFolder(services, project);
  known.set(project.id, folder);
  return folder;
}

/**
 * The absolute folder of a project that is there.
 * @throws AppError `volume_away` where it is not: then the work waits for it; `project_folder_outside`
 */
export async function projectFolder(services: HandlerServices, project: ProjectRow): Promise<string> {
  try {
    return await requireInside(services.paths, project.folder);
  } catch (error) {
    throw await orProjectAway(services, project, toAppError(error));
  }
}

/** Null also where a link is in the way: what is behind it is none of ours. */
async function lookWithin(root: string, path: string): Promise<Stats | null> {
  try {
    await requireRealFolders(root, dirname(path));
    return await look(path);
  } catch (error) {
    if (toAppError(error).code === 'project_folder_outside') return null;
    throw error;
  }
}

/**
 * For a file that is at neither of its places.
 * @throws AppError `volume_away`, `project_folder_outside`: it may be there all the same
 */
async function requireVisible(services: HandlerServices, intent: FileOpRow): Promise<void> {
  const [from, to] = await foldersOf(services, intent);
  await requireRealFolders(from, dirname(join(from, intent.source)));
  await requireRealFolders(to, dirname(join(to, intent.target)));
  const missing = new AppError('file_missing', { detail: intent.source });
  const judged = await orAway(services, missing, intent);
  if (judged !== missing) throw judged;
}

/** A file that is missing where its whole project is away is not missing. */
async function orAway(services: HandlerServices, error: AppError, intent: FileOpRow): Promise<AppError> {
  for (const id of new Set([intent.source_project_id, intent.project_id])) {
    const project = id === null ? null : getProject(services.db, id);
    const judged = project === null ? error : await orProjectAway(services, project, error);
    if (judged !== error) return judged;
  }
  return error;
}

function toolsFor(
  services: HandlerServices,
  intent: FileOpRow,
  lease: string,
  signal: AbortSignal | undefined,
): MoveTools {
  const { workers, folders } = services;
  return {
    folders,
    hash: (path) => workers.run('hash', { path }, { signal }),
    copy: (source, target, mtimeMs) =>
      workers.run(
        'copy',
        { source, target, mtimeMs, temporary: join(dirname(target), temporaryName(intent.id, lease)) },
        { signal },
      ),
  };
}
