import type { Stats } from 'node:fs';
import { rm, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { recordAudit } from '../db/audit.ts';
import { type Db, execute, selectOne } from '../db/connection.ts';
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
import { look, requireAsSeen } from '../files/move-file.ts';
import { toNative } from '../files/native-path.ts';
import { requireRealFolders } from '../files/real-folders.ts';
import { putBack } from '../files/replace-file.ts';
import type { NewItem } from '../jobs/sql/items.ts';
import { photoBundle, photoBundles } from '../library/bundle-rows.ts';
import { isWrittenSince, setVersionState, versionsOf, writtenPhotoIds } from '../library/file-versions.ts';
import { getProject } from '../library/projects.ts';
import type { Description } from '../metadata/description.ts';
import { knownBefore } from '../metadata/known-before.ts';
import { knownOf, setKnown } from '../metadata/rows.ts';
import { refreshUnwritten } from '../metadata/unwritten.ts';
import { mergedDescription } from '../metadata/write-plan.ts';
import type { ItemContext, ItemResult, JobHandler } from './handler.ts';
import { toolsFor } from './journaled-writes.ts';
import { orProjectAway, requireProjectHere } from './project-here.ts';
import { readPhotoFiles } from './read-photo-files.ts';
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
    const ways = versions.map((version) => wayOf(context, version));
    const back: Return[] = [];
    try {
      // All are looked at before the first is changed: a photo comes back whole or not at all.
      const found: Found[] = [];
      for (const way of ways) found.push(await requireOurs(context, way));
      const intents = reserve(context, ways);
      if (context.signal.aborted) throw toAppError(context.signal.reason);
      for (const [at, way] of found.entries()) {
        const intent = intents[at];
        if (intent === undefined) throw new AppError('internal', { detail: 'an intent that was not stored' });
        await bringBack(context, way, intent);
        back.push({ version: way.version, intent });
        services.probe('file_written');
      }
      const said = await saidNow(context, back);
      return { state: 'done', photoId, result: { files: [] }, apply: () => record(context, back, said) };
    } catch (error) {
      // What we wrote is gone where the old content is back: that cannot be taken back, so the rows have to say so.
      if (back.length > 0) context.commit(() => record(context, back, null));
      const bundle = photoBundle(services.db, photoId);
      throw bundle === null ? error : await orProjectAway(services, bundle.project, toAppError(error));
    }
  },

  /** Each file is changed by one instruction, and noted: there is nothing half done to clean up behind. */
  async abandon({ services, item, commit }) {
    commit(() => abandonIntents(services.db, { itemId: item.id, now: services.clock.wall() }));
  },
};

interface Way {
  version: FileVersionRow;
  file: Pick<FileRow, 'id' | 'project_id' | 'path'>;
}

interface Found extends Way {
  /** What lies there; null: nothing. */
  seen: Stats | null;
  /** Brought back already, before a death. */
  isBack: boolean;
}

interface Return {
  version: FileVersionRow;
  intent: FileOpRow;
}

/** @throws AppError `file_missing` where the file is in the trash, or gone; `file_changed` where the photo was written since */
function wayOf({ services: { db } }: ItemContext<Payload>, version: FileVersionRow): Way {
  const file = selectOne<FileRow>(db, `SELECT * FROM files WHERE id = @id AND missing_at IS NULL`, {
    id: version.file_id,
  });
  if (file === undefined) throw new AppError('file_missing', { detail: version.path });
  // Even where it happens to be as this task left it: what came between has its way back from there only.
  if (isWrittenSince(db, version)) throw new AppError('file_changed', { detail: file.path });
  return { version, file };
}

async function placesOf({ services }: ItemContext<Payload>, { version, file }: Way) {
  const folderOf = async (id: number) => {
    const project = getProject(services.db, id);
    if (project === null) throw new AppError('project_gone');
    return await requireProjectHere(services, project);
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
async function requireOurs(context: ItemContext<Payload>, way: Way): Promise<Found> {
  const { version } = way;
  const { kept, target } = await placesOf(context, way);
  const seen = await look(target);
  if (seen === null && kept === null) return { ...way, seen, isBack: true };
  const { sha256 } = await context.services.workers.run('hash', { path: target }, { signal: context.signal });
  const isOurs = sha256 === version.written_sha256;
  const isBack = !isOurs && kept !== null && sha256 === version.sha256 && isBegun(context, way);
  if (!isOurs && !isBack) throw new AppError('file_changed', { detail: way.file.path });
  if (isOurs && kept !== null && (await look(kept)) === null)
    throw new AppError('file_missing', { detail: version.kept ?? '' });
  return { ...way, seen, isBack };
}

/** A run before this one, which died, may have brought it back: who else put the same content there meant it so. */
function isBegun({ services, item }: ItemContext<Payload>, { file }: Way): boolean {
  return openIntents(services.db, item.id).some(({ file_id }) => file_id === file.id);
}

function reserve(context: ItemContext<Payload>, ways: readonly Way[]): FileOpRow[] {
  const { services, job, item } = context;
  const { db, clock } = services;
  return context.commit(() => {
    abandonIntents(db, { itemId: item.id, now: clock.wall() });
    const isInWork = photoBundle(db, item.photo_id ?? 0)?.files.some(({ id }) =>
      isFileIntended(db, { fileId: id, itemId: item.id }),
    );
    for (const way of ways) {
      const { version, file } = way;
      // Looking takes a while, in which another task may have moved the photo, written it, or purged what it was.
      if (!isAsFound(db, way) || isWrittenSince(db, version))
        throw new AppError('file_busy', { retry: 'now' });
      const isBusy =
        isInWork || isProjectMoving(db, file.project_id) || isProjectMoving(db, version.project_id);
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

function isAsFound(db: Db, { version, file: { id, project_id, path } }: Way): boolean {
  const found = selectOne(
    db,
    `SELECT 1 FROM files JOIN file_versions AS v ON v.file_id = files.id
     WHERE files.id = @id AND files.project_id = @project_id AND files.path = @path AND missing_at IS NULL
       AND v.id = @version AND state = 'kept'`,
    { id, project_id, path, version: version.id },
  );
  return found !== undefined;
}

async function bringBack(
  context: ItemContext<Payload>,
  { isBack, seen, ...way }: Found,
  intent: FileOpRow,
): Promise<void> {
  const { services, job } = context;
  const { folder, kept, target } = await placesOf(context, way);
  if (isBack) {
    // By way of a copy, perhaps, which was not cleared away any more.
    if (kept !== null) await rm(toNative(kept), { force: true });
    return;
  }
  if (kept === null) {
    await requireAsSeen(target, seen);
    await unlink(toNative(target));
    await services.folders.flush(dirname(target));
    return;
  }
  const temporary = join(folder, temporaryName(intent.id, job.lease ?? ''));
  await putBack(
    { kept, target, temporary, mtimeMs: way.version.mtime_ms ?? 0, seen },
    toolsFor(services, intent, folder),
  );
}

/** What the files of the photo say when all is back; null where that cannot be read now. It is back all the same. */
async function saidNow(
  context: ItemContext<Payload>,
  returns: readonly Return[],
): Promise<Description | null> {
  const { services, item } = context;
  const bundle = photoBundle(services.db, item.photo_id ?? 0);
  if (bundle === null) return null;
  const gone = new Set(
    returns.filter(({ version }) => version.kept === null).map(({ version }) => version.file_id),
  );
  const left = { ...bundle, files: bundle.files.filter(({ id }) => !gone.has(id)) };
  try {
    return mergedDescription(
      await readPhotoFiles(context, left, 'standing'),
      services.config.exif.readPreference,
    );
  } catch (error) {
    services.log.warn({ photoId: bundle.photo.id, err: error }, 'what was taken back could not be read');
    return null;
  }
}

function record(
  { services, job, item }: ItemContext<Payload>,
  returns: readonly Return[],
  said: Description | null,
): void {
  const { db, clock, changes } = services;
  const now = clock.wall();
  const photoId = item.photo_id ?? 0;
  for (const { version } of returns) {
    const { file_id: id, bytes, mtime_ms: mtimeMs, sha256 } = version;
    if (version.kept === null) execute(db, `DELETE FROM files WHERE id = @id`, { id });
    else if (bytes !== null && mtimeMs !== null && sha256 !== null) {
      setFileContent(db, { id, bytes, mtimeMs, sha256, now });
      keepDerivatives(db, { photoId, from: version.written_sha256, to: sha256 });
    }
    setVersionState(db, version.id, 'undone');
  }
  for (const { intent } of returns) markDone(db, { id: intent.id, photoId, now });
  const known = returns.at(-1)?.version.known ?? null;
  const was = known === null ? null : (JSON.parse(known) as Partial<Description>);
  setKnown(db, { photoId, known: knownBefore(was, knownOf(db, photoId), said), now });
  refreshUnwritten(db, [photoId]);
  recordAudit(db, {
    at: now,
    actor: 'task',
    action: 'metadata_write_undone',
    taskId: job.task_id,
    projectId: returns[0]?.intent.project_id ?? null,
    photoId,
    detail: { files: returns.map(({ version }) => version.path) },
  });
  changes.photo(photoId, { added: false });
}
