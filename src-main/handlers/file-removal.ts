import { join } from 'node:path';
import { z } from 'zod';
import { recordAudit } from '../db/audit.ts';
import type { FileOpRow } from '../db/rows.ts';
import { AppError } from '../files/app-error.ts';
import { isFileIntended, isProjectMoving, markDone, openIntents, writeIntent } from '../files/journal.ts';
import { look } from '../files/move-file.ts';
import type { NewItem } from '../jobs/sql/items.ts';
import { refreshAvailability } from '../library/availability.ts';
import {
  type PhotoBundle,
  pendingPhotoIds,
  photoBundle,
  photoBundles,
  wishOf,
} from '../library/bundle-rows.ts';
import { rowToTrash, trashPath } from '../library/trash.ts';
import { halfThatStays, unwantedFiles } from '../library/wanted-files.ts';
import { projectsInScope, projectToCheck } from './check-scope.ts';
import type { HandlerServices, ItemContext, ItemResult, JobHandler } from './handler.ts';
import { carryOutMoves, projectFolder, rollBackMoves } from './journaled-moves.ts';
import { photoScope } from './photo-scope.ts';
import { orProjectAway } from './project-here.ts';

type Payload = z.infer<typeof photoScope>;

/** Photos found per transaction while the work is being listed. */
const PAGE = 250;
/**
 * Those at once share a flush of journal and folders: 16 made 2,600 files/s, 64 made 4,300 and kept the main thread for
 * 35 ms at a time, which is too long (npm run bench -- commit).
 */
const IN_FLIGHT = 32;

/**
 * Moves what is not wanted into the trash of its project. What that is, is worked out from intent and fact at the moment
 * of action: a photo that was taken back into favour since the commit stays.
 */
export const fileRemoval: JobHandler<Payload> = {
  type: 'file_removal',
  payload: photoScope,
  concurrency: () => IN_FLIGHT,
  durable: true,
  flushEnd: true,

  async *discover({ services, payload }, from) {
    const { db } = services;
    const place = from === null ? await beginning(services, payload) : cursorShape.parse(JSON.parse(from));
    for (let { after, isLast } = place; ; ) {
      const ids = pendingPhotoIds(db, payload, { after, limit: PAGE });
      if (ids.length === 0 && (isLast || place.last.length === 0)) return;
      [after, isLast] = ids.length === 0 ? [0, true] : [ids.at(-1) ?? after, isLast];
      const items = photoBundles(db, ids)
        .filter(({ project }) => place.last.includes(project.id) === isLast)
        .map(itemOf);
      yield { items, cursor: JSON.stringify({ ...place, after, isLast } satisfies Cursor) };
    }
  },

  begin({ services: { db, clock }, job }, item) {
    if (openIntents(db, item.id).length > 0) return;
    const bundle = item.photo_id === null ? null : photoBundle(db, item.photo_id);
    if (bundle === null || bundle.project.deleted_at !== null) return;
    if (isProjectMoving(db, bundle.project.id)) return;
    const { remove } = unwantedFiles(wishOf(bundle.photo), bundle.files);
    if (remove.some(({ file }) => isFileIntended(db, { fileId: file.id, itemId: item.id }))) return;
    for (const { file } of remove) {
      writeIntent(db, {
        kind: 'trash',
        taskId: job.task_id,
        itemId: item.id,
        projectId: file.project_id,
        photoId: file.photo_id,
        fileId: file.id,
        baseName: bundle.photo.base_name,
        source: file.path,
        target: trashPath(job.task_id ?? String(job.id), file.path),
        bytes: file.bytes,
        mtimeMs: file.mtime_ms,
        sha256: file.sha256,
        now: clock.wall(),
      });
    }
  },

  async runItem(context): Promise<ItemResult> {
    const { services, item } = context;
    const intents = openIntents(services.db, item.id);
    if (intents.length === 0) return nothingNoted(context);
    if (!(await isOtherHalfThere(context))) {
      await rollBackMoves(context);
      return { state: 'skipped', photoId: item.photo_id, error: { code: 'other_half_lost' } };
    }
    if (areStillUnwanted(context, intents)) await carryOutMoves(context, intents);
    // Asked once more: a copy to another volume takes seconds, in which a person may think again.
    if (!areStillUnwanted(context, intents)) {
      await rollBackMoves(context);
      return { state: 'skipped', photoId: item.photo_id, error: { code: 'wanted_again' } };
    }
    return {
      state: 'done',
      photoId: item.photo_id,
      result: { files: [] },
      apply: () => record(context, intents),
    };
  },

  abandon: rollBackMoves,
};

const cursorShape = z.object({
  /** Projects whose photos are listed after all others. */
  last: z.array(z.int()),
  isLast: z.boolean(),
  after: z.int(),
});
type Cursor = z.infer<typeof cursorShape>;

/** One project whose drive is away makes the whole job wait: by then the photos of all others should be done. */
async function beginning(services: Pick<HandlerServices, 'db' | 'paths'>, scope: Payload): Promise<Cursor> {
  const last: number[] = [];
  if (scope.projectId === null) {
    for (const project of projectsInScope(services.db, scope))
      if ('passedOver' in (await projectToCheck(services, scope, project))) last.push(project.id);
  }
  return { last, isLast: false, after: 0 };
}

function itemOf({ photo, project }: PhotoBundle): NewItem {
  return { ref: `${project.folder}/${photo.base_name}`, photoId: photo.id, kind: 'trash' };
}

/** Wanted again, or gone; or something else is at work on it, and then it is looked at again later. */
function nothingNoted({ services: { db }, item }: ItemContext<unknown>): ItemResult {
  const bundle = item.photo_id === null ? null : photoBundle(db, item.photo_id);
  const unwanted = bundle === null ? null : unwantedFiles(wishOf(bundle.photo), bundle.files);
  if ((unwanted?.remove.length ?? 0) > 0 && bundle?.project.deleted_at === null)
    throw new AppError('file_busy', { retry: 'later' });
  const code = unwanted?.keptLastPicture ? 'other_half_lost' : 'wanted_again';
  return { state: 'skipped', photoId: item.photo_id, error: { code } };
}

/**
 * "RAW only" is said of a photo that has a RAW. The rows may be of yesterday: it is looked whether the file is there, as
 * large as it was. One that is known to be damaged does not count.
 * @throws AppError `volume_away`
 */
async function isOtherHalfThere({ services, item }: ItemContext<unknown>): Promise<boolean> {
  const bundle = item.photo_id === null ? null : photoBundle(services.db, item.photo_id);
  const stays = bundle === null ? null : halfThatStays(wishOf(bundle.photo));
  if (bundle === null || stays === null) return true;
  const folder = await projectFolder(services, bundle.project);
  for (const file of bundle.files) {
    if (file.role !== stays || file.problem_code === 'bit_rot') continue;
    const found = await look(join(folder, file.path));
    if (found?.isFile() && found.size === file.bytes) return true;
  }
  // At the empty mount point of a drive that was pulled nothing is there, and nobody can say.
  const judged = await orProjectAway(services, bundle.project, new AppError('file_missing'));
  if (judged.code === 'volume_away') throw judged;
  return false;
}

/** Noted before a death, perhaps; a person may have thought again since. */
function areStillUnwanted(
  { services: { db }, item }: ItemContext<unknown>,
  intents: readonly FileOpRow[],
): boolean {
  const bundle = item.photo_id === null ? null : photoBundle(db, item.photo_id);
  if (bundle === null) return false;
  const unwanted = new Set(
    unwantedFiles(wishOf(bundle.photo), bundle.files).remove.map(({ file }) => file.id),
  );
  return intents.every(({ file_id }) => file_id !== null && unwanted.has(file_id));
}

function record({ services, job, item }: ItemContext<unknown>, intents: readonly FileOpRow[]): void {
  const { db, clock, changes } = services;
  const now = clock.wall();
  const photoId = item.photo_id ?? 0;
  const bundle = photoBundle(db, photoId);
  if (bundle === null) throw new AppError('photo_gone');
  for (const intent of intents) {
    const file = bundle.files.find(({ id }) => id === intent.file_id);
    if (file === undefined) throw new AppError('internal', { detail: 'a file was moved that has no row' });
    rowToTrash(db, {
      file,
      taskId: intent.task_id ?? '',
      trashPath: intent.target,
      baseName: bundle.photo.base_name,
      now,
    });
    markDone(db, { id: intent.id, photoId, now });
  }
  refreshAvailability(db, photoId, now, { intent: 'stays' });
  recordAudit(db, {
    at: now,
    actor: 'task',
    action: 'photo_trashed',
    taskId: job.task_id,
    projectId: bundle.project.id,
    photoId,
    detail: { files: intents.map(({ source }) => source) },
  });
  changes.photo(photoId, { added: false });
  changes.projects();
}
