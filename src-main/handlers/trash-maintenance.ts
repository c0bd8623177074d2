import { rmdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { recordAudit } from '../db/audit.ts';
import { execute } from '../db/connection.ts';
import type { FileOpRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import {
  abandonIntents,
  isFileIntended,
  isProjectMoving,
  markDone,
  openIntents,
  writeIntent,
} from '../files/journal.ts';
import { look } from '../files/move-file.ts';
import { toNative } from '../files/native-path.ts';
import type { NewItem } from '../jobs/sql/items.ts';
import { photoBundles } from '../library/bundle-rows.ts';
import { dropPhotoWithoutFiles } from '../library/drop-photo.ts';
import { dropEmptyDeletedProject, getProject } from '../library/projects.ts';
import { purgeableFiles, purgeablePhotoIds } from '../library/purgeable.ts';
import { forgetTrash, isInTrash } from '../library/trash.ts';
import type { ItemContext, JobContext, JobHandler } from './handler.ts';
import { projectFolder } from './journaled-moves.ts';

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
    for (let after = Number(from ?? 0); ; ) {
      const ids = purgeablePhotoIds(db, scopeOf(context), { after, limit: PAGE });
      if (ids.length === 0) return;
      after = ids.at(-1) ?? after;
      const items = photoBundles(db, ids).map(
        ({ photo, project }): NewItem => ({
          ref: `${project.folder}/${photo.base_name}`,
          photoId: photo.id,
          kind: 'purge',
        }),
      );
      yield { items, cursor: String(after) };
    }
  },

  begin(context, item) {
    const { services, job } = context;
    const { db, clock } = services;
    if (openIntents(db, item.id).length > 0) return;
    for (const row of purgeableFiles(db, { ...scopeOf(context), photoIds: [item.photo_id ?? 0] })) {
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
    const intents = openIntents(services.db, item.id);
    if (intents.length === 0)
      return { state: 'skipped', photoId: item.photo_id, error: { code: 'nothing_to_do' } };
    for (const intent of intents) await purgeFile(context, intent);
    return { state: 'done', result: { files: [] }, apply: () => record(context, intents) };
  },

  /** What is gone is gone: the rows follow. What is still there stays in the trash. */
  async abandon(context) {
    const { services, item } = context;
    const gone: FileOpRow[] = [];
    for (const intent of openIntents(services.db, item.id)) {
      if ((await look(await placeOf(services, intent))) === null) gone.push(intent);
    }
    context.commit(() => {
      record(context, gone);
      abandonIntents(services.db, { itemId: item.id, now: services.clock.wall() });
    });
  },
};

function scopeOf({ services, payload: { projectId, purge } }: Omit<JobContext<Payload>, 'signal'>) {
  if (purge !== null) return { ...purge, projectId, trashedBefore: null };
  const trashedBefore = services.clock.wall() - services.config.trash.retention_days * DAY_MS;
  return { projectId, photoIds: null, taskId: null, trashedBefore };
}

/** @throws AppError `internal` for anything outside of a trash: nothing else is ever removed for good, whatever a row says */
async function placeOf(services: ItemContext<unknown>['services'], intent: FileOpRow): Promise<string> {
  const project = intent.project_id === null ? null : getProject(services.db, intent.project_id);
  if (project === null) throw new AppError('project_gone');
  if (!isInTrash(`${project.folder}/${intent.source}`)) {
    throw new AppError('internal', { detail: 'a purge outside of the trash' });
  }
  return join(await projectFolder(services, project), intent.source);
}

async function purgeFile(context: ItemContext<Payload>, intent: FileOpRow): Promise<void> {
  const { services, signal } = context;
  if (signal.aborted) throw toAppError(signal.reason);
  const path = await placeOf(services, intent);
  const info = await look(path);
  if (info === null) return; // Gone already, before a death.
  if (!info.isFile() || info.size !== intent.bytes)
    throw new AppError('file_changed', { detail: intent.source });
  try {
    await unlink(toNative(path));
  } catch (error) {
    throw toAppError(error);
  }
  await services.folders.flush(dirname(path));
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

function record({ services, job, item }: ItemContext<Payload>, intents: readonly FileOpRow[]): void {
  const { db, clock, changes } = services;
  const now = clock.wall();
  for (const intent of intents) {
    if (intent.file_id !== null) {
      forgetTrash(db, intent.file_id);
      execute(db, `DELETE FROM files WHERE id = @id`, { id: intent.file_id });
    }
    markDone(db, { id: intent.id, photoId: intent.photo_id, now });
  }
  const [first] = intents;
  if (first === undefined || item.photo_id === null) return;
  recordAudit(db, {
    at: now,
    actor: 'task',
    action: 'photo_purged',
    taskId: job.task_id,
    projectId: first.project_id,
    photoId: item.photo_id,
    detail: { files: intents.map(({ source, sha256 }) => ({ source, sha256 })) },
  });
  dropPhotoWithoutFiles(db, item.photo_id);
  if (first.project_id !== null) dropEmptyDeletedProject(db, first.project_id);
  changes.photo(item.photo_id, { added: false });
  changes.projects();
}
