import type { App } from '../engine/app.ts';
import {
  metadataConflicts,
  metadataState,
  realFiles,
  resolveConflict,
  startMetadata,
  tagsOfFile,
} from '../engine/changes/metadata.ts';
import type { Implementer } from './implementer.ts';

export function metadataProcedures(os: Implementer, app: App) {
  const engine = () => app.library().engine;
  return {
    start: os.metadata.start.handler(async ({ input: { target: named, ...order } }) => {
      const target = 'files' in named ? { files: await realFiles(named.files) } : named;
      return { taskId: startMetadata(engine(), { ...order, target }) };
    }),
    state: os.metadata.state.handler(({ input }) => metadataState(engine(), input.photoId)),
    tags: os.metadata.tags.handler(({ input }) => tagsOfFile(engine(), input)),
    conflicts: os.metadata.conflicts.handler(({ input }) => metadataConflicts(engine(), input)),
    resolve: os.metadata.resolve.handler(({ input }) => ({ left: resolveConflict(engine(), input) })),
  };
}
