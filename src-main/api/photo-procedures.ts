import { randomUUID } from 'node:crypto';
import type { CullState } from '../../src-preload/contract/photos.ts';
import { transaction } from '../db/connection.ts';
import type { App } from '../engine/app.ts';
import { planOfMove, startMove } from '../engine/changes/move.ts';
import { AppError } from '../files/app-error.ts';
import { changeTags, cullStates, setKeep, setRating } from '../library/culling.ts';
import { undoLastStep } from '../library/culling-steps.ts';
import { getPhotos } from '../library/photo-query.ts';
import { listTags } from '../library/tags.ts';
import type { Implementer } from './implementer.ts';

export function photoProcedures(os: Implementer, app: App) {
  const cull = (
    work: (order: { step: string; now: number }) => number[],
    step: string = randomUUID(),
  ): CullState[] => {
    const { db, clock, changes } = app.library().engine;
    const changed = transaction(db, () => work({ step, now: clock.wall() }));
    for (const id of changed) changes.photo(id, { added: false });
    return cullStates(db, changed);
  };
  return {
    query: os.photos.query.handler(({ input }) =>
      app.library().engine.reader.run('queryPhotos', { ...input, cursor: input.cursor }),
    ),
    index: os.photos.index.handler(({ input }) => app.library().engine.reader.run('photoIndex', input)),
    get: os.photos.get.handler(({ input }) => {
      const { engine } = app.library();
      return getPhotos(engine.db, engine.paths, input.ids);
    }),
    setKeep: os.photos.setKeep.handler(({ input: { step, ...input } }) =>
      cull((order) => setKeep(app.library().engine.db, { ...input, ...order }), step),
    ),
    setRating: os.photos.setRating.handler(({ input: { step, ...input } }) =>
      cull((order) => setRating(app.library().engine.db, { ...input, ...order }), step),
    ),
    changeTags: os.photos.changeTags.handler(({ input: { step, ...input } }) =>
      cull((order) => changeTags(app.library().engine.db, { ...input, ...order }), step),
    ),
    undoCulling: os.photos.undoCulling.handler(() => {
      const { db, clock, changes } = app.library().engine;
      const undone = transaction(db, () => undoLastStep(db, clock.wall()));
      if (undone === null) throw new AppError('nothing_to_do');
      for (const id of undone.photoIds) changes.photo(id, { added: false });
      return { kind: undone.kind, photos: cullStates(db, undone.photoIds) };
    }),
    tags: os.photos.tags.handler(() => listTags(app.library().engine.db)),
    previewMove: os.photos.previewMove.handler(({ input }) => planOfMove(app.library().engine, input)),
    move: os.photos.move.handler(({ input }) => ({ taskId: startMove(app.library().engine, input) })),
  };
}
