import type { App } from '../engine/app.ts';
import { planOfCommit, revertChanges, startCommit, summarizeChanges } from '../engine/changes/commit.ts';
import { planOfPurge, startPurge } from '../engine/changes/purge.ts';
import { planOfRestore, planOfUndo, startRestore, startUndo } from '../engine/changes/take-back.ts';
import { listTrash } from '../library/trash-query.ts';
import { listUndoables } from '../library/undoable.ts';
import type { Implementer } from './implementer.ts';

export function changeProcedures(os: Implementer, app: App) {
  const engine = () => app.library().engine;
  return {
    summary: os.changes.summary.handler(({ input }) => summarizeChanges(engine(), input.projectId)),
    preview: os.changes.preview.handler(({ input }) => planOfCommit(engine(), input)),
    commit: os.changes.commit.handler(({ input }) => ({ taskId: startCommit(engine(), input.target) })),
    revert: os.changes.revert.handler(async ({ input }) => ({
      photos: await revertChanges(engine(), input.target),
    })),
    undoables: os.changes.undoables.handler(({ input }) =>
      listUndoables(engine().db, {
        limit: input.limit,
        retentionDays: engine().config.trash.retention_days,
      }),
    ),
    previewUndo: os.changes.previewUndo.handler(({ input }) => planOfUndo(engine(), input)),
    undo: os.changes.undo.handler(({ input }) => ({ taskId: startUndo(engine(), input.taskId) })),
  };
}

export function trashProcedures(os: Implementer, app: App) {
  const engine = () => app.library().engine;
  return {
    list: os.trash.list.handler(({ input }) =>
      listTrash(engine().db, engine().paths, {
        ...input,
        retentionDays: engine().config.trash.retention_days,
      }),
    ),
    previewRestore: os.trash.previewRestore.handler(({ input }) => planOfRestore(engine(), input)),
    restore: os.trash.restore.handler(({ input }) => ({ taskId: startRestore(engine(), input.target) })),
    previewPurge: os.trash.previewPurge.handler(({ input }) => planOfPurge(engine(), input)),
    purge: os.trash.purge.handler(({ input }) => ({ taskId: startPurge(engine(), input.target) })),
  };
}
