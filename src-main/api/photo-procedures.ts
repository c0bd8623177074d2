import type { App } from '../engine/app.ts';
import { getPhotos } from '../library/photo-query.ts';
import type { Implementer } from './implementer.ts';

export function photoProcedures(os: Implementer, app: App) {
  return {
    query: os.photos.query.handler(({ input }) =>
      app.library().engine.reader.run('queryPhotos', { ...input, cursor: input.cursor }),
    ),
    index: os.photos.index.handler(({ input }) => app.library().engine.reader.run('photoIndex', input)),
    get: os.photos.get.handler(({ input }) => {
      const { engine } = app.library();
      return getPhotos(engine.db, engine.paths, input.ids);
    }),
  };
}
