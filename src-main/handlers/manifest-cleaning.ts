import type { z } from 'zod';
import { recordAudit } from '../db/audit.ts';
import { selectOne } from '../db/connection.ts';
import type { ProjectRow } from '../db/rows.ts';
import { refreshAvailability } from '../library/availability.ts';
import { cleanablePhotos, dropEmptyPhoto, forgetMissingFiles } from '../library/undecided.ts';
import { projectToCheck } from './check-scope.ts';
import type { HandlerServices, ItemContext, ItemResult, JobHandler } from './handler.ts';
import { photoScope } from './photo-scope.ts';

type Payload = z.infer<typeof photoScope>;

const PAGE = 250;
const DAY_MS = 86_400_000;

/**
 * Removes rows that stand for nothing any more: photos without a file, in the trash or elsewhere, and files that have been
 * missing for `maintenance.forget_missing_days`. Whatever a person has decided about a photo keeps it, for good: the file
 * may turn up again.
 */
export const manifestCleaning: JobHandler<Payload> = {
  type: 'manifest_cleaning',
  payload: photoScope,
  concurrency: () => 1,

  async *discover({ services, payload }, from) {
    for (let after = Number(from ?? 0); ; ) {
      const page = { missingBefore: missingBefore(services), after, limit: PAGE };
      const photos = cleanablePhotos(services.db, payload, page);
      if (photos.length === 0) return;
      after = photos.at(-1)?.id ?? after;
      const items = photos.map(({ id, folder, base_name }) => ({
        ref: `${folder}/${base_name}`,
        photoId: id,
      }));
      yield { items, cursor: String(after) };
    }
  },

  async runItem(context): Promise<ItemResult> {
    const { services, payload, item } = context;
    const photoId = item.photo_id;
    if (photoId === null) return { state: 'skipped', error: { code: 'photo_gone' } };
    const project = projectOf(services, photoId);
    if (project === null || project.deleted_at !== null) {
      return { state: 'skipped', error: { code: 'photo_gone' } };
    }
    // What is missing on a drive that is away was missing when somebody looked last; it is not looked for now.
    const place = await projectToCheck(services, payload, project);
    if ('passedOver' in place) return { state: 'skipped', error: place.passedOver.skipped ?? null };
    return {
      state: 'done',
      result: { files: [] },
      apply: () => clean(context, photoId, project.id),
    };
  },
};

function projectOf({ db }: HandlerServices, photoId: number): ProjectRow | null {
  const row = selectOne<ProjectRow>(
    db,
    `SELECT projects.* FROM projects JOIN photos ON photos.project_id = projects.id WHERE photos.id = @photoId`,
    { photoId },
  );
  return row ?? null;
}

function clean({ services, job }: ItemContext<Payload>, photoId: number, projectId: number): void {
  const { db, clock, changes } = services;
  const now = clock.wall();
  const files = forgetMissingFiles(db, photoId, missingBefore(services));
  if (files.length > 0) refreshAvailability(db, photoId, now, { intent: 'stays' });
  const isDropped = dropEmptyPhoto(db, photoId);
  if (files.length === 0 && !isDropped) return;
  recordAudit(db, {
    at: now,
    actor: 'task',
    action: isDropped ? 'photo_forgotten' : 'files_forgotten',
    taskId: job.task_id,
    projectId,
    photoId,
    detail: { files },
  });
  if (!isDropped) changes.photo(photoId, { added: false });
  changes.projects();
}

function missingBefore({ clock, config }: HandlerServices): number {
  return clock.wall() - config.maintenance.forget_missing_days * DAY_MS;
}
