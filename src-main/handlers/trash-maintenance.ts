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
import type { NewItem } from '../jobs/sql/items.ts';
import { photoBundles } from '../library/bundle-rows.ts';
import { dropPhotoWithoutFiles } from '../library/drop-photo.ts';
import { dropEmptyDeletedProject, dropLeftoverProjects } from '../library/drop-project.ts';
import { purgeableVersions } from '../library/file-versions.ts';
import { getProject } from '../library/projects.ts';
import {
  type PurgeScope,
  purgeableFiles,
  purgeablePhotoIds,
  purgeableProjects,
} from '../library/purgeable.ts';
import { forgetTrash } from '../library/trash.ts';
import { noteTrashLook, purgeBefore, trashLooks } from '../library/trash-looks.ts';
import { projectToCheck } from './check-scope.ts';
import type { HandlerServices, ItemContext, ItemResult, JobContext, JobHandler } from './handler.ts';
import { lookInTrash, purgeFile } from './purge-file.ts';
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
 * own time says when it was taken, and by that every old photo would be gone within the hour. A look on an earlier day must
 * have come to the same. Each file is looked at once more before it goes; one that is not what we put there stays.
 */
export const trashMaintenance: JobHandler<Payload> = {
  type: 'trash_maintenance',
  payload,
  concurrency: () => IN_FLIGHT,
  durable: true,

  async *discover(context, from) {
    const { db } = context.services;
    if (from === null && context.payload.purge === null) noteTrashLook(db, context.services.clock.wall());
    const [stage = PHOTOS, last = 0] = from === null ? [] : from.split(':').map(Number);
    const { scope, passedOver } = await withoutThoseAway(context);
    if (from === null && scope.trashedBefore !== null) forgetDeletedProjects(context, scope.trashedBefore);
    if (from === null) yield { items: passedOver, cursor: `${PHOTOS}:0` };
    for (let after = last; stage === PHOTOS; ) {
      const ids = purgeablePhotoIds(db, scope, { after, limit: PAGE });
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
      const found = purgeableVersions(db, scope, { after, limit: PAGE });
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
    const { payload, item } = context;
    if (item.kind !== 'purge_version') return await purgePhoto(context);
    const { versionId } = versionItem.parse(JSON.parse(item.payload));
    try {
      return await purgeVersion(context, versionId);
    } catch (error) {
      return passOver(payload, toAppError(error));
    }
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

/** Of a deleted project with files the last purge takes the row along. One without any has no last purge. */
function forgetDeletedProjects({ services, payload }: JobContext<Payload>, deletedBefore: number): void {
  const { db, changes } = services;
  const { projectId } = payload;
  const dropped = transaction(db, () => dropLeftoverProjects(db, { deletedBefore, projectId }));
  if (dropped > 0) changes.projects();
}

/**
 * What is to be looked at: a sweep of the whole library leaves out projects that are away, each with an item that says so.
 * Otherwise the first of them would hold it up until it is back, and every run after it.
 */
async function withoutThoseAway(context: JobContext<Payload>) {
  const { services, payload } = context;
  const scope = scopeOf(context);
  const passedOver: NewItem[] = [];
  const away: number[] = [];
  if (payload.projectId !== null || payload.purge !== null) return { scope, passedOver };
  for (const project of purgeableProjects(services.db, scope)) {
    const place = await projectToCheck(services, { projectId: null, photoIds: null }, project);
    if ('folder' in place) continue;
    away.push(project.id);
    passedOver.push(place.passedOver);
  }
  return { scope: { ...scope, exceptProjects: away }, passedOver };
}

/** Of a photo whose files lie in two projects, one may be away: what is here goes. */
async function purgePhoto(context: ItemContext<Payload>): Promise<ItemResult> {
  const { services, payload, item, signal } = context;
  const { db, clock } = services;
  const intents = openIntents(db, item.id);
  let result: ItemResult = { state: 'skipped', photoId: item.photo_id, error: { code: 'nothing_to_do' } };
  const gone: FileOpRow[] = [];
  for (const intent of intents) {
    if (signal.aborted) throw toAppError(signal.reason);
    try {
      await purgeFile(context, projectOf(services, intent), {
        path: intent.source,
        bytes: intent.bytes ?? 0,
        mtimeMs: intent.mtime_ms ?? 0,
        sha256: intent.sha256 ?? '',
      });
      gone.push(intent);
    } catch (error) {
      result = { ...passOver(payload, toAppError(error)), photoId: item.photo_id };
    }
    services.probe('file_moved');
  }
  if (gone.length > 0) result = { state: 'done', result: { files: [] } };
  return {
    ...result,
    apply: () => {
      record(services, gone);
      for (const { id } of intents) abandonIntent(db, { id, now: clock.wall() });
    },
  };
}

/**
 * Where the drive of a project is away, a sweep of the whole library goes on with the others. What a person has asked for,
 * and a sweep of that project, waits for it.
 */
function passOver({ projectId, purge }: Payload, error: AppError): ItemResult {
  const isSweep = projectId === null && purge === null;
  if (error.code !== 'volume_away' || !isSweep) throw error;
  return { state: 'skipped', error: { code: error.code, detail: error.detail } };
}

function scopeOf({
  services,
  payload: { projectId, purge },
}: Omit<JobContext<Payload>, 'signal'>): PurgeScope {
  if (purge !== null) return { ...purge, projectId, trashedBefore: null };
  const { db, clock, config } = services;
  const keepMs = config.trash.retention_days * DAY_MS;
  const trashedBefore = purgeBefore(trashLooks(db), { now: clock.wall(), keepMs });
  return { projectId, photoIds: null, taskId: null, trashedBefore };
}

async function isGone(services: HandlerServices, intent: FileOpRow): Promise<boolean> {
  try {
    return (await lookInTrash(services, projectOf(services, intent), intent.source)) === null;
  } catch (error) {
    // A link is in the way: what is behind it was not purged by us.
    if (toAppError(error).code === 'project_folder_outside') return false;
    throw error;
  }
}

function projectOf({ db }: HandlerServices, intent: FileOpRow): ProjectRow {
  const project = intent.project_id === null ? null : getProject(db, intent.project_id);
  if (project === null) throw new AppError('project_gone');
  return project;
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
