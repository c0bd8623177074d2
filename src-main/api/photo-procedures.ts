import type { App } from '../engine/app.ts';
import { getPhotos, photoIndex, queryPhotos } from '../library/photo-query.ts';
import type { Implementer } from './implementer.ts';

export function photoProcedures(os: Implementer, app: App) {
  return {
    query: os.photos.query.handler(({ input }) => {
      const { engine } = app.library();
      return queryPhotos(engine.db, engine.paths, { ...input, cursor: input.cursor });
    }),
    index: os.photos.index.handler(({ input }) =>
      photoIndex(app.library().engine.db, input.filter, input.sort),
    ),
    get: os.photos.get.handler(({ input }) => {
      const { engine } = app.library();
      return getPhotos(engine.db, engine.paths, input.ids);
    }),
  };
}
