import { join } from 'node:path';
import { z } from 'zod';
import { recordAudit } from '../db/audit.ts';
import { selectAll, transaction } from '../db/connection.ts';
import type { FileRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import { lookAtFile, type Seen } from '../files/list-folder.ts';
import type { NewItem } from '../jobs/sql/items.ts';
import { refreshAvailability } from '../library/availability.ts';
import { isPrimary } from '../library/bundles.ts';
import { type Difference, differenceOf } from '../library/manifest-difference.ts';
import { type ProjectScan, scanPhotos, scanProject } from '../library/manifest-scan.ts';
import { noteVolume } from '../library/project-place.ts';
import { getProject } from '../library/projects.ts';
import { isInWork, recordContent, recordMissing, recordThere } from '../library/record-check.ts';
import type { InspectOutput } from '../workers/protocol.ts';
import { projectsInScope, projectToCheck } from './check-scope.ts';
import { hasOtherContent, isDisplaced } from './displaced-files.ts';
import { RenamedFolders } from './follow-folders.ts';
import { remakePictures } from './follow-up.ts';
import type { Discovery, ItemContext, ItemResult, JobHandler } from './handler.ts';
import { rollBackOrphanedMoves } from './journaled-moves.ts';
import { rollBackOrphanedWrites } from './journaled-writes.ts';
import { requireNoMassLoss } from './mass-loss.ts';
import { photoScope } from './photo-scope.ts';
import { RowsOnDisk } from './rows-on-disk.ts';
import { settleOrphanedPurges } from './trash-maintenance.ts';

const payload = photoScope.extend({
  /** A person was asked about so many lost files, and says that they are meant to be. Of more, they know nothing. */
  acceptedLoss: z.int().nonnegative().default(0),
});
type Payload = z.infer<typeof payload>;

interface Scanned extends ProjectScan {
  projectFolder: string;
  folder: string;
}

const PAGE = 500;
/** Only changed files are read; the disk is no faster for more at once. */
const IN_FLIGHT = 4;
/** Cursors: nothing is stored yet; what was passed over is. After that, the last photo. */
const NOTHING = -1;
const PASSED_OVER = 0;

/**
 * Brings the database in line with the disk: what is missing is marked, what is there again is not any more, what changed
 * is read anew. Rows are never deleted here, and a project whose drive is away is not looked at.
 */
export const manifestCheck: JobHandler<Payload> = {
  type: 'manifest_check',
  payload,
  concurrency: () => IN_FLIGHT,

  async *discover(context, from): AsyncGenerator<Discovery> {
    const { services, payload, signal } = context;
    const { db } = services;
    // What could not be put back when its work ended, because its drive was away.
    await rollBackOrphanedMoves(services);
    await rollBackOrphanedWrites(services);
    await settleOrphanedPurges(services);
    const last = Number(from ?? NOTHING);
    const scans: Scanned[] = [];
    const passedOver: NewItem[] = [];
    const renamed = new RenamedFolders(services, signal);
    for (const project of projectsInScope(db, payload)) {
      const place = await projectToCheck(services, payload, project);
      if ('passedOver' in place) {
        passedOver.push(place.passedOver);
        continue;
      }
      // Another project's files lie there: `folder_check` finds where its own are.
      if ((await renamed.movesOf(project)) !== null) {
        const code = 'project_folder_missing';
        passedOver.push({ ref: `${project.folder}/`, skipped: { code, detail: place.folder } });
        continue;
      }
      const { photoIds } = payload;
      const steps =
        photoIds === null
          ? scanProject(db, project, place.folder, signal)
          : scanPhotos(db, project, place.folder, photoIds, signal);
      let step = await steps.next();
      for (; !step.done; step = await steps.next()) yield { items: [], cursor: String(last) };
      // Pulled while it was looked at, it would seem to be empty.
      const after = await projectToCheck(services, payload, project);
      if ('passedOver' in after) passedOver.push(after.passedOver);
      else {
        if (step.value.present > 0) transaction(db, () => noteVolume(db, project, after.volumeId));
        scans.push({ ...step.value, projectFolder: project.folder, folder: place.folder });
      }
    }
    await requireNoMassLoss(services, scans, { accepted: payload.acceptedLoss, signal });
    if (last < PASSED_OVER && passedOver.length > 0) {
      yield { items: passedOver, cursor: String(PASSED_OVER) };
    }
    const items = itemsFor(scans).filter(({ photoId }) => photoId > last);
    for (let start = 0; start < items.length; start += PAGE) {
      const page = items.slice(start, start + PAGE);
      yield { items: page, cursor: String(page.at(-1)?.photoId ?? last) };
    }
  },

  async runItem(context): Promise<ItemResult> {
    const photoId = context.item.photo_id;
    const files = selectAll<FileRow>(
      context.services.db,
      `SELECT * FROM files WHERE photo_id = @photoId ORDER BY id`,
      { photoId },
    );
    const project = files[0] === undefined ? null : getProject(context.services.db, files[0].project_id);
    if (photoId === null || project === null || project.deleted_at !== null) {
      return { state: 'skipped', photoId, error: { code: 'photo_gone' } };
    }
    const place = await projectToCheck(context.services, context.payload, project);
    if ('passedOver' in place) return { state: 'skipped', photoId, error: place.passedOver.skipped ?? null };
    let findings: Finding[] = [];
    let unread: AppError | null = null;
    try {
      for (const file of files) {
        const isHere = file.project_id === project.id;
        const finding = isHere
          ? await lookAgain(context, place.folder, file)
          : await lookElsewhere(context, file);
        if (finding !== null) findings.push(finding);
      }
    } catch (error) {
      unread = toAppError(error);
    }
    // Once more, where something is missing or could not be read: was the drive pulled between the two looks?
    if (unread !== null || findings.some(({ kind }) => kind === 'missing')) {
      const again = await projectToCheck(context.services, context.payload, project);
      if ('passedOver' in again)
        return { state: 'skipped', photoId, error: again.passedOver.skipped ?? null };
    }
    if (unread !== null) throw unread;
    const disk = new RowsOnDisk(context.services, context.signal);
    if (await isDisplaced(context.services, disk, files, findings)) findings = findings.flatMap(leaveBehind);
    if (findings.length === 0) return { state: 'skipped', photoId, error: { code: 'nothing_to_do' } };
    return {
      state: 'done',
      photoId,
      result: { files: [], found: findings.map(({ kind, file }) => ({ kind, path: file.path })) },
      apply: () => record(context, photoId, findings),
    };
  },
};

/** A photo is an item, named as people know it. */
function itemsFor(scans: readonly Scanned[]): (NewItem & { photoId: number })[] {
  return scans
    .flatMap(({ projectFolder, differing }) => {
      const byPhoto = Map.groupBy(differing, ({ photoId }) => photoId);
      return [...byPhoto].map(([photoId, files]) => ({
        ref: `${projectFolder}/${files[0]?.path ?? ''}`,
        photoId,
        kind: files.some(({ kind }) => kind !== 'missing') ? 'read' : 'missing',
      }));
    })
    .sort((a, b) => a.photoId - b.photoId);
}

interface Finding {
  kind: Difference;
  file: FileRow;
  seen: Seen | null;
  /** Null where it was not read, because size and time say that it is what it was. */
  content: (InspectOutput & { sha256: string }) | null;
}

async function lookAgain(
  { services, signal }: ItemContext<Payload>,
  folder: string,
  file: FileRow,
): Promise<Finding | null> {
  const path = join(folder, file.path);
  const seen = await lookAtFile(path);
  const kind = differenceOf(file, seen);
  if (kind === null || seen === null) return kind === null ? null : { kind, file, seen, content: null };
  const isAsItWas = seen.bytes === file.bytes && seen.mtimeMs === file.mtime_ms;
  if (isAsItWas) return { kind, file, seen, content: null };
  const [fact] = await services.workers.run('inspect', [{ path, hash: true }], { signal });
  if (fact === undefined || 'error' in fact) {
    const { code, detail } = fact?.error ?? { code: 'internal', detail: 'no answer' };
    throw new AppError(code, { detail, retry: code === 'io_error' ? 'later' : 'never' });
  }
  if (fact.sha256 === null) throw new AppError('internal', { detail: 'a file was not hashed' });
  return { kind, file, seen, content: { ...fact, sha256: fact.sha256 } };
}

/** Its name has another file now: its own is missing, and the other one `folder_check` has to see to. */
function leaveBehind(finding: Finding): Finding[] {
  if (!hasOtherContent(finding)) return [finding];
  return finding.file.missing_at === null ? [{ ...finding, kind: 'missing', seen: null, content: null }] : [];
}

function record(
  { services, job }: ItemContext<Payload>,
  photoId: number,
  findings: readonly Finding[],
): void {
  const { db, clock, changes } = services;
  const now = clock.wall();
  const told: { kind: Difference; path: string; before?: string; after?: string | undefined }[] = [];
  let isOutdated = false;
  let isNewHalf = false;
  for (const { kind, file, seen, content } of findings) {
    if (isInWork(db, file)) continue;
    const { path } = file;
    const isNew = hasOtherContent({ kind, file, content });
    const isRecorded =
      content !== null
        ? recordContent(db, file, content, now)
        : seen === null
          ? recordMissing(db, file, now)
          : recordThere(db, file, seen.mtimeMs);
    if (!isRecorded) continue;
    isNewHalf ||= isNew && kind === 'returned';
    if (isNew) told.push({ kind: 'changed', path, before: file.sha256, after: content?.sha256 });
    else if (kind !== 'changed') told.push({ kind, path });
    isOutdated ||= isNew && isPrimary(file.role);
  }
  if (told.length === 0) return;
  refreshAvailability(db, photoId, now, { intent: isNewHalf ? 'follows' : 'stays' });
  if (isOutdated) remakePictures(services, photoId);
  recordAudit(db, {
    at: now,
    actor: 'task',
    action: 'files_checked',
    taskId: job.task_id,
    projectId: findings[0]?.file.project_id ?? null,
    photoId,
    detail: { files: told },
  });
  changes.photo(photoId, { added: told.some(({ kind }) => kind === 'returned') });
  changes.projects();
}

/** Moves once left rows of missing files behind in the project that their photo came from: each is looked for in its own. */
async function lookElsewhere(context: ItemContext<Payload>, file: FileRow): Promise<Finding | null> {
  const { services, payload } = context;
  const project = getProject(services.db, file.project_id);
  if (project === null || project.deleted_at !== null) return null;
  const place = await projectToCheck(services, payload, project);
  if ('passedOver' in place) return null;
  const finding = await lookAgain(context, place.folder, file);
  if (finding?.kind !== 'missing') return finding;
  return 'passedOver' in (await projectToCheck(services, payload, project)) ? null : finding;
}
