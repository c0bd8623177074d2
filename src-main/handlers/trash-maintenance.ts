import { rmdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { recordAudit } from '../db/audit.ts';
import { execute, transaction } from '../db/connection.ts';
import type { FileOpRow, ProjectRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import {
  abandonIntent,
  isFileIntended,
  isProjectMoving,
  markDone,
  openIntents,
  takeOrphanedIntents,
  writeIntent,
} from '../files/journal.ts';
import { look } from '../files/move-file.ts';
import { toNative } from '../files/native-path.ts';
import { requireRealFolders } from '../files/real-folders.ts';
import type { NewItem } from '../jobs/sql/items.ts';
import { photoBundles } from '../library/bundle-rows.ts';
import { dropPhotoWithoutFiles } from '../library/drop-photo.ts';
import { purgeableVersions } from '../library/file-versions.ts';
import { dropEmptyDeletedProject, getProject } from '../library/projects.ts';
import { purgeableFiles, purgeablePhotoIds } from '../library/purgeable.ts';
import { forgetTrash, isInTrash } from '../library/trash.ts';
import type { HandlerServices, ItemContext, JobContext, JobHandler } from './handler.ts';
import { projectFolder } from './journaled-moves.ts';
import { orProjectAway } from './project-here.ts';
import { purgeVersion } from './purge-version.ts';

const payload = z.object({
  projectId: z.int().positive().nullable().default(null),
  /** What somebody named is purged whatever its age. Without any, it is what is old enough. */
  purge: z
    .object({
      photoIds: z.array(z.int().positive()).nullable().default(null),
      taskId: z.string().nullable().default(null),
    })
    .nullable()
    .default(null),
});
type Payload = z.infer<typeof payload>;

/** Photos of which something is in the trash come first, then what files were before they were written. */
const PHOTOS = 0;
const VERSIONS = 1;
const versionItem = z.object({ versionId: z.int() });

const PAGE = 250;
const IN_FLIGHT = 32;
const DAY_MS = 86_400_000;

/**
 * Removes for good what has been in the trash for `trash.retention_days`, by our own note of when it went there: a file's
 * own time says when it was taken, and by that every old photo would be gone within the hour. Each file is looked at once
 * more before it goes; one that is not what we put there stays.
 */
export const trashMaintenance: JobHandler<Payload> = {
  type: 'trash_maintenance',
  payload,
  concurrency: () => IN_FLIGHT,
  durable: true,

  async *discover(context, from) {
    const { db } = context.services;
    const [stage = PHOTOS, last = 0] = from === null ? [] : from.split(':').map(Number);
    for (let after = last; stage === PHOTOS; ) {
      const ids = purgeablePhotoIds(db, scopeOf(context), { after, limit: PAGE });
      if (ids.length === 0) break;
      after = ids.at(-1) ?? after;
      const items = photoBundles(db, ids).map(
        ({ photo, project }): NewItem => ({
          ref: `${project.folder}/${photo.base_name}`,
          photoId: photo.id,
          kind: 'purge',
        }),
      );
      yield { items, cursor: `${PHOTOS}:${after}` };
    }
    for (let after = stage === VERSIONS ? last : 0; ; ) {
      const found = purgeableVersions(db, scopeOf(context), { after, limit: PAGE });
      if (found.length === 0) return;
      after = found.at(-1)?.id ?? after;
      const items = found.map(
        ({ id, folder, path }): NewItem => ({
          ref: `${folder}/${path}`,
          payload: { versionId: id },
          kind: 'purge_version',
        }),
      );
      yield { items, cursor: `${VERSIONS}:${after}` };
    }
  },

  begin(context, item) {
    const { services, job } = context;
    const { db, clock } = services;
    if (item.photo_id === null || openIntents(db, item.id).length > 0) return;
    for (const row of purgeableFiles(db, { ...scopeOf(context), photoIds: [item.photo_id] })) {
      const isBusy = isFileIntended(db, { fileId: row.file_id, itemId: item.id });
      if (isBusy || isProjectMoving(db, row.project_id)) continue;
      writeIntent(db, {
        kind: 'purge',
        taskId: job.task_id,
        itemId: item.id,
        projectId: row.project_id,
        photoId: row.photo_id,
        fileId: row.file_id,
        baseName: null,
        source: row.path,
        target: row.path,
        bytes: row.bytes,
        mtimeMs: row.mtime_ms,
        sha256: row.sha256,
        now: clock.wall(),
      });
    }
  },

  async runItem(context) {
    const { services, item } = context;
    if (item.kind === 'purge_version')
      return await purgeVersion(context, versionItem.parse(JSON.parse(item.payload)).versionId);
    const intents = openIntents(services.db, item.id);
    if (intents.length === 0)
      return { state: 'skipped', photoId: item.photo_id, error: { code: 'nothing_to_do' } };
    for (const intent of intents) await purgeFile(context, intent);
    return { state: 'done', result: { files: [] }, apply: () => record(services, intents) };
  },

  /** What is gone is gone: the rows follow. What is still there stays in the trash. */
  async abandon(context) {
    const { services, item } = context;
    const settled = await settle(services, openIntents(services.db, item.id));
    context.commit(settled);
  },
};

/**
 * The same for items that have ended, or are gone: an intent that stayed open would keep its file from being restored, and
 * from being purged. What lies on a drive that is away is left for the next time.
 */
export async function settleOrphanedPurges(services: HandlerServices): Promise<void> {
  for (const intent of takeOrphanedIntents(services.db, ['purge'])) {
    try {
      const settled = await settle(services, [intent]);
      transaction(services.db, settled);
    } catch (error) {
      services.log.error({ source: intent.source, err: error }, 'what became of a purge cannot be told yet');
    }
  }
}

/** Looks what became of each, and answers what the rows have to say of it. */
async function settle(services: HandlerServices, intents: readonly FileOpRow[]): Promise<() => void> {
  const gone: FileOpRow[] = [];
  for (const intent of intents) {
    if (await isGone(services, intent)) gone.push(intent);
  }
  return () => {
    record(services, gone);
    for (const { id } of intents) abandonIntent(services.db, { id, now: services.clock.wall() });
  };
}

function scopeOf({ services, payload: { projectId, purge } }: Omit<JobContext<Payload>, 'signal'>) {
  if (purge !== null) return { ...purge, projectId, trashedBefore: null };
  const trashedBefore = services.clock.wall() - services.config.trash.retention_days * DAY_MS;
  return { projectId, photoIds: null, taskId: null, trashedBefore };
}

/** @throws AppError `internal` for anything outside of a trash: nothing else is ever removed for good, whatever a row says */
function projectOf({ db }: HandlerServices, intent: FileOpRow): ProjectRow {
  const project = intent.project_id === null ? null : getProject(db, intent.project_id);
  if (project === null) throw new AppError('project_gone');
  if (!isInTrash(`${project.folder}/${intent.source}`)) {
    throw new AppError('internal', { detail: 'a purge outside of the trash' });
  }
  return project;
}

/**
 * What is at the place of a file.
 * @throws AppError `volume_away` where nothing is, because nothing of the project is
 */
async function lookAtPlace(services: HandlerServices, intent: FileOpRow) {
  const project = projectOf(services, intent);
  const folder = await projectFolder(services, project);
  const path = join(folder, intent.source);
  await requireRealFolders(folder, dirname(path));
  const info = await look(path);
  if (info === null) {
    const missing = new AppError('file_missing', { detail: intent.source });
    const judged = await orProjectAway(services, project, missing);
    if (judged !== missing) throw judged;
  }
  return { path, info };
}

async function isGone(services: HandlerServices, intent: FileOpRow): Promise<boolean> {
  try {
    return (await lookAtPlace(services, intent)).info === null;
  } catch (error) {
    // A link is in the way: what is behind it was not purged by us.
    if (toAppError(error).code === 'project_folder_outside') return false;
    throw error;
  }
}

async function purgeFile(context: ItemContext<Payload>, intent: FileOpRow): Promise<void> {
  const { services, signal } = context;
  if (signal.aborted) throw toAppError(signal.reason);
  const { path, info } = await lookAtPlace(services, intent);
  if (info === null) return; // Gone already, before a death.
  if (!info.isFile() || info.size !== intent.bytes)
    throw new AppError('file_changed', { detail: intent.source });
  try {
    await unlink(toNative(path));
    await services.folders.flushIfThere(dirname(path));
  } catch (error) {
    throw await orProjectAway(services, projectOf(services, intent), toAppError(error));
  }
  await removeEmptyFolder(dirname(path));
  services.probe('file_moved');
}

/** The folder of a commit goes with the last file in it. One that holds anything else stays. */
async function removeEmptyFolder(folder: string): Promise<void> {
  try {
    if (isInTrash(folder)) await rmdir(toNative(folder));
  } catch {
    // Not empty yet, or somebody else's business.
  }
}

/** @param intents all of one photo */
function record({ db, clock, changes }: HandlerServices, intents: readonly FileOpRow[]): void {
  const now = clock.wall();
  for (const intent of intents) {
    if (intent.file_id !== null) {
      forgetTrash(db, intent.file_id);
      execute(db, `DELETE FROM files WHERE id = @id`, { id: intent.file_id });
    }
    markDone(db, { id: intent.id, photoId: intent.photo_id, now });
  }
  const [first] = intents;
  const photoId = first?.photo_id ?? null;
  if (first === undefined || photoId === null) return;
  recordAudit(db, {
    at: now,
    actor: 'task',
    action: 'photo_purged',
    taskId: first.task_id,
    projectId: first.project_id,
    photoId,
    detail: { files: intents.map(({ source, sha256 }) => ({ source, sha256 })) },
  });
  dropPhotoWithoutFiles(db, photoId);
  for (const id of new Set(intents.map(({ project_id }) => project_id))) {
    if (id !== null) dropEmptyDeletedProject(db, id);
  }
  changes.photo(photoId, { added: false });
  changes.projects();
}
