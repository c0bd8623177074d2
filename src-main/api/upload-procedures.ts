import type { App } from '../engine/app.ts';
import { type Implementer, translated } from './implementer.ts';

export function uploadProcedures(os: Implementer, app: App) {
  return {
    analyze: os.upload.analyze.handler(async function* ({ input, signal, path }) {
      yield* translated(app, app.library().imports.analyze(input.paths, input.project, signal), input, path);
    }),
    entries: os.upload.entries.handler(({ input }) =>
      app.library().imports.entries(input.analysisId, input.outcome, input.offset, input.limit, input.taken),
    ),
    start: os.upload.start.handler(({ input }) =>
      app.library().imports.start(input.analysisId, input.conflicts),
    ),
  };
}
