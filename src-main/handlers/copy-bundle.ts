import { lstat, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { recordAudit } from '../db/audit.ts';
import type { FileOpRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import { requireSpace } from '../files/free-space.ts';
import {
  abandonIntents,
  isBaseIntended,
  isPhotoIntended,
  isProjectMoving,
  isTargetIntended,
  markDone,
  openIntents,
  orphanedIntents,
  temporaryName,
  writeIntent,
} from '../files/journal.ts';
import { toNative } from '../files/native-path.ts';
import { refreshAvailability } from '../library/availability.ts';
import { numberedBase, renameToBase } from '../library/file-names.ts';
import { getProject, requireInside } from '../library/projects.ts';
import {
  insertFile,
  insertPhoto,
  isBaseTaken,
  isNameTaken,
  photosWithContent,
} from '../library/record-import.ts';
import type { CopyOutput, WorkerHost } from '../workers/protocol.ts';
import type { HandlerServices, ItemContext } from './handler.ts';
import type { FileToTake, ImportItem } from './import-items.ts';
import { asNoted, asThingsStand, isPhotoAt, isPlaceHeld } from './joined-photo.ts';
import { requireProjectHere } from './project-here.ts';

/** More tries than any folder has copies of one name; then something else is wrong. */
const MAX_NUMBERED_NAMES = 10_000;

export interface Copied {
  photoId: number;
  /** Another import took the very same files in since this one was planned; ours were removed again. */
  duplicate: boolean;
}

/**
 * Takes the files of one bundle into the project: names are settled for the whole bundle and noted in the journal,
 * every file is copied and verified, and then photo and files are stored in one transaction. Run again after a crash,
 * it finds its own intents and goes on from there.
 */
export async function copyBundle(context: ItemContext<unknown>, planned: ImportItem): Promise<Copied> {
  const { services, job } = context;
  const project = job.project_id === null ? null : getProject(services.db, job.project_id);
  if (project === null || project.deleted_at !== null) throw new AppError('project_gone');
  const folder = await requireProjectHere(services, project);
  let intents = openIntents(services.db, context.item.id);
  if (intents.length > 0 && !isPlaceHeld(services.db, intents, project.id)) {
    await undoCopies(context);
    intents = [];
  }
  const [noted] = intents;
  const bundle =
    noted === undefined ? asThingsStand(services.db, planned, project.id) : asNoted(planned, noted);
  const arriving = bundle.take.filter((file) => !isInPlace(file, folder));
  const bytes = arriving.reduce((sum, file) => sum + file.bytes, 0);
  if (arriving.length > 0) await requireSpace(folder, bytes);
  if (intents.length === 0) intents = await reserveNames(context, bundle, project.id, folder);
  services.probe('names_reserved');
  const copies = await copyAll(context, bundle, intents, folder);
  services.probe('files_renamed');
  const copied = context.commit((): Copied | null => {
    // Renamed by hand, perhaps, and found again under its new name. What moves photos itself waits for us.
    if (!isPlaceHeld(services.db, intents, project.id)) return null;
    const twin = twinOf(context, bundle, project.id, copies, intents);
    if (twin !== null) return { photoId: twin, duplicate: true };
    return { photoId: store(context, bundle, project.id, intents, copies), duplicate: false };
  });
  if (copied === null || copied.duplicate) await undoCopies(context);
  if (copied === null) throw new AppError('file_busy', { retry: 'now' });
  return copied;
}

/** It lies in the project already, and is taken in under the name it has: read and noted, never copied. */
function isInPlace(file: Pick<FileToTake, 'path'>, folder: string): boolean {
  return dirname(file.path) === folder;
}

async function copyAll(
  context: ItemContext<unknown>,
  bundle: ImportItem,
  intents: readonly FileOpRow[],
  folder: string,
): Promise<Map<number, CopyOutput>> {
  const copies = new Map<number, CopyOutput>();
  try {
    for (const intent of intents) {
      copies.set(intent.id, await copyOne(context, bundle, intent, folder));
      context.services.probe('file_copied');
    }
    return copies;
  } catch (error) {
    const failure = toAppError(error);
    if (failure.code !== 'target_exists' || bundle.joins !== null) throw failure;
    // The name was free when it was reserved and is not any more: on a disk that folds case, a neighbour's `img.jpg`
    // took `IMG.JPG` in between. The whole bundle begins again, and gets another name.
    await undoCopies(context);
    throw new AppError('target_exists', { retry: 'now', cause: error, ...detailOf(failure) });
  }
}

function detailOf(error: AppError): { detail?: string } {
  return error.detail === undefined ? {} : { detail: error.detail };
}

/**
 * The photo that has all of these files already. The plan leaves such files out, but it knows only what was there when
 * it was made: of the same card dropped a second time while its first import runs, it knows nothing.
 */
function twinOf(
  context: ItemContext<unknown>,
  bundle: ImportItem,
  projectId: number,
  copies: ReadonlyMap<number, CopyOutput>,
  intents: readonly FileOpRow[],
): number | null {
  if (bundle.joins !== null) return null;
  let twins: number[] | null = null;
  for (const intent of intents) {
    const copy = copies.get(intent.id);
    const name = bundle.take.find((file) => file.path === intent.source)?.name;
    if (copy === undefined || name === undefined) return null;
    const having = photosWithContent(context.services.db, { projectId, ...copy, name });
    twins = twins === null ? having : twins.filter((photoId) => having.includes(photoId));
  }
  return twins?.[0] ?? null;
}

async function reserveNames(
  context: ItemContext<unknown>,
  bundle: ImportItem,
  projectId: number,
  folder: string,
): Promise<FileOpRow[]> {
  const { db } = context.services;
  const suffixes = bundle.take.map((file) => file.name.slice(bundle.base.length));
  const longest = suffixes.reduce((a, b) => (b.length > a.length ? b : a), '');
  for (let index = 0; index < MAX_NUMBERED_NAMES; index += 1) {
    const base = numberedBase(bundle.joins?.base ?? bundle.base, index, longest);
    const targets = bundle.take.map((file) => renameToBase(file.name, bundle.base, base));
    if (bundle.take.some((file, at) => isInPlace(file, folder) && targets[at] !== file.name)) {
      throw new AppError('base_taken', { detail: bundle.base });
    }
    if (new Set(targets).size < targets.length) throw new AppError('target_exists', { detail: base });
    const places = await Promise.all(
      targets.map((name, at) => lookAtTarget(context, folder, name, bundle.take[at])),
    );
    if (places.includes('taken')) {
      if (bundle.joins !== null)
        throw new AppError('target_exists', { detail: targets[places.indexOf('taken')] ?? base });
      continue;
    }
    const reserved = context.commit(() => {
      if (isProjectMoving(db, projectId)) throw new AppError('file_busy', { retry: 'later' });
      const photoId = bundle.joins?.photoId ?? null;
      if (photoId !== null) requireStaying(context, { photoId, projectId, base });
      const clash =
        targets.some(
          (path) => isNameTaken(db, { projectId, path, photoId }) || isTargetIntended(db, projectId, path),
        ) ||
        (bundle.joins === null &&
          (isBaseTaken(db, projectId, base) ||
            isBaseIntended(db, { projectId, baseName: base, itemId: context.item.id })));
      if (clash) return false;
      bundle.take.forEach((file, at) => {
        writeIntent(db, {
          kind: 'copy_in',
          taskId: context.job.task_id,
          itemId: context.item.id,
          projectId,
          photoId,
          baseName: base,
          source: file.path,
          target: targets[at] ?? file.name,
          bytes: file.bytes,
          adopts: places[at] === 'same',
          now: context.services.clock.wall(),
        });
      });
      return true;
    });
    if (reserved) return openIntents(db, context.item.id);
    if (bundle.joins !== null) throw new AppError('target_exists', { detail: base });
  }
  throw new AppError('target_exists', { detail: bundle.base });
}

/** @throws AppError `file_busy` where the photo that the files are for has moved since a moment ago, or is about to */
function requireStaying(
  { services: { db }, item }: ItemContext<unknown>,
  photo: { photoId: number; projectId: number; base: string },
): void {
  if (!isPhotoAt(db, photo)) throw new AppError('file_busy', { retry: 'now' });
  const input = { photoId: photo.photoId, kinds: ['move', 'restore'] as const, itemId: item.id };
  if (isPhotoIntended(db, input)) throw new AppError('file_busy', { retry: 'later' });
}

/**
 * free: nothing has this name · same: the very same content has it already: a power cut can take the last commits and
 * leave the file, which is then adopted instead of copied a second time · taken: something else has it.
 */
async function lookAtTarget(
  context: ItemContext<unknown>,
  folder: string,
  name: string,
  file: FileToTake | undefined,
): Promise<'free' | 'same' | 'taken'> {
  const target = join(folder, name);
  try {
    const info = await lstat(toNative(target));
    if (file?.path === target) return 'same';
    if (file === undefined || !info.isFile() || info.size !== file.bytes) return 'taken';
  } catch (error) {
    if (toAppError(error).code === 'file_missing') return 'free';
    throw error;
  }
  return (await sameContent(context, file.path, target)) ? 'same' : 'taken';
}

async function sameContent(context: ItemContext<unknown>, a: string, b: string): Promise<boolean> {
  const { workers } = context.services;
  const options = { signal: context.signal };
  const [first, second] = await Promise.all([
    workers.run('hash', { path: a }, options),
    workers.run('hash', { path: b }, options),
  ]);
  return first.sha256 === second.sha256;
}

async function copyOne(
  context: ItemContext<unknown>,
  bundle: ImportItem,
  intent: FileOpRow,
  folder: string,
): Promise<CopyOutput> {
  const { workers } = context.services;
  const file = bundle.take.find((candidate) => candidate.path === intent.source);
  const target = join(folder, intent.target);
  if (intent.source === target) return await readInPlace(context, intent);
  const temporary = join(folder, temporaryName(intent.id, context.job.lease ?? ''));
  // Left by an earlier try of this run: it is ours by its name, and incomplete.
  await rm(toNative(temporary), { force: true });
  const copy = () =>
    workers.run(
      'copy',
      { source: intent.source, temporary, target, mtimeMs: file?.mtimeMs ?? Date.now() },
      { signal: context.signal },
    );
  try {
    return await copy();
  } catch (error) {
    const failure = toAppError(error);
    if (failure.code !== 'target_exists') throw failure;
    if (intent.adopts === 0 && (await isEmptyPlaceholder(target, intent))) {
      await rm(toNative(target));
      return await copy();
    }
    // Complete under its final name already: our own, from before a crash, or the same content from elsewhere.
    if (!(await sameContent(context, intent.source, target))) throw failure;
    return await workers.run('hash', { path: target }, { signal: context.signal });
  }
}

async function readInPlace(context: ItemContext<unknown>, { source, bytes }: FileOpRow): Promise<CopyOutput> {
  const found = await context.services.workers.run('hash', { path: source }, { signal: context.signal });
  // Still being written: it is whole when it stays the same.
  if (found.bytes !== bytes) throw new AppError('source_changed', { detail: source, retry: 'later' });
  return found;
}

/**
 * On file systems without hard links a copy takes its name with an empty file first; dying between that and the rename
 * leaves the empty one. The name was free when the intent was written, and there is nothing in it that could be lost.
 */
async function isEmptyPlaceholder(target: string, intent: FileOpRow): Promise<boolean> {
  const info = await lstat(toNative(target));
  return info.isFile() && info.size === 0 && (intent.bytes ?? 0) > 0;
}

function store(
  context: ItemContext<unknown>,
  bundle: ImportItem,
  projectId: number,
  intents: readonly FileOpRow[],
  copies: ReadonlyMap<number, CopyOutput>,
): number {
  const { db, clock, changes } = context.services;
  const now = clock.wall();
  const base = intents[0]?.base_name ?? bundle.base;
  const sortAt = Math.min(...bundle.take.map((file) => file.mtimeMs));
  const photoId = bundle.joins?.photoId ?? insertPhoto(db, { projectId, base, sortAt, now });
  for (const intent of intents) {
    const copy = copies.get(intent.id);
    const file = bundle.take.find((candidate) => candidate.path === intent.source);
    if (copy === undefined || file === undefined)
      throw new AppError('internal', { detail: 'copy without intent' });
    insertFile(db, {
      photoId,
      projectId,
      path: intent.target,
      role: file.role,
      format: file.content.format,
      bytes: copy.bytes,
      mtimeMs: file.mtimeMs,
      sha256: copy.sha256,
      problem: file.problem,
      now,
    });
    markDone(db, { id: intent.id, photoId, sha256: copy.sha256, now });
  }
  refreshAvailability(db, photoId, now);
  recordAudit(db, {
    at: now,
    actor: 'task',
    action: bundle.joins === null ? 'photo_imported' : 'photo_completed',
    taskId: context.job.task_id,
    projectId,
    photoId,
    detail: { files: intents.map((intent) => intent.target) },
  });
  changes.photo(photoId, { added: bundle.joins === null });
  if (bundle.joins === null) changes.projects();
  return photoId;
}

/** Removes what an item began and did not finish: its temporary files and copies that no row knows. */
export async function undoCopies(context: ItemContext<unknown>): Promise<void> {
  const { services, item } = context;
  const intents = openIntents(services.db, item.id);
  if (intents.length === 0) return;
  await removeCopies(services, intents, context.job.lease ?? '');
  context.commit(() => abandonIntents(services.db, { itemId: item.id, now: services.clock.wall() }));
}

/**
 * Rolls back copies that items began and that nobody will finish: they have ended, or are gone. Run at start, because a process can
 * die between the end of an item and its cleaning up.
 */
export async function rollBackOrphanedCopies(services: HandlerServices): Promise<number> {
  const orphans = orphanedIntents(services.db, ['copy_in']);
  // Temporary files of runs that died were swept before this.
  for (const [itemId, intents] of Map.groupBy(orphans, (intent) => intent.item_id ?? 0)) {
    try {
      await removeCopies(services, intents, '');
      abandonIntents(services.db, { itemId, now: services.clock.wall() });
    } catch (error) {
      services.log.error({ itemId, err: error }, 'what was copied by halves could not be removed yet');
    }
  }
  return orphans.length;
}

async function removeCopies(
  services: HandlerServices,
  intents: readonly FileOpRow[],
  lease: string,
): Promise<void> {
  for (const intent of intents) {
    const project = intent.project_id === null ? null : getProject(services.db, intent.project_id);
    if (project === null) continue;
    const folder = await requireInside(services.paths, project.folder);
    await rm(toNative(join(folder, temporaryName(intent.id, lease))), { force: true });
    if (intent.adopts === 0) await removeOwnCopy(services.workers, intent, join(folder, intent.target));
  }
}

/** What was there before us stays. Our copy goes only while its source still has the same content. */
async function removeOwnCopy(workers: WorkerHost, intent: FileOpRow, target: string): Promise<void> {
  try {
    const copy = await workers.run('hash', { path: target });
    const original = await workers.run('hash', { path: intent.source });
    if (copy.sha256 === original.sha256) await rm(toNative(target));
  } catch (error) {
    if (toAppError(error).code !== 'file_missing') throw error;
  }
}
