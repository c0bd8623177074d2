import { z } from 'zod';
import { recordAudit } from '../db/audit.ts';
import { AppError } from '../files/app-error.ts';
import { isFileIntended } from '../files/journal.ts';
import { type PhotoBundle, photoBundle } from '../library/bundle-rows.ts';
import { recordConflicts } from '../metadata/conflicts.ts';
import { reachOf } from '../metadata/reach.ts';
import { applyDifferences, descriptionOf, knownOf, setKnown } from '../metadata/rows.ts';
import { compareThreeWay, type Difference, knownAfter } from '../metadata/three-way.ts';
import { refreshUnwritten } from '../metadata/unwritten.ts';
import { mergedDescription } from '../metadata/write-plan.ts';
import type { ItemContext, ItemResult, JobHandler } from './handler.ts';
import { metadataItems } from './metadata-items.ts';
import { photoScope } from './photo-scope.ts';
import { readPhotoFiles } from './read-photo-files.ts';

const payload = photoScope.extend({
  /** Says what would change, and changes nothing. */
  dryRun: z.boolean().default(false),
});
type Payload = z.infer<typeof payload>;

/**
 * Reads what people wrote about photos from their files, and brings it into the library where only the files changed.
 * Where both did, in different ways, the field is left as it is on both sides and told as a conflict.
 */
export const importMetadata: JobHandler<Payload> = {
  type: 'import',
  payload,
  // Those at once are read with one command (workers/coalesce-descriptions.ts).
  concurrency: ({ config }) => config.exiftool.maxConcurrent * 32,

  discover: metadataItems('metadata'),

  async runItem(context): Promise<ItemResult> {
    const { services, payload, item } = context;
    const bundle = item.photo_id === null ? null : photoBundle(services.db, item.photo_id);
    if (bundle === null || bundle.photo.present === 0)
      return { state: 'skipped', error: { code: 'photo_gone' } };
    const files = await readPhotoFiles(context, bundle, 'standing');
    const theirs = mergedDescription(files, services.config.exif.readPreference);
    const photoId = bundle.photo.id;
    const compare = () => {
      const [known, ours] = [knownOf(services.db, photoId) ?? {}, descriptionOf(services.db, photoId)];
      if (ours === null) throw new AppError('photo_gone');
      const reach = reachOf(services.db, photoId, files);
      const differences = compareThreeWay(known, ours, theirs, reach);
      return { differences, after: knownAfter(known, theirs, differences, reach) };
    };
    const takeIn = () => {
      requireAsRead(context, bundle);
      // With what the library says at this moment: a person may have typed while the files were read.
      const { differences, after } = compare();
      record(context, photoId, differences);
      setKnown(services.db, { photoId, known: after, now: services.clock.wall() });
      refreshUnwritten(services.db, [photoId]);
      return differences;
    };
    const differences = payload.dryRun ? compare().differences : context.commit(takeIn);
    const isConflict = differences.some(({ verdict }) => verdict === 'conflict');
    return {
      state: differences.some(({ verdict }) => verdict !== 'pending') ? 'done' : 'skipped',
      photoId,
      result: { files: [], difference: differences },
      error: isConflict ? { code: 'metadata_conflict' } : null,
    };
  },
};

/**
 * While files are read, another task may write them or take that back: what they said before would pass for what somebody
 * changed in them, and overrule what a person said and what was just written.
 * @throws AppError `file_busy`
 */
function requireAsRead(
  { services: { db }, item }: ItemContext<Payload>,
  { photo, files }: PhotoBundle,
): void {
  const now = photoBundle(db, photo.id)?.files;
  if (JSON.stringify(now) !== JSON.stringify(files)) throw new AppError('file_busy', { retry: 'now' });
  if (files.some(({ id }) => isFileIntended(db, { fileId: id, itemId: item.id })))
    throw new AppError('file_busy', { retry: 'later' });
}

function record(
  { services, job }: ItemContext<Payload>,
  photoId: number,
  differences: readonly Difference[],
): void {
  const { db, clock, changes } = services;
  const now = clock.wall();
  // A photo that only began to contradict its files, or ceased to, is drawn and found in another way from now on.
  if (recordConflicts(db, { photoId, differences, now })) changes.photo(photoId, { added: false });
  if (!applyDifferences(db, { photoId, differences, now })) return;
  recordAudit(db, {
    at: now,
    actor: 'task',
    action: 'metadata_imported',
    taskId: job.task_id,
    projectId: null,
    photoId,
    detail: { differences },
  });
  changes.photo(photoId, { added: false });
}
