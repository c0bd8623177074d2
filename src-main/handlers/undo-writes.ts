import { unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { recordAudit } from '../db/audit.ts';
import { execute, selectOne } from '../db/connection.ts';
import type { FileOpRow, FileRow, FileVersionRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import {
  abandonIntents,
  isFileIntended,
  isProjectMoving,
  markDone,
  openIntents,
  temporaryName,
  writeIntent,
} from '../files/journal.ts';
import { look } from '../files/move-file.ts';
import { toNative } from '../files/native-path.ts';
import { requireRealFolders } from '../files/real-folders.ts';
import { putBack } from '../files/replace-file.ts';
import type { NewItem } from '../jobs/sql/items.ts';
import { photoBundle, photoBundles } from '../library/bundle-rows.ts';
import { setVersionState, versionsOf, writtenPhotoIds } from '../library/file-versions.ts';
import { getProject } from '../library/projects.ts';
import { setKnown } from '../metadata/rows.ts';
import { refreshUnwritten } from '../metadata/unwritten.ts';
import type { ItemContext, ItemResult, JobHandler } from './handler.ts';
import { projectFolder } from './journaled-moves.ts';
import { toolsFor } from './journaled-writes.ts';
import { orProjectAway } from './project-here.ts';
import { keepDerivatives, setFileContent } from './record-writes.ts';

const payload = z.object({
  /** The writing task that is undone. */
  undoTaskId: z.string(),
  photoIds: z.array(z.int().positive()).nullable().default(null),
});
type Payload = z.infer<typeof payload>;

const PAGE = 250;

/**
 * Brings back what files were before they were written: the old bytes, under the same ids; sidecars that were made go. What
 * people said stays in the library, and waits to be written again. A file that was changed since is left alone: its later
 * change would be lost.
 */
export const undoWrites: JobHandler<Payload> = {
  type: 'write_undo',
  payload,
  concurrency: () => 8,
  durable: true,
  flushEnd: true,

  async *discover({ services: { db }, payload: { undoTaskId, photoIds } }, from) {
    for (let after = Number(from ?? 0); ; ) {
      const ids = writtenPhotoIds(db, { taskId: undoTaskId, photoIds, after, limit: PAGE });
      if (ids.length === 0) return;
      after = ids.at(-1) ?? after;
      const items = photoBundles(db, ids).map(
        ({ photo, project }): NewItem => ({
          ref: `${project.folder}/${photo.base_name}`,
          photoId: photo.id,
          kind: 'write_undo',
        }),
      );
      yield { items, cursor: String(after) };
    }
  },

  async runItem(context): Promise<ItemResult> {
    const { services, item, payload } = context;
    const photoId = item.photo_id ?? 0;
    const versions = versionsOf(services.db, { taskId: payload.undoTaskId, photoId });
    if (versions.length === 0) return { state: 'skipped', photoId, error: { code: 'nothing_to_do' } };
    const returns = versions.map((version) => wayOf(context, version));
    try {
      // All are looked at before the first is changed: a photo comes back whole or not at all.
      for (const way of returns) await requireOurs(context, way);
      const intents = reserve(context, returns);
      for (const [at, way] of returns.entries()) {
        const intent = intents[at];
        if (intent !== undefined) await bringBack(context, way, intent);
        services.probe('file_written');
      }
      return {
        state: 'done',
        photoId,
        result: { files: [] },
        apply: () => record(context, versions, intents),
      };
    } catch (error) {
      const bundle = photoBundle(services.db, photoId);
      throw bundle === null ? error : await orProjectAway(services, bundle.project, toAppError(error));
    }
  },

  /** Each file is changed by one instruction: there is nothing half done to clean up behind. */
  async abandon({ services, item, commit }) {
    commit(() => abandonIntents(services.db, { itemId: item.id, now: services.clock.wall() }));
  },
};

interface Way {
  version: FileVersionRow;
  file: Pick<FileRow, 'id' | 'project_id' | 'path'>;
}

/** @throws AppError `file_missing` where the file is in the trash, or gone */
function wayOf({ services: { db } }: ItemContext<Payload>, version: FileVersionRow): Way {
  const file = selectOne<FileRow>(db, `SELECT * FROM files WHERE id = @id AND missing_at IS NULL`, {
    id: version.file_id,
  });
  if (file === undefined) throw new AppError('file_missing', { detail: version.path });
  return { version, file };
}

async function placesOf({ services }: ItemContext<Payload>, { version, file }: Way) {
  const folderOf = async (id: number) => {
    const project = getProject(services.db, id);
    if (project === null) throw new AppError('project_gone');
    return await projectFolder(services, project);
  };
  const folder = await folderOf(file.project_id);
  const keptIn = version.project_id === file.project_id ? folder : await folderOf(version.project_id);
  const kept = version.kept === null ? null : join(keptIn, version.kept);
  if (kept !== null) await requireRealFolders(keptIn, dirname(kept));
  const target = join(folder, file.path);
  await requireRealFolders(folder, dirname(target));
  return { folder, kept, target };
}

/**
 * What lies there is what we wrote, or was brought back before a death.
 * @throws AppError `file_changed`, `file_missing`
 */
async function requireOurs(context: ItemContext<Payload>, way: Way): Promise<void> {
  const { version } = way;
  const { kept, target } = await placesOf(context, way);
  const isThere = (await look(target)) !== null;
  if (!isThere && version.kept === null) return;
  const { sha256 } = await context.services.workers.run('hash', { path: target }, { signal: context.signal });
  const isBack = sha256 === version.sha256 && kept !== null && (await look(kept)) === null;
  if (sha256 !== version.written_sha256 && !isBack)
    throw new AppError('file_changed', { detail: way.file.path });
  if (kept !== null && !isBack && (await look(kept)) === null)
    throw new AppError('file_missing', { detail: version.kept ?? '' });
}

function reserve(context: ItemContext<Payload>, ways: readonly Way[]): FileOpRow[] {
  const { services, job, item } = context;
  const { db, clock } = services;
  return context.commit(() => {
    abandonIntents(db, { itemId: item.id, now: clock.wall() });
    for (const { version, file } of ways) {
      const isBusy =
        isProjectMoving(db, file.project_id) ||
        isProjectMoving(db, version.project_id) ||
        isFileIntended(db, { fileId: file.id, itemId: item.id });
      if (isBusy) throw new AppError('file_busy', { retry: 'later' });
      writeIntent(db, {
        kind: 'write',
        taskId: job.task_id,
        itemId: item.id,
        projectId: file.project_id,
        sourceProjectId: version.project_id,
        photoId: version.photo_id,
        fileId: file.id,
        baseName: null,
        source: version.kept ?? file.path,
        target: file.path,
        bytes: version.bytes,
        mtimeMs: version.mtime_ms,
        sha256: version.sha256,
        now: clock.wall(),
      });
    }
    return openIntents(db, item.id);
  });
}

async function bringBack(context: ItemContext<Payload>, way: Way, intent: FileOpRow): Promise<void> {
  const { services, job, signal } = context;
  if (signal.aborted) throw toAppError(signal.reason);
  const { folder, kept, target } = await placesOf(context, way);
  if (kept === null) {
    if ((await look(target)) === null) return;
    await unlink(toNative(target));
    await services.folders.flush(dirname(target));
    return;
  }
  if ((await look(kept)) === null) return; // Back already, before a death.
  const temporary = join(folder, temporaryName(intent.id, job.lease ?? ''));
  await putBack(
    { kept, target, temporary, mtimeMs: way.version.mtime_ms ?? 0 },
    toolsFor(services, intent, folder),
  );
}

function record(
  { services, job, item }: ItemContext<Payload>,
  versions: readonly FileVersionRow[],
  intents: readonly FileOpRow[],
): void {
  const { db, clock, changes } = services;
  const now = clock.wall();
  const photoId = item.photo_id ?? 0;
  for (const version of versions) {
    const { file_id: id, bytes, mtime_ms: mtimeMs, sha256 } = version;
    if (version.kept === null) execute(db, `DELETE FROM files WHERE id = @id`, { id });
    else if (bytes !== null && mtimeMs !== null && sha256 !== null) {
      setFileContent(db, { id, bytes, mtimeMs, sha256, now });
      keepDerivatives(db, { photoId, from: version.written_sha256, to: sha256 });
    }
    setVersionState(db, version.id, 'undone');
  }
  for (const { id } of intents) markDone(db, { id, photoId, now });
  const known = versions.at(-1)?.known ?? null;
  setKnown(db, {
    photoId,
    known: known === null ? null : (JSON.parse(known) as Record<string, never>),
    now,
  });
  refreshUnwritten(db, [photoId]);
  recordAudit(db, {
    at: now,
    actor: 'task',
    action: 'metadata_write_undone',
    taskId: job.task_id,
    projectId: intents[0]?.project_id ?? null,
    photoId,
    detail: { files: versions.map(({ path }) => path) },
  });
  changes.photo(photoId, { added: false });
}
