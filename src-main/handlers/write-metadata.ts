import { join } from 'node:path';
import { z } from 'zod';
import type { FileOpRow } from '../db/rows.ts';
import { AppError, toAppError } from '../files/app-error.ts';
import { requireSpace } from '../files/free-space.ts';
import {
  isFileIntended,
  isProjectMoving,
  isTargetIntended,
  openIntents,
  temporaryName,
  writeIntent,
} from '../files/journal.ts';
import { type PhotoBundle, photoBundle } from '../library/bundle-rows.ts';
import { addTags } from '../library/tags.ts';
import { trashPath } from '../library/trash.ts';
import { type Description, normalized } from '../metadata/description.ts';
import { reachOf } from '../metadata/reach.ts';
import { descriptionOf, knownOf } from '../metadata/rows.ts';
import { type PlannedWrite, planWrite, type WritePlan } from '../metadata/write-plan.ts';
import type { WriteDescriptionOutput } from '../workers/protocol.ts';
import type { ItemContext, ItemResult, JobHandler } from './handler.ts';
import { carryOutWrites, rollBackWrites } from './journaled-writes.ts';
import { metadataItems } from './metadata-items.ts';
import { photoScope } from './photo-scope.ts';
import { orProjectAway, requireProjectHere } from './project-here.ts';
import { readPhotoFiles } from './read-photo-files.ts';
import { type DoneWrite, recordWrites } from './record-writes.ts';

const payload = photoScope.extend({
  /** Says what would be written where, and writes nothing. */
  dryRun: z.boolean().default(false),
  /** Keywords, flat or with their ancestors, that the photos are to have besides. */
  keywords: z.array(z.string()).default([]),
});
type Payload = z.infer<typeof payload>;

/**
 * Writes what people said of photos into their files, or beside them, as the settings say. A file that changes is never
 * changed in place: a changed copy is made, proven, and takes its place, and the bytes before stay for an undo.
 */
export const writeMetadata: JobHandler<Payload> = {
  type: 'write',
  payload,
  // More than there are tools: while some are flushed and swapped in, others are made.
  concurrency: ({ config }) => config.exiftool.maxConcurrent * 4,
  durable: true,
  flushEnd: true,

  discover: metadataItems('metadata_write'),

  async runItem(context): Promise<ItemResult> {
    const { services, payload, item } = context;
    // From a run that died: what it wrote is taken back, and everything is looked at anew.
    await rollBackWrites(context);
    const bundle = item.photo_id === null ? null : photoBundle(services.db, item.photo_id);
    if (bundle === null || bundle.photo.present === 0 || bundle.project.deleted_at !== null)
      return { state: 'skipped', error: { code: 'photo_gone' } };
    const ours = descriptionOf(services.db, bundle.photo.id);
    if (ours === null) throw new AppError('photo_gone');
    const wanted = withKeywords(ours, payload.keywords);
    const files = await readPhotoFiles(context, bundle, 'all');
    const plan = planWrite({
      mode: services.config.exif.writeMode,
      preference: services.config.exif.readPreference,
      known: knownOf(services.db, bundle.photo.id),
      ours: wanted,
      reach: reachOf(services.db, bundle.photo.id, files),
      files,
    });
    const outcome = outcomeOf(bundle, plan);
    if (payload.dryRun || outcome.state === 'failed') return outcome;
    const done = plan.writes.length === 0 ? [] : await write(context, { bundle, ours, writes: plan.writes });
    return {
      ...outcome,
      apply: () => {
        addTags(services.db, {
          photoId: bundle.photo.id,
          tags: payload.keywords,
          now: services.clock.wall(),
        });
        recordWrites(context, { ours: wanted, plan, writes: done });
      },
    };
  },

  abandon: rollBackWrites,
};

function withKeywords(ours: Description, keywords: readonly string[]): Description {
  return normalized({
    ...ours,
    subjects: [...ours.subjects, ...keywords.filter((name) => !name.includes('|'))],
    hierarchical: [...ours.hierarchical, ...keywords.filter((name) => name.includes('|'))],
  });
}

/** What the item tells: the difference of each field, and which files are written. */
function outcomeOf({ photo }: PhotoBundle, plan: WritePlan): ItemResult {
  const waiting = plan.differences.filter(({ verdict }) => verdict === 'pending' || verdict === 'merge');
  const isConflict = plan.differences.some(({ verdict }) => verdict === 'conflict');
  const outcome = {
    photoId: photo.id,
    result: {
      files: [],
      difference: plan.differences,
      writes: plan.writes.map(({ file, fields }) => ({ path: file.path, fields: Object.keys(fields) })),
    },
  };
  if (plan.outranked.length > 0) {
    // With nothing to write into, no file of the photo takes what it is to say.
    const code = plan.writes.length === 0 ? 'raw_not_written' : 'metadata_outranked';
    return { ...outcome, state: 'failed', error: { code, detail: plan.outranked.join(', ') } };
  }
  return {
    ...outcome,
    state: waiting.length > 0 || plan.writes.length > 0 ? 'done' : 'skipped',
    error: isConflict ? { code: 'metadata_conflict' } : null,
  };
}

interface Order {
  bundle: PhotoBundle;
  ours: Description;
  writes: readonly PlannedWrite[];
}

/** All copies are made and proven before the first takes the place of its original: a photo is written whole. */
async function write(context: ItemContext<Payload>, order: Order): Promise<DoneWrite[]> {
  const { services } = context;
  const { project } = order.bundle;
  const folder = await requireProjectHere(services, project);
  try {
    const noted = noteIntents(context, order);
    services.probe('names_reserved');
    const made = new Map<number, WriteDescriptionOutput>();
    for (const [at, intent] of noted.entries()) {
      const planned = order.writes[at];
      if (planned === undefined) continue;
      const copy = await makeCopy(context, { planned, intent, folder });
      requireAsRead(order.bundle, planned.file, copy.before);
      made.set(intent.id, copy);
    }
    return await carryOutWrites(context, folder, made);
  } catch (error) {
    const failure = await orProjectAway(services, project, toAppError(error));
    // At once, and not when it is tried again: a photo that is written by halves says two things.
    if (failure.code !== 'volume_away') await rollBackWrites(context);
    throw failure;
  }
}

/** Noted only if everything is still as it was when it was compared: reading takes a while. */
function noteIntents(context: ItemContext<Payload>, { bundle, ours, writes }: Order): FileOpRow[] {
  const { services, job, item } = context;
  const { db, clock } = services;
  return context.commit(() => {
    const now = photoBundle(db, bundle.photo.id);
    const isSame =
      JSON.stringify([now?.files, now?.project.folder]) ===
        JSON.stringify([bundle.files, bundle.project.folder]) &&
      JSON.stringify(descriptionOf(db, bundle.photo.id)) === JSON.stringify(ours);
    if (!isSame) throw new AppError('file_busy', { retry: 'now' });
    const isBusy =
      isProjectMoving(db, bundle.project.id) ||
      bundle.files.some(({ id }) => isFileIntended(db, { fileId: id, itemId: item.id })) ||
      writes.some(({ file }) => isTargetIntended(db, bundle.project.id, file.path));
    if (isBusy) throw new AppError('file_busy', { retry: 'later' });
    for (const { file } of writes) {
      writeIntent(db, {
        kind: 'write',
        taskId: job.task_id,
        itemId: item.id,
        projectId: bundle.project.id,
        photoId: bundle.photo.id,
        // A sidecar that is made holds the file it is for: nothing may take that away meanwhile.
        fileId: file.fileId ?? bundle.files[0]?.id ?? null,
        baseName: bundle.photo.base_name,
        source: file.path,
        target: file.path,
        bytes: null,
        kept: file.said === null ? null : trashPath(job.task_id ?? String(job.id), file.path),
        now: clock.wall(),
      });
    }
    return openIntents(db, item.id);
  });
}

/**
 * A file waits for its tool, sometimes for long. What another program wrote meanwhile was never compared: it would be
 * overwritten as if somebody had said so.
 * @throws AppError `file_busy`: compared anew at once; `bit_rot`: written into, damage would pass for what is meant
 */
function requireAsRead(
  { files }: PhotoBundle,
  { seen, fileId, path }: PlannedWrite['file'],
  before: WriteDescriptionOutput['before'],
): void {
  if (before === null || seen === null) return;
  if (before.bytes !== seen.bytes || before.mtimeMs !== seen.mtimeMs)
    throw new AppError('file_busy', { detail: path, retry: 'now' });
  const row = files.find(({ id }) => id === fileId);
  const isAsNoted = row?.bytes === before.bytes && row.mtime_ms === Math.round(before.mtimeMs);
  if (isAsNoted && row.sha256 !== before.sha256) throw new AppError('bit_rot', { detail: path });
}

async function makeCopy(
  { services, signal, job }: ItemContext<Payload>,
  { planned, intent, folder }: { planned: PlannedWrite; intent: FileOpRow; folder: string },
): Promise<WriteDescriptionOutput> {
  const { file, fields, emptied } = planned;
  await requireSpace(folder, file.seen?.bytes ?? 0);
  return await services.workers.run(
    'writeDescription',
    {
      source: file.said === null ? null : join(folder, file.path),
      temporary: join(folder, temporaryName(intent.id, job.lease ?? '')),
      kind: file.kind,
      fields,
      emptied,
      sidecarFor: file.sidecarFor,
    },
    { signal },
  );
}
