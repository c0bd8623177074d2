import { z } from 'zod';
import { AppError } from '../files/app-error.ts';
import type { NewItem } from '../jobs/sql/items.ts';
import { photoBundles } from '../library/bundle-rows.ts';
import { projectOpOfTask } from '../library/undoable.ts';
import { affectedPhotoIds, wayBack } from '../library/way-back.ts';
import type { ItemContext, JobHandler } from './handler.ts';
import { rollBackMoves } from './journaled-moves.ts';
import { type Relocation, relocatePhoto } from './relocate-photo.ts';
import { relocateProject, rollBackProjectMove } from './relocate-project.ts';

const payload = z.object({
  /** The commit, move or deletion that is undone; null for photos that are restored whoever removed them. */
  undoTaskId: z.string().nullable().default(null),
  /** Of these photos only. */
  photoIds: z.array(z.int().positive()).nullable().default(null),
  projectId: z.int().positive().nullable().default(null),
});
type Payload = z.infer<typeof payload>;

const PAGE = 250;
const IN_FLIGHT = 32;

/**
 * Takes things back: files come out of the trash, photos go back to the project and the name they had, a deleted project
 * returns to its place. Everything keeps its ids. What is not there any more (purged, or taken back already) is left out.
 */
export const fileRestore: JobHandler<Payload> = {
  type: 'file_restore',
  payload,
  concurrency: () => IN_FLIGHT,
  durable: true,
  flushEnd: true,

  async *discover({ services: { db }, payload: order }, from) {
    const { undoTaskId } = order;
    if (from === null && undoTaskId !== null) {
      const op = projectOpOfTask(db, undoTaskId);
      if (op !== null) yield { items: [{ ref: op.source, kind: 'project' }], cursor: '0' };
    }
    for (let after = Number(from ?? 0); ; ) {
      const ids = affectedPhotoIds(db, order, { after, limit: PAGE });
      if (ids.length === 0) return;
      after = ids.at(-1) ?? after;
      const items = photoBundles(db, ids).map(
        ({ photo, project }): NewItem => ({
          ref: `${project.folder}/${photo.base_name}`,
          photoId: photo.id,
          kind: 'restore',
        }),
      );
      yield { items, cursor: String(after) };
    }
  },

  async runItem(context) {
    if (context.item.photo_id === null)
      return await relocateProject(context, context.payload.undoTaskId ?? '');
    return await relocatePhoto(context, () => relocationOf(context, context.item.photo_id ?? 0));
  },

  async abandon(context) {
    await rollBackMoves(context);
    await rollBackProjectMove(context);
  },
};

function relocationOf(
  { services: { db }, payload: order }: ItemContext<Payload>,
  photoId: number,
): Relocation {
  const way = wayBack(db, order, photoId);
  if (way === null) throw new AppError('photo_gone');
  return {
    ...way,
    action: way.isMove ? 'photo_moved' : 'photo_restored',
    intent: order.undoTaskId === null ? 'follows' : 'stays',
  };
}
