import { z } from 'zod';
import type { Problem } from '../../src-preload/contract/photos.ts';
import { selectAll } from '../db/connection.ts';
import { type AppError, toAppError } from '../files/app-error.ts';
import { intentsDone } from '../files/journal.ts';
import { getProject } from '../library/projects.ts';
import { recordNoPicture } from '../library/record-derivatives.ts';
import { type Copied, copyBundle, undoCopies } from './copy-bundle.ts';
import { type Derived, derivePhoto } from './derive-photo.ts';
import { type ItemContext, type ItemResult, isCanceled, type JobHandler } from './handler.ts';
import { type FileResult, type ImportItem, type ImportResult, importItem } from './import-items.ts';
import { itemsInFlight } from './items-in-flight.ts';
import { orProjectAway } from './project-here.ts';
import { orAway } from './source-away.ts';

const payload = z.object({
  /** What the person dropped: where all of it has gone, its card or drive was pulled. */
  roots: z.array(z.string()).default([]),
});
type Payload = z.infer<typeof payload>;

/** What makes a file count as failed although it is safely in the library: there is no picture in it any more. */
const BROKEN = new Set(['empty_file', 'not_an_image', 'not_a_sidecar']);

/** Takes one bundle of files into the project, and makes of it a photo that can be looked at. */
export const uploadPostprocess: JobHandler<Payload> = {
  type: 'upload_postprocess',
  payload,
  concurrency: itemsInFlight,
  flushEnd: true,

  async runItem(context): Promise<ItemResult> {
    const bundle = importItem.parse(JSON.parse(context.item.payload));
    const before = photoMadeBefore(context);
    const { photoId, duplicate } =
      before === null ? await copyOrWait(context, bundle) : { photoId: before, duplicate: false };
    if (duplicate) return alreadyThere(bundle, photoId);
    try {
      const derived = await derivePhoto(context, photoId);
      return done(bundle, photoId, derived, problemsBySource(context, photoId));
    } catch (error) {
      // Canceled after the copy: the files are in, whole and noted. Their pictures can be made at any time.
      if (isCanceled(context.signal)) return done(bundle, photoId, null, new Map());
      throw error;
    }
  },

  giveUp(context, error) {
    const bundle = importItem.parse(JSON.parse(context.item.payload));
    const photoId = photoMadeBefore(context);
    const problem = problemOf(error);
    if (photoId !== null) {
      const { db, clock, changes } = context.services;
      // A poisonous photo is not asked again; one that a full disk kept from being rendered is.
      const status = error.code === 'quarantined' ? 'failed' : 'pending';
      recordNoPicture(db, { photoId, status, sourceSha256: null, reason: problem, now: clock.wall() });
      changes.photo(photoId, { added: false });
    }
    const files = bundle.take.map(({ path }): FileResult => ({ path, outcome: 'failed', photoId, problem }));
    return { photoId, result: { files: [...files, ...bundle.leave] } satisfies ImportResult };
  },

  abandon: undoCopies,
};

async function copyOrWait(context: ItemContext<Payload>, bundle: ImportItem): Promise<Copied> {
  try {
    return await copyBundle(context, bundle);
  } catch (error) {
    const failure = await orAway(toAppError(error), bundle.take[0]?.path ?? '', context.payload.roots);
    const project = getProject(context.services.db, context.job.project_id ?? 0);
    throw project === null ? failure : await orProjectAway(context.services, project, failure);
  }
}

/** The photo that this item made in a run that ended before the item did. */
function photoMadeBefore(context: ItemContext<unknown>): number | null {
  return intentsDone(context.services.db, context.item.id)[0]?.photo_id ?? null;
}

/** Damage is found by file id; the outcome is told by the path that the person dropped. */
function problemsBySource(context: ItemContext<unknown>, photoId: number): Map<string, number> {
  const rows = selectAll<{ source: string; id: number }>(
    context.services.db,
    `SELECT file_ops.source AS source, files.id AS id FROM file_ops
     JOIN files ON files.project_id = file_ops.project_id AND files.path = file_ops.target
     WHERE file_ops.item_id = @itemId AND file_ops.state = 'done' AND files.photo_id = @photoId`,
    { itemId: context.item.id, photoId },
  );
  return new Map(rows.map((row) => [row.source, row.id]));
}

function done(
  bundle: ImportItem,
  photoId: number,
  derived: Derived | null,
  fileIds: ReadonlyMap<string, number>,
): ItemResult {
  const isOwn = bundle.joins !== null && bundle.joins.photoId !== photoId;
  const files = bundle.take.map((file): FileResult => {
    const found = derived?.fileProblems.get(fileIds.get(file.path) ?? -1) ?? null;
    const undamaged = found === null || found.code === derived?.damage?.code;
    const broken = (file.problem !== null && BROKEN.has(file.problem.code)) || !undamaged;
    const isPicture = file.role !== 'sidecar' && file.role !== 'other';
    const nothingToShow = isPicture && derived?.status === 'placeholder' ? derived.reason : null;
    const note = found ?? nothingToShow ?? file.problem;
    // The photo that it was to complete was gone by then: it has become one itself.
    const outcome = isOwn ? 'imported' : file.outcome;
    return { path: file.path, outcome: broken ? 'failed' : outcome, photoId, problem: note };
  });
  const failed = files.find((file) => file.outcome === 'failed');
  return {
    state: failed === undefined ? 'done' : 'failed',
    photoId,
    result: { files: [...files, ...bundle.leave] } satisfies ImportResult,
    error: failed?.problem ?? derived?.reason ?? derived?.damage ?? null,
    ...(derived === null ? {} : { apply: derived.record }),
  };
}

function alreadyThere(bundle: ImportItem, photoId: number): ItemResult {
  const files = bundle.take.map(
    ({ path }): FileResult => ({ path, outcome: 'duplicate', photoId, problem: null }),
  );
  return {
    state: 'skipped',
    photoId,
    result: { files: [...files, ...bundle.leave] } satisfies ImportResult,
    error: { code: 'duplicate' },
  };
}

function problemOf(error: AppError): Problem {
  return { code: error.code, ...(error.detail === undefined ? {} : { detail: error.detail }) };
}
