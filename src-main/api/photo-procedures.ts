import type { App } from '../engine/app.ts';
import { cull, undoCulling } from '../engine/changes/cull.ts';
import { describePhotos } from '../engine/changes/describe.ts';
import { planOfMove, startMove } from '../engine/changes/move.ts';
import { changeTags, setKeep, setRating } from '../library/culling.ts';
import { getPhotos } from '../library/photo-query.ts';
import { listTags } from '../library/tags.ts';
import { listPeople } from '../metadata/describe.ts';
import type { Implementer } from './implementer.ts';

export function photoProcedures(os: Implementer, app: App) {
  const library = () => app.library().engine;
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
      cull(library(), (order) => setKeep(library().db, { ...input, ...order }), step),
    ),
    setRating: os.photos.setRating.handler(({ input: { step, ...input } }) =>
      cull(library(), (order) => setRating(library().db, { ...input, ...order }), step),
    ),
    changeTags: os.photos.changeTags.handler(({ input: { step, ...input } }) =>
      cull(library(), (order) => changeTags(library().db, { ...input, ...order }), step),
    ),
    describe: os.photos.describe.handler(({ input }) => describePhotos(library(), input)),
    people: os.photos.people.handler(() => listPeople(library().db)),
    undoCulling: os.photos.undoCulling.handler(() => undoCulling(library())),
    tags: os.photos.tags.handler(() => listTags(app.library().engine.db)),
    previewMove: os.photos.previewMove.handler(({ input }) => planOfMove(app.library().engine, input)),
    move: os.photos.move.handler(({ input }) => ({ taskId: startMove(app.library().engine, input) })),
  };
}
