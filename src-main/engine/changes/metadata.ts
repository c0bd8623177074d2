import { basename, dirname, join } from 'node:path';
import type { ChangeTarget } from '../../../src-preload/contract/changes.ts';
import type { FileTag } from '../../../src-preload/contract/metadata.ts';
import { recordAudit } from '../../db/audit.ts';
import { transaction } from '../../db/connection.ts';
import { AppError, toAppError } from '../../files/app-error.ts';
import { resolveStart } from '../../files/walk.ts';
import { photoBundle } from '../../library/bundle-rows.ts';
import { photoOfFile } from '../../library/photo-of-file.ts';
import { requireInside } from '../../library/projects.ts';
import {
  type ConflictPage,
  conflictsOf,
  forgetConflict,
  getConflict,
  listConflicts,
} from '../../metadata/conflicts.ts';
import type { ScalarField } from '../../metadata/description.ts';
import { descriptionOf, knownOf, setField, setKnown } from '../../metadata/rows.ts';
import { refreshUnwritten, unwrittenFields } from '../../metadata/unwritten.ts';
import type { LibraryEngine } from '../library-engine.ts';
import { badOrder, startDeclared } from '../start-work.ts';

/**
 * @throws AppError `action_disabled` where the settings do not allow it by hand, `project_missing`, `photo_missing`,
 *   `bad_order`, `queue_full`
 */
export function startMetadata(
  engine: LibraryEngine,
  order: {
    operation: 'import' | 'write';
    target: ChangeTarget | { files: readonly NamedFile[] };
    subjects?: readonly string[] | undefined;
    hierarchical?: readonly string[] | undefined;
    dryRun: boolean;
  },
): string {
  const { operation, target, subjects = [], hierarchical = [], dryRun } = order;
  const keywords = [...subjects, ...hierarchical];
  if (operation === 'import' && keywords.length > 0)
    throw badOrder([{ path: 'subjects', message: 'only what is written can be added to' }]);
  return startDeclared(engine, {
    type: `metadata_${operation}`,
    target: 'all' in target ? {} : 'files' in target ? { photoIds: photosOf(engine, target.files) } : target,
    params: { dryRun, ...(operation === 'write' ? { keywords } : {}) },
  });
}

/** A file by the path that it was named with, and by the one without links. */
interface NamedFile {
  named: string;
  real: string;
}

/** As they are named where they are not there: then they are no files of the library either. */
export function realFiles(files: readonly string[]): Promise<NamedFile[]> {
  return Promise.all(
    files.map(async (named) => ({
      named,
      real: await resolveStart(dirname(named)).then(
        (folder) => join(folder, basename(named)),
        () => named,
      ),
    })),
  );
}

/** @throws AppError `photo_missing` naming the first file that is none of the library's */
function photosOf({ db, paths }: LibraryEngine, files: readonly NamedFile[]): number[] {
  const ids = files.map(({ named, real }) => {
    // A file that is missing just now has no real path, and is known all the same.
    const id = photoOfFile(db, paths.root, real) ?? photoOfFile(db, paths.root, named);
    if (id === null) throw new AppError('photo_missing', { detail: named });
    return id;
  });
  return [...new Set(ids)];
}

/**
 * What of a photo waits to be written, and what contradicts its files.
 * @throws AppError `photo_missing`
 */
export function metadataState({ db }: LibraryEngine, photoId: number) {
  const ours = descriptionOf(db, photoId);
  if (ours === null) throw new AppError('photo_missing', { detail: String(photoId) });
  return {
    unwritten: unwrittenFields(knownOf(db, photoId), ours),
    conflicts: conflictsOf(db, photoId),
  };
}

/**
 * Everything that a file says of itself.
 * @throws AppError `photo_missing` where the photo has no such file; `path_missing`, `path_unreadable`
 */
export async function tagsOfFile(
  { db, paths, workers }: LibraryEngine,
  { photoId, fileId }: { photoId: number; fileId: number },
): Promise<FileTag[]> {
  const bundle = photoBundle(db, photoId);
  const file = bundle?.files.find(({ id }) => id === fileId);
  if (bundle === null || file === undefined) throw new AppError('photo_missing', { detail: String(photoId) });
  try {
    const folder = await requireInside(paths, bundle.project.folder);
    return await workers.run('tags', { path: join(folder, file.path) });
  } catch (error) {
    // Whatever the reason (its drive is away, it was deleted by hand): what is asked about cannot be read.
    const { code } = toAppError(error);
    const isGone = code === 'file_missing' || code === 'project_folder_missing' || code === 'volume_away';
    throw new AppError(isGone ? 'path_missing' : 'path_unreadable', { detail: file.path, cause: error });
  }
}

export function metadataConflicts(engine: LibraryEngine, page: ConflictPage) {
  const { rows, total } = listConflicts(engine.db, page);
  return {
    conflicts: rows.map(({ photo_id: photoId, photo, project, field, ours, theirs, at }) => ({
      photoId,
      photo,
      project,
      field,
      ours: JSON.parse(ours) as unknown,
      theirs: JSON.parse(theirs) as unknown,
      at,
    })),
    total,
  };
}

/**
 * Ends a conflict as a person says. Either way both sides have been seen: what the files say is what they agreed on last,
 * and what the library says beside it is pending. Answers how many are left.
 * @throws AppError `nothing_to_do` where there is none
 */
export function resolveConflict(
  engine: LibraryEngine,
  { photoId, field, keep }: { photoId: number; field: ScalarField; keep: 'files' | 'library' },
): number {
  const { db, clock, changes } = engine;
  return transaction(db, () => {
    const conflict = getConflict(db, { photoId, field });
    if (conflict === null) throw new AppError('nothing_to_do');
    const now = clock.wall();
    const theirs = JSON.parse(conflict.theirs) as unknown;
    if (keep === 'files') setField(db, { photoId, field, value: theirs, now });
    setKnown(db, { photoId, known: { ...knownOf(db, photoId), [field]: theirs }, now });
    refreshUnwritten(db, [photoId]);
    forgetConflict(db, { photoId, field });
    recordAudit(db, {
      at: now,
      actor: 'person',
      action: 'metadata_conflict_resolved',
      taskId: null,
      projectId: null,
      photoId,
      detail: { field, keep, ours: JSON.parse(conflict.ours) as unknown, theirs },
    });
    changes.photo(photoId, { added: false });
    return listConflicts(db, { limit: 1, offset: 0 }).total;
  });
}
