import { recordAudit } from '../db/audit.ts';
import { execute } from '../db/connection.ts';
import type { FileOpRow, FileRow, TrashRow } from '../db/rows.ts';
import { AppError } from '../files/app-error.ts';
import {
  isFileIntended,
  isPhotoIntended,
  isProjectMoving,
  markDone,
  openIntents,
  writeIntent,
} from '../files/journal.ts';
import { refreshAvailability } from '../library/availability.ts';
import { missingFiles, type PhotoBundle, photoBundle } from '../library/bundle-rows.ts';
import { isPlaceFree, isPlaceUnclaimed, type Wanted } from '../library/free-place.ts';
import { moveMissingRows } from '../library/missing-rows.ts';
import { membersOf, type Place, placeBundle } from '../library/place-bundle.ts';
import { getProject } from '../library/projects.ts';
import { rowFromTrash } from '../library/trash.ts';
import { stillInTrash } from './gone-from-trash.ts';
import type { ItemContext, ItemResult } from './handler.ts';
import { carryOutMoves, projectFolder } from './journaled-moves.ts';

export interface Relocation {
  bundle: PhotoBundle;
  /** Files that come back from the trash. */
  restore: readonly TrashRow[];
  /** Where the photo is to be, and under which base name if that is free. */
  projectId: number;
  base: string;
  /** Entries of the journal that are taken back by it. */
  undoes: readonly FileOpRow[];
  action: 'photo_restored' | 'photo_moved';
  /** An undo brings back what was wanted then, too; who restores a photo wants it. */
  intent: 'stays' | 'follows';
}

/**
 * Brings all files of a photo to their place: those that come out of the trash, and those that are in a project already,
 * where the photo changes its project or its name. The names are noted in the journal first, for the whole bundle; then
 * each file is moved; then the rows say so. Called again after a death, it goes on from the journal.
 */
export async function relocatePhoto(
  context: ItemContext<unknown>,
  plan: () => Relocation,
): Promise<ItemResult> {
  const { services, item } = context;
  const relocation = plan();
  let intents = openIntents(services.db, item.id);
  if (intents.length === 0) {
    if (isDone(relocation))
      return { state: 'skipped', photoId: item.photo_id, error: { code: 'nothing_to_do' } };
    intents = await reserve(context, relocation, plan);
    // Nothing of it is there to be moved: its rows have followed already.
    if (intents.length === 0) return { state: 'done', photoId: item.photo_id, result: { files: [] } };
  }
  services.probe('names_reserved');
  await carryOutMoves(context, intents);
  const { photo } = relocation.bundle;
  const noted = intents;
  const left = leftInTrash(relocation, intents);
  return {
    state: 'done',
    photoId: photo.id,
    result: { files: [] },
    error: left === undefined ? null : { code: 'restored_in_part', detail: left.trash_path },
    apply: () => record(context, relocation, placeOf(relocation, noted), noted),
  };
}

function isDone({ bundle, restore, projectId, base }: Relocation): boolean {
  return restore.length === 0 && bundle.photo.project_id === projectId && bundle.photo.base_name === base;
}

/** A file that was to come back, and was not there any more when the names were noted. */
function leftInTrash({ restore }: Relocation, intents: readonly FileOpRow[]): TrashRow | undefined {
  const noted = new Set(intents.map(({ file_id }) => file_id));
  return restore.find(({ file_id }) => !noted.has(file_id));
}

/**
 * Notes where each file is to go, and answers that. Where there is none to be moved, the rows follow at once, under the
 * name that was found free.
 * @param plan asked once more: while names were looked for, another task may have moved the very same photo
 */
async function reserve(
  context: ItemContext<unknown>,
  relocation: Relocation,
  plan: () => Relocation,
): Promise<FileOpRow[]> {
  const { services, item } = context;
  const { db } = services;
  const { bundle, projectId, base } = relocation;
  const project = getProject(db, projectId);
  if (project === null || project.deleted_at !== null) throw new AppError('project_gone');
  const folder = await projectFolder(services, project);
  const wanted: Wanted = { photoId: bundle.photo.id, projectId, folder, itemId: item.id };
  const restore = await stillInTrash(services, relocation.restore);
  const missing = missingFiles(db, bundle.photo.id);
  const members = membersOf(bundle.photo.base_name, bundle.files, restore, missing);
  for (;;) {
    const place = await placeBundle(members, base, (choice) => isPlaceFree(db, wanted, choice));
    services.probe('names_chosen');
    const isNoted = context.commit(() => {
      const isMoving = [projectId, bundle.project.id, ...restore.map((row) => row.project_id)].some((id) =>
        isProjectMoving(db, id),
      );
      // A file that is being taken in for the photo lies where the photo is now: it is waited for, and comes along.
      const isJoined = isPhotoIntended(db, { photoId: bundle.photo.id, kinds: ['copy_in'], itemId: item.id });
      const isBusy = members.some(({ fileId }) => isFileIntended(db, { fileId, itemId: item.id }));
      if (isMoving || isJoined || isBusy) {
        throw new AppError('file_busy', { retry: 'later' });
      }
      if (factsOf(plan()) !== factsOf(relocation)) throw new AppError('file_busy', { retry: 'now' });
      if (!isPlaceUnclaimed(db, wanted, place)) return false;
      noteIntents(context, { ...relocation, restore }, place);
      if (openIntents(db, item.id).length === 0) {
        record(context, relocation, { projectId, base: place.base }, []);
      }
      return true;
    });
    if (isNoted) return openIntents(db, item.id);
  }
}

/** What names were looked for by. */
function factsOf({ bundle, restore, projectId, base }: Relocation): string {
  const { project_id, base_name } = bundle.photo;
  const files = bundle.files.map((file) => [file.id, file.project_id, file.path]);
  return JSON.stringify([projectId, base, project_id, base_name, files, restore.map((row) => row.file_id)]);
}

function noteIntents(
  context: ItemContext<unknown>,
  { bundle, restore, projectId }: Relocation,
  place: Place,
): void {
  const { services, job, item } = context;
  const note = (
    kind: 'restore' | 'move',
    file: FileRow | TrashRow,
    from: { path: string; projectId: number },
    fileId: number,
  ) => {
    const target = place.names.get(fileId) ?? file.path;
    if (kind === 'move' && from.projectId === projectId && from.path === target) return;
    writeIntent(services.db, {
      kind,
      taskId: job.task_id,
      itemId: item.id,
      projectId,
      sourceProjectId: from.projectId,
      photoId: bundle.photo.id,
      fileId,
      baseName: place.base,
      source: from.path,
      target,
      bytes: file.bytes,
      mtimeMs: file.mtime_ms,
      sha256: file.sha256,
      now: services.clock.wall(),
    });
  };
  for (const row of restore)
    note('restore', row, { path: row.trash_path, projectId: row.project_id }, row.file_id);
  for (const file of bundle.files)
    note('move', file, { path: file.path, projectId: file.project_id }, file.id);
}

interface Destination {
  projectId: number;
  base: string;
}

function placeOf(relocation: Relocation, [first]: readonly FileOpRow[]): Destination {
  return {
    projectId: first?.project_id ?? relocation.projectId,
    base: first?.base_name ?? relocation.base,
  };
}

function record(
  context: ItemContext<unknown>,
  relocation: Relocation,
  { projectId, base }: Destination,
  intents: readonly FileOpRow[],
): void {
  const { services, job } = context;
  const { db, clock, changes } = services;
  const now = clock.wall();
  const photoId = relocation.bundle.photo.id;
  const before = photoBundle(db, photoId);
  if (before === null) throw new AppError('photo_gone');
  execute(
    db,
    `UPDATE photos SET project_id = @projectId, base_name = @base, updated_at = @now WHERE id = @photoId`,
    { projectId, base, now, photoId },
  );
  const names = new Set(intents.map(({ target }) => target));
  moveMissingRows(db, { photoId, projectId, base, baseBefore: before.photo.base_name, names });
  for (const intent of intents) {
    const fileId = intent.file_id ?? 0;
    if (intent.kind === 'restore') rowFromTrash(db, { fileId, projectId, path: intent.target });
    else {
      execute(db, `UPDATE files SET project_id = @projectId, path = @path WHERE id = @fileId`, {
        projectId,
        path: intent.target,
        fileId,
      });
    }
    markDone(db, { id: intent.id, photoId, now });
  }
  for (const { id } of relocation.undoes) {
    // What it put into the trash and was not brought back is not undone.
    execute(
      db,
      `UPDATE file_ops SET state = 'undone' WHERE id = @id AND state = 'done' AND NOT EXISTS (
         SELECT 1 FROM trash WHERE trash.file_id = file_ops.file_id AND trash.task_id = file_ops.task_id)`,
      { id },
    );
  }
  refreshAvailability(db, photoId, now, { intent: relocation.intent });
  recordAudit(db, {
    at: now,
    actor: 'task',
    action: relocation.action,
    taskId: job.task_id,
    projectId,
    photoId,
    detail: {
      from: { projectId: before.photo.project_id, base: before.photo.base_name },
      files: intents.map(({ target }) => target),
    },
  });
  changes.photo(photoId, { added: true });
  changes.projects();
}
