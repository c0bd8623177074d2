import type { App } from '../engine/app.ts';
import { lookAtPlace } from '../library/look-at-place.ts';
import type { Implementer } from './implementer.ts';

export function libraryProcedures(os: Implementer, app: App) {
  return {
    current: os.library.current.handler(() => app.current()?.engine.info() ?? null),
    recent: os.library.recent.handler(() => app.recent()),
    look: os.library.look.handler(({ input }) => lookAtPlace(input.root)),
    open: os.library.open.handler(({ input }) => app.openLibrary(input.root, input.create)),
    close: os.library.close.handler(() => app.closeLibrary()),
  };
}
