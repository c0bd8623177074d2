import { join } from 'node:path';
import { z } from 'zod';
import { recordAudit } from '../db/audit.ts';
import { execute } from '../db/connection.ts';
import type { FileOpRow, ProjectRow } from '../db/rows.ts';
import { AppError } from '../files/app-error.ts';
import { isProjectInWork, markDone, openIntents, writeIntent } from '../files/journal.ts';
import { look } from '../files/move-file.ts';
import { volumeOf } from '../files/volumes.ts';
import { ownsNothing } from '../library/drop-project.ts';
import { getProject } from '../library/projects.ts';
import { notBeforeSeen } from '../library/seen-time.ts';
import type { HandlerServices, ItemContext, ItemResult, JobHandler } from './handler.ts';
import { requireProjectHere } from './project-here.ts';
import { deletedFolder, moveProjectFolder, rollBackProjectMove } from './relocate-project.ts';
import { remakeFolder } from './remake-folder.ts';

const payload = z.object({ projectId: z.int().positive() });
type Payload = z.infer<typeof payload>;

/** Moves the folder of a project into the trash of the library, whole: what is in it that we do not know goes along. */
export const projectDeleteFiles: JobHandler<Payload> = {
  type: 'project_delete_files',
  payload,
  concurrency: () => 1,
  durable: true,
  flushEnd: true,

  async *discover({ services: { db }, payload: { projectId } }, from) {
    const project = getProject(db, projectId);
    if (from === null && project !== null) yield { items: [{ ref: project.folder }], cursor: 'end' };
  },

  begin({ services: { db, clock }, job, payload: { projectId } }, item) {
    const project = getProject(db, projectId);
    if (openIntents(db, item.id).length > 0 || project === null || project.deleted_at !== null) return;
    if (isProjectInWork(db, projectId)) return;
    writeIntent(db, {
      kind: 'project',
      taskId: job.task_id,
      itemId: item.id,
      projectId,
      baseName: null,
      source: project.folder,
      target: deletedFolder(job.task_id ?? String(job.id), project.folder),
      bytes: null,
      now: clock.wall(),
    });
  },

  async runItem(context) {
    const [intent] = openIntents(context.services.db, context.item.id);
    if (intent === undefined) return nothingNoted(context);
    await requireFolder(context, intent);
    await moveProjectFolder(context.services, intent);
    return { state: 'done', result: { files: [] }, apply: () => record(context, intent) };
  },

  abandon: rollBackProjectMove,
};

/**
 * What a pulled drive leaves behind is a folder, too. Moved into the trash it would take the project out of the library, and
 * its files would be nobody's when the drive is back.
 *
 * A folder that somebody deleted by hand will never be back, and without this its project could never leave the library: an
 * empty one is put into the trash in its stead, so that this deletion is undone and purged like any other.
 */
async function requireFolder(
  { services, payload: { projectId } }: ItemContext<Payload>,
  intent: FileOpRow,
): Promise<void> {
  const project = getProject(services.db, projectId);
  if (project === null) return;
  const isThere = (await look(join(services.paths.root, intent.source))) !== null;
  if (isThere) await requireProjectHere(services, project);
  else if (await wasOnOwnVolume(services, project)) await remakeFolder(services, intent);
}

/** True where the files of a project were last seen on the volume of the library itself, which is here. */
async function wasOnOwnVolume({ db, paths }: HandlerServices, project: ProjectRow): Promise<boolean> {
  if ((await look(paths.database)) === null) return false;
  if (project.volume_id === null) return ownsNothing(db, project.id);
  return project.volume_id === (await volumeOf(paths.root)).id;
}

/** Deleted already; or something is at work in its folder, and then it is looked at again later. */
function nothingNoted({ services: { db }, payload: { projectId } }: ItemContext<Payload>): ItemResult {
  const project = getProject(db, projectId);
  if (project !== null && project.deleted_at === null) throw new AppError('file_busy', { retry: 'later' });
  return { state: 'skipped', error: { code: 'nothing_to_do' } };
}

function record({ services, job, payload: { projectId } }: ItemContext<Payload>, intent: FileOpRow): void {
  const { db, clock, changes } = services;
  const now = clock.wall();
  const project = getProject(db, projectId);
  if (project === null) throw new AppError('project_gone');
  execute(
    db,
    `UPDATE projects SET deleted_at = @deletedAt, delete_task_id = @taskId, deleted_folder = @source, folder = @target,
       updated_at = @now WHERE id = @projectId`,
    {
      projectId,
      now,
      deletedAt: notBeforeSeen(db, now),
      taskId: job.task_id,
      source: intent.source,
      target: intent.target,
    },
  );
  // All at once: while some of them still showed, they would be shown from a place that is not theirs.
  execute(db, `UPDATE photos SET present = 0 WHERE project_id = @projectId`, { projectId });
  markDone(db, { id: intent.id, photoId: null, now });
  recordAudit(db, {
    at: now,
    actor: 'task',
    action: 'project_deleted',
    taskId: job.task_id,
    projectId,
    photoId: null,
    detail: { folder: intent.source, name: project.name },
  });
  changes.projects();
  changes.wholesale();
}
