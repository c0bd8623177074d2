import { z } from 'zod';
import { AppError } from '../files/app-error.ts';
import type { NewItem } from '../jobs/sql/items.ts';
import { photoBundle, photoBundles } from '../library/bundle-rows.ts';
import type { JobHandler } from './handler.ts';
import { rollBackMoves } from './journaled-moves.ts';
import { relocatePhoto } from './relocate-photo.ts';

const payload = z.object({
  photoIds: z.array(z.int().positive()).min(1),
  /** The project that they are moved to. */
  toProjectId: z.int().positive(),
});
type Payload = z.infer<typeof payload>;

const IN_FLIGHT = 32;

/** Moves photos with all their files to another project. They keep their ids, and with them all that hangs on those. */
export const photoMoveFiles: JobHandler<Payload> = {
  type: 'photo_move_files',
  payload,
  concurrency: () => IN_FLIGHT,
  durable: true,
  flushEnd: true,

  async *discover({ services: { db }, payload: { photoIds } }, from) {
    if (from !== null) return;
    const items = photoBundles(db, photoIds).map(
      ({ photo, project }): NewItem => ({
        ref: `${project.folder}/${photo.base_name}`,
        photoId: photo.id,
        kind: 'move',
      }),
    );
    yield { items, cursor: 'end' };
  },

  async runItem(context) {
    const { item, services, payload } = context;
    return await relocatePhoto(context, () => {
      const bundle = item.photo_id === null ? null : photoBundle(services.db, item.photo_id);
      if (bundle === null) throw new AppError('photo_gone');
      // The name that it had before a collision is not asked for again: it is known under the one it has.
      return {
        bundle,
        restore: [],
        projectId: payload.toProjectId,
        base: bundle.photo.base_name,
        undoes: [],
        action: 'photo_moved',
        intent: 'stays',
      };
    });
  },

  abandon: rollBackMoves,
};
