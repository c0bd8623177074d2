import { z } from 'zod';
import { selectAll } from '../db/connection.ts';
import type { NewItem } from '../jobs/sql/items.ts';
import { recordNoPicture } from '../library/record-derivatives.ts';
import { derivePhoto } from './derive-photo.ts';
import type { JobHandler } from './handler.ts';
import { itemsInFlight } from './items-in-flight.ts';

const payload = z.object({
  projectId: z.int().nullable(),
  photoIds: z.array(z.int()).nullable(),
  force: z.boolean(),
});
type Payload = z.infer<typeof payload>;

/** Photos found per transaction while the work is being listed. */
const PAGE = 500;

/** Makes thumbnails and previews that are missing. With `force` it makes all anew, and asks failed photos again. */
export const generateDerivatives: JobHandler<Payload> = {
  type: 'generate_derivatives',
  payload,
  concurrency: itemsInFlight,

  async *discover({ services, job, payload: { projectId, photoIds, force } }) {
    const wanted = photoIds === null ? null : JSON.stringify(photoIds);
    for (let after = 0; ; ) {
      const rows = selectAll<{ id: number; base_name: string }>(
        services.db,
        `SELECT photos.id, photos.base_name FROM photos
         WHERE photos.id > @after AND (@projectId IS NULL OR photos.project_id = @projectId)
           AND (@wanted IS NULL OR photos.id IN (SELECT value FROM json_each(@wanted)))
           AND (@force OR photos.id IN (SELECT photo_id FROM derivatives WHERE status = 'pending'))
           AND NOT EXISTS (SELECT 1 FROM job_items WHERE job_id = @jobId AND ref = 'photo:' || photos.id)
         ORDER BY photos.id LIMIT ${PAGE}`,
        { after, projectId, wanted, force: force ? 1 : 0, jobId: job.id },
      );
      if (rows.length === 0) return;
      yield rows.map((row): NewItem => ({ ref: `photo:${row.id}`, photoId: row.id }));
      after = rows.at(-1)?.id ?? after;
    }
  },

  async runItem(context) {
    const photoId = context.item.photo_id;
    if (photoId === null) return { state: 'skipped', error: { code: 'photo_gone' } };
    const derived = await derivePhoto(context, photoId);
    return {
      state: derived.status === 'failed' ? 'failed' : 'done',
      photoId,
      error: derived.reason ?? derived.damage,
      apply: derived.record,
    };
  },

  giveUp({ services, item }, error) {
    if (item.photo_id === null || error.code !== 'quarantined') return undefined;
    const reason = { code: error.code, ...(error.detail === undefined ? {} : { detail: error.detail }) };
    recordNoPicture(services.db, {
      photoId: item.photo_id,
      status: 'failed',
      sourceSha256: null,
      reason,
      now: services.clock.wall(),
    });
    services.changes.photo(item.photo_id, { added: false });
    return { photoId: item.photo_id };
  },
};
