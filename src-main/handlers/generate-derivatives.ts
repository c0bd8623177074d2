import { z } from 'zod';
import { selectAll, selectOne } from '../db/connection.ts';
import type { NewItem } from '../jobs/sql/items.ts';
import { recordNoPicture } from '../library/record-derivatives.ts';
import { derivePhoto } from './derive-photo.ts';
import type { JobHandler } from './handler.ts';
import { itemsInFlight } from './items-in-flight.ts';

const payload = z.object({
  /** Of this project only. */
  projectId: z.int().positive().nullable().default(null),
  /** Of these photos only. */
  photoIds: z.array(z.int().positive()).nullable().default(null),
  /** Make all anew, and ask again for those that failed. */
  force: z.boolean().default(false),
});
type Payload = z.infer<typeof payload>;

/** Photos found per transaction while the work is being listed. */
const PAGE = 500;

/** Makes thumbnails and previews that are missing. With `force` it makes all anew, and asks failed photos again. */
export const generateDerivatives: JobHandler<Payload> = {
  type: 'generate_derivatives',
  payload,
  concurrency: itemsInFlight,

  async *discover({ services, payload: { projectId, photoIds, force } }, from) {
    const wanted = photoIds === null ? null : JSON.stringify(photoIds);
    for (let after = Number(from ?? 0); ; ) {
      const rows = selectAll<{ id: number; format: string }>(
        services.db,
        `SELECT photos.id,
           coalesce((SELECT format FROM files WHERE photo_id = photos.id ORDER BY role = 'image' DESC, id LIMIT 1), '') AS format
         FROM photos
         WHERE photos.id > @after AND photos.present = 1 AND (@projectId IS NULL OR photos.project_id = @projectId)
           AND (@wanted IS NULL OR photos.id IN (SELECT value FROM json_each(@wanted)))
           AND (@force OR photos.id IN (SELECT photo_id FROM derivatives WHERE status = 'pending'))
         ORDER BY photos.id LIMIT ${PAGE}`,
        { after, projectId, wanted, force: force ? 1 : 0 },
      );
      if (rows.length === 0) return;
      after = rows.at(-1)?.id ?? after;
      const items = rows.map(
        (row): NewItem => ({ ref: `photo:${row.id}`, photoId: row.id, kind: row.format }),
      );
      yield { items, cursor: String(after) };
    }
  },

  isNeeded({ db }, { projectId, photoIds, force }) {
    if (force) return true;
    const pending = selectOne(
      db,
      `SELECT 1 FROM derivatives JOIN photos ON photos.id = derivatives.photo_id
       WHERE status = 'pending' AND photos.present = 1 AND (@projectId IS NULL OR project_id = @projectId)
         AND (@wanted IS NULL OR photo_id IN (SELECT value FROM json_each(@wanted))) LIMIT 1`,
      { projectId, wanted: photoIds === null ? null : JSON.stringify(photoIds) },
    );
    return pending !== undefined;
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
