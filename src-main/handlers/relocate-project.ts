import { rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { recordAudit } from '../db/audit.ts';
import { execute, selectOne } from '../db/connection.ts';
import type { FileOpRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import {
  abandonIntent,
  abandonIntents,
  isProjectInWork,
  markDone,
  openIntents,
  orphanedIntents,
  writeIntent,
} from '../files/journal.ts';
import { makeFolders } from '../files/make-folders.ts';
import { look } from '../files/move-file.ts';
import { toNative } from '../files/native-path.ts';
import { requireRealFolders } from '../files/real-folders.ts';
import { getProject } from '../library/projects.ts';
import { TRASH_FOLDER } from '../library/trash.ts';
import { projectOpOfTask } from '../library/undoable.ts';
import type { HandlerServices, ItemContext, ItemResult } from './handler.ts';
import { remakeEmptyFolder } from './remake-folder.ts';

/**
 * Moves the folder of a whole project, with all that is in it, known or not: one rename, whatever the size.
 * @throws AppError `target_exists`, `project_folder_missing`, `project_folder_outside`, `other_volume`
 */
export async function moveProjectFolder(
  services: Pick<HandlerServices, 'paths' | 'folders'>,
  intent: FileOpRow,
): Promise<void> {
  const { root } = services.paths;
  const [source, target] = [join(root, intent.source), join(root, intent.target)];
  await requireRealFolders(root, dirname(source));
  await requireRealFolders(root, dirname(target));
  const [from, to] = await Promise.all([look(source), look(target)]);
  if (from === null) {
    if (to === null) throw new AppError('project_folder_missing', { detail: intent.source });
    return; // Done already, before a death.
  }
  // A rename would put the folder in the place of an empty one without a word. Where the disk folds case, the new name
  // may be this very folder.
  const isItself = to !== null && to.ino === from.ino && to.dev === from.dev && from.ino !== 0;
  if (to !== null && !isItself) throw new AppError('target_exists', { detail: intent.target });
  try {
    await makeFolders(dirname(target));
    await rename(toNative(source), toNative(target));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EXDEV' || code === 'EBUSY') {
      throw new AppError('other_volume', { detail: intent.source, cause: error });
    }
    throw toAppError(error);
  }
  try {
    await Promise.all([services.folders.flush(dirname(target)), services.folders.flush(dirname(source))]);
  } catch (error) {
    throw toAppError(error);
  }
}

/** Puts the folder back that was moved for an item which will not be finished. */
export async function rollBackProjectMove(context: ItemContext<unknown>): Promise<void> {
  const { services, item } = context;
  const intents = openIntents(services.db, item.id).filter(({ kind }) => kind === 'project');
  for (const intent of intents) await putProjectBack(services, intent);
  context.commit(() => abandonIntents(services.db, { itemId: item.id, now: services.clock.wall() }));
}

/** The same for items that have ended, or are gone. Run at start. */
export async function rollBackOrphanedProjectMoves(services: HandlerServices): Promise<void> {
  for (const intent of orphanedIntents(services.db, ['project'])) {
    try {
      await putProjectBack(services, intent);
      abandonIntent(services.db, { id: intent.id, now: services.clock.wall() });
    } catch (error) {
      services.log.error({ source: intent.source, err: error }, 'a project could not be put back yet');
    }
  }
}

/** Where it was moved, that is: what is at its new place while it is at its old one is somebody else's. */
export async function putProjectBack(
  services: Pick<HandlerServices, 'paths' | 'folders'>,
  intent: FileOpRow,
): Promise<void> {
  const { root } = services.paths;
  const [from, to] = await Promise.all([look(join(root, intent.source)), look(join(root, intent.target))]);
  const isMoved = from === null && to !== null;
  if (isMoved) await moveProjectFolder(services, { ...intent, source: intent.target, target: intent.source });
}

/** A project that a task put into the trash goes back to where it was, or beside it where that is taken. */
export async function relocateProject(context: ItemContext<unknown>, taskId: string): Promise<ItemResult> {
  const { services, item, job } = context;
  const { db, clock } = services;
  let [intent] = openIntents(db, item.id);
  const op = projectOpOfTask(db, taskId);
  if (intent === undefined) {
    const project = op?.project_id == null ? null : getProject(db, op.project_id);
    if (op === null || project === null) return { state: 'skipped', error: { code: 'nothing_to_do' } };
    const target = await freeFolder(services, project.deleted_folder ?? op.source);
    context.commit(() => {
      if (isProjectInWork(db, project.id)) throw new AppError('file_busy', { retry: 'later' });
      writeIntent(db, {
        kind: 'project',
        taskId: job.task_id,
        itemId: item.id,
        projectId: project.id,
        baseName: null,
        source: project.folder,
        target,
        bytes: null,
        now: clock.wall(),
      });
    });
    [intent] = openIntents(db, item.id);
  }
  if (intent === undefined) throw new AppError('internal', { detail: 'an intent that was not stored' });
  const noted = intent;
  await remakeEmptyFolder(services, noted);
  await moveProjectFolder(services, noted);
  return { state: 'done', result: { files: [] }, apply: () => recordReturn(context, noted, op) };
}

function recordReturn(
  { services, job }: ItemContext<unknown>,
  intent: FileOpRow,
  op: FileOpRow | null,
): void {
  const { db, clock, changes } = services;
  const now = clock.wall();
  const projectId = intent.project_id ?? 0;
  execute(
    db,
    `UPDATE projects SET folder = @folder, name = CASE WHEN @folder = deleted_folder THEN name ELSE @folder END,
       deleted_at = NULL, delete_task_id = NULL, deleted_folder = NULL, updated_at = @now WHERE id = @projectId`,
    { projectId, folder: intent.target, now },
  );
  execute(
    db,
    `UPDATE photos SET present = jpg_available OR raw_available OR other_available WHERE project_id = @projectId`,
    { projectId },
  );
  markDone(db, { id: intent.id, photoId: null, now });
  if (op !== null) execute(db, `UPDATE file_ops SET state = 'undone' WHERE id = @id`, { id: op.id });
  recordAudit(db, {
    at: now,
    actor: 'task',
    action: 'project_restored',
    taskId: job.task_id,
    projectId,
    photoId: null,
    detail: { folder: intent.target },
  });
  changes.projects();
  changes.wholesale();
}

async function freeFolder({ db, paths }: HandlerServices, wanted: string): Promise<string> {
  for (let index = 1; ; index += 1) {
    const folder = index === 1 ? wanted : `${wanted} (${index})`;
    const isKnown = selectOne(db, `SELECT 1 FROM projects WHERE folder = @folder`, { folder }) !== undefined;
    if (!isKnown && (await look(join(paths.root, folder))) === null) return folder;
  }
}

/** Where a deleted project lies, relative to the library. */
export function deletedFolder(taskId: string, folder: string): string {
  return `${TRASH_FOLDER}/${taskId}/${folder}`;
}
